/** Opens the stores of an app and brings their schema up to date. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { accountMigrations } from '../accounts/tables.ts'
import { auditMigrations } from '../audit/tables.ts'
import type { Clock } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import { corpMigrations } from '../corps/tables.ts'
import { openSqliteEphemeral } from '../ephemeral/drivers/sqlite-driver.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import { passwordMigrations } from '../login/password/tables.ts'
import { phoneMigrations } from '../login/phone/tables.ts'
import { loginMigrations } from '../login/tables.ts'
import { secretMigrations } from '../secrets/tables.ts'
import { sessionMigrations } from '../sessions/tables.ts'
import { openSqliteDatabase } from '../storage/drivers/sqlite-driver.ts'
import { type Migration, migrate } from '../storage/migrate.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
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
  ...loginMigrations,
  ...phoneMigrations,
  ...passwordMigrations,
  ...accountMigrations,
]

export type Stores = { readonly database: QueryDatabase; readonly ephemeral: EphemeralStore }

export type StorePlaces = {
  /** Folder of the embedded databases; made when it is missing. */
  readonly data: string
  /** File of the durable database, when it is not in the data folder. */
  readonly databaseFile?: string | undefined
}

/** A database that cannot be used: its file is damaged, locked or out of reach. `cause` is what SQLite says. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault'
  readonly file: string
  /** The primary result code of SQLite. */
  readonly resultCode: number

  constructor(file: string, cause: Error & { readonly errcode: number }) {
    super(`${file}: ${cause.message}`, { cause })
    this.file = file
    this.resultCode = cause.errcode & 0xff
  }
}

/** `error` as a fault of the store in `file`; what has another reason as it is. */
export function asStoreFault(file: string, error: unknown): unknown {
  const reason = error instanceof Refusal ? error.cause : error
  return isSqliteError(reason) ? new StoreFault(file, reason) : error
}

function isSqliteError(error: unknown): error is Error & { readonly errcode: number } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
}

/** Throws `StoreFault`. */
export async function openStores(places: StorePlaces, clock: Clock): Promise<Stores> {
  mkdirSync(places.data, { recursive: true, mode: 0o700 })
  const database = openDatabase(places)
  try {
    await told(databaseFileOf(places), () => migrate(database, migrations))
    const file = join(places.data, 'ephemeral.sqlite')
    return { database, ephemeral: await told(file, async () => openSqliteEphemeral(file, clock)) }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The durable database as it is, its schema not brought up to date. Throws `StoreFault`. */
export function openDatabase(places: StorePlaces): QueryDatabase {
  const file = databaseFileOf(places)
  try {
    return openSqliteDatabase(file)
  } catch (error) {
    throw asStoreFault(file, error)
  }
}

export function databaseFileOf({ data, databaseFile }: StorePlaces): string {
  return databaseFile ?? join(data, 'latchkey.sqlite')
}

async function told<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw asStoreFault(file, error)
  }
}

export async function closeStores({ database, ephemeral }: Stores): Promise<void> {
  await database.close()
  await ephemeral.close()
}
