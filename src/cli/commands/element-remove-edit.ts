/** `latchkey element remove-edit`: the way out where an element of the console keeps the app from starting. */
import { readAppId } from '../../app/read-app-id.ts'
import { defaultTenant } from '../../base/ids.ts'
import { refuse } from '../../base/refusal.ts'
import { raiseVersionStep } from '../../edits/element-version.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions } from '../command-options.ts'
import { systemCall } from '../open-accounts.ts'
import { withInstallation } from '../open-keys.ts'
import { print } from '../output.ts'
import { settingsOf } from '../settings-of.ts'

/** Nothing is checked: servers that run keep their elements where the others have a fault without it. */
export async function elementRemoveEdit(fullName: string, options: FolderOptions): Promise<void> {
  const { app } = settingsOf(options)
  const appId = readAppId(app)
  if (appId === undefined) throw new CommandFault(`--app: ${app} has no app.json that can be read`)
  await withInstallation(options, async ({ database, edits, audit }) => {
    const event = { action: 'element.remove', result: 'success', subject: fullName }
    await database.commit([
      edits.remove(appId, fullName, undefined, () => refuse('ELEMENT_NOT_FOUND', { fullName })),
      raiseVersionStep(appId),
      audit.step(event, systemCall(defaultTenant)),
    ])
    print(`${fullName}: the edit of the console is taken back`)
  })
}
