/** Opens stores and keys, without the app, for the commands about keys. */
import { type Installation, openInstallation } from '../app/open-installation.ts'
import { defaultTenant } from '../base/ids.ts'
import type { FolderOptions } from './command-options.ts'
import { systemCall } from './open-accounts.ts'
import { settingsOf } from './settings-of.ts'

export async function withInstallation<Result>(
  options: FolderOptions,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const installation = await openInstallation(settingsOf(options))
  try {
    return await work(installation)
  } finally {
    await installation.close()
  }
}

/** What an operator does with keys is on record. */
export async function record(
  { database, audit }: Installation,
  action: string,
  detail: string,
): Promise<void> {
  await database.commit([audit.step({ action, result: 'success', detail }, systemCall(defaultTenant))])
}
