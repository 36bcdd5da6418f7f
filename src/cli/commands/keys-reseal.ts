/** `latchkey keys reseal`: what is needed before an older entry may leave LATCHKEY_SECRET. */
import { countFormsOfOlderSecrets } from '../../login/password/password-binding-list.ts'
import type { FolderOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { record, withInstallation } from '../open-keys.ts'
import { note, print } from '../output.ts'

export async function keysReseal(options: FolderOptions): Promise<void> {
  await withInstallation(options, async (installation) => {
    const { secretStore, signingKeys, factors, edits, keyring, database } = installation
    const [newest] = keyring.keyIds
    const [secrets, keys] = [await secretStore.reseal(), await signingKeys.reseal()]
    const [seeds, elements] = [await factors.reseal(), await edits.reseal()]
    const resealed = secrets.resealed + keys.resealed + seeds.resealed + elements.resealed
    const passwords = await countFormsOfOlderSecrets(database, newest)
    await record(installation, 'keys.reseal', `${resealed} values under ${newest}`)
    print(`secrets       ${secrets.resealed} sealed anew, ${secrets.unreadable} unreadable`)
    print(`signing keys  ${keys.resealed} sealed anew, ${keys.unreadable} unreadable`)
    print(`TOTP seeds    ${seeds.resealed} sealed anew, ${seeds.unreadable} unreadable`)
    print(`elements      ${elements.resealed} sealed anew, ${elements.unreadable} unreadable`)
    print(
      `passwords     ${passwords} were made with an older secret and renew themselves at their next login`,
    )
    const unreadable = secrets.unreadable + keys.unreadable + seeds.unreadable + elements.unreadable
    note(adviceFor(unreadable, passwords, newest))
    if (unreadable > 0) process.exitCode = exitStatus.no
  })
}

function adviceFor(unreadable: number, passwords: number, newest: string): string {
  if (unreadable > 0)
    return 'some values open with no entry of LATCHKEY_SECRET: put back the secret they were made with'
  if (passwords > 0)
    return 'keep the older entries of LATCHKEY_SECRET: without them those passwords cannot be checked'
  return `everything is under key ${newest}: the older entries may leave LATCHKEY_SECRET once every server has the new one`
}
