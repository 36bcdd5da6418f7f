/** What the console changed of an app's elements, for commands that change nothing and make nothing. */
import { existsSync } from 'node:fs'
import { systemClock } from '../base/clock.ts'
import type { Settings } from '../config/load-settings.ts'
import type { StoredEdit } from '../edits/edit.ts'
import { createEditStore } from '../edits/edit-store.ts'
import { editMigrations } from '../edits/tables.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { pendingMigrations } from '../storage/migrate.ts'
import { readAppId } from './read-app-id.ts'
import { knownSecrets } from './root-secrets.ts'
import { asStoreFault, databaseFileOf, databasePlaceOf, openDatabase } from './stores.ts'

/** None where there is no database yet, or no secret. Throws `StoreFault`, and where one does not open. */
export async function readEdits(settings: Settings): Promise<readonly StoredEdit[]> {
  const appId = readAppId(settings.app)
  const isMade = settings.databaseUrl !== undefined || existsSync(databaseFileOf(settings))
  const secrets = isMade ? knownSecrets(settings) : undefined
  if (appId === undefined || secrets === undefined) return []
  try {
    const database = openDatabase(settings)
    try {
      if ((await pendingMigrations(database, editMigrations)).length > 0) return []
      const store = createEditStore({ database, keyring: createKeyring(secrets), clock: systemClock })
      return await store.list(appId)
    } finally {
      await database.close()
    }
  } catch (error) {
    throw asStoreFault(databasePlaceOf(settings), error)
  }
}
