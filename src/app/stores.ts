/** Opens the stores of an app and brings their schema up to date. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { auditMigrations } from '../audit/tables.ts'
import type { Clock } from '../base/clock.ts'
import { corpMigrations } from '../corps/tables.ts'
import { openSqliteEphemeral } from '../ephemeral/drivers/sqlite-driver.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import { phoneMigrations } from '../login/phone/tables.ts'
import { secretMigrations } from '../secrets/tables.ts'
import { sessionMigrations } from '../sessions/tables.ts'
import type { Database } from '../storage/database.ts'
import { openSqliteDatabase } from '../storage/drivers/sqlite-driver.ts'
import { type Migration, migrate } from '../storage/migrate.ts'
import { tokenMigrations } from '../tokens/tables.ts'
import { userMigrations } from '../users/tables.ts'

/** Every room's tables. */
export const migrations: readonly Migration[] = [
  ...auditMigrations,
  ...secretMigrations,
  ...userMigrations,
  ...corpMigrations,
  ...tokenMigrations,
  ...sessionMigrations,
  ...phoneMigrations,
]

export type Stores = { readonly database: Database; readonly ephemeral: EphemeralStore }

export type StorePlaces = {
  /** Folder of the embedded databases; made when it is missing. */
  readonly data: string
  /** File of the durable database, when it is not in the data folder. */
  readonly databaseFile?: string | undefined
}

export async function openStores({ data, databaseFile }: StorePlaces, clock: Clock): Promise<Stores> {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const database = openSqliteDatabase(databaseFile ?? join(data, 'latchkey.sqlite'))
  await migrate(database, migrations)
  const ephemeral = openSqliteEphemeral(join(data, 'ephemeral.sqlite'), clock)
  return { database, ephemeral }
}

export async function closeStores({ database, ephemeral }: Stores): Promise<void> {
  await database.close()
  await ephemeral.close()
}
