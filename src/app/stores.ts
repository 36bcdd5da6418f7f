/** Opens the stores of an app and brings their schema up to date. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { accountMigrations } from '../accounts/tables.ts'
import { adminMigrations } from '../admins/tables.ts'
import { agreementMigrations } from '../agreements/tables.ts'
import { auditMigrations } from '../audit/tables.ts'
import type { Clock } from '../base/clock.ts'
import { forCommands, forRequests, Patience } from '../base/patience.ts'
import { Refusal } from '../base/refusal.ts'
import { corpMigrations } from '../corps/tables.ts'
import { editMigrations } from '../edits/tables.ts'
import { openPostgresEphemeral } from '../ephemeral/drivers/postgres-driver.ts'
import { openRedisEphemeral } from '../ephemeral/drivers/redis-driver.ts'
import { openSqliteEphemeral } from '../ephemeral/drivers/sqlite-driver.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import { eventMigrations } from '../events/tables.ts'
import { factorMigrations } from '../factors/tables.ts'
import { passwordMigrations } from '../login/password/tables.ts'
import { phoneMigrations } from '../login/phone/tables.ts'
import { loginMigrations } from '../login/tables.ts'
import { noticeMigrations } from '../notices/tables.ts'
import { recoveryMigrations } from '../recoveries/tables.ts'
import { secretMigrations } from '../secrets/tables.ts'
import { sessionMigrations } from '../sessions/tables.ts'
import { smsMigrations } from '../sms/tables.ts'
import { spendMigrations } from '../spend/tables.ts'
import {
  defaultPoolSize,
  openPostgresDatabase,
  openPostgresLine,
} from '../storage/drivers/postgres-driver.ts'
import { reasonOf } from '../storage/drivers/postgres-sqlstate.ts'
import { openSqliteDatabase } from '../storage/drivers/sqlite-driver.ts'
import { type Migration, migrate, SchemaFault } from '../storage/migrate.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
import { tenantMigrations } from '../tenants/tables.ts'
import { tokenMigrations } from '../tokens/tables.ts'
import { userMigrations } from '../users/tables.ts'
import { webhookMigrations } from '../webhooks/tables.ts'

/** Every room's tables. */
export const migrations: readonly Migration[] = [
  ...auditMigrations,
  ...eventMigrations,
  ...webhookMigrations,
  ...tenantMigrations,
  ...secretMigrations,
  ...userMigrations,
  ...factorMigrations,
  ...corpMigrations,
  ...tokenMigrations,
  ...sessionMigrations,
  ...loginMigrations,
  ...phoneMigrations,
  ...passwordMigrations,
  ...accountMigrations,
  ...editMigrations,
  ...spendMigrations,
  ...smsMigrations,
  ...adminMigrations,
  ...agreementMigrations,
  ...recoveryMigrations,
  ...noticeMigrations,
]

export type Stores = { readonly database: QueryDatabase; readonly ephemeral: EphemeralStore }

export type StorePlaces = {
  /** Folder of the embedded databases; made when it is missing. */
  readonly data: string
  /** File of the durable database, when it is not in the data folder. */
  readonly databaseFile?: string | undefined
  /** `postgres://` URL of the durable database, in place of a file. */
  readonly databaseUrl?: string | undefined
  readonly databasePoolSize?: number | undefined
  /** `redis://` or `rediss://` URL of what expires, in place of the PostgreSQL database or a file. */
  readonly redisUrl?: string | undefined
  /** Who waits for PostgreSQL. Default: the commands of an operator. */
  readonly patience?: 'requests' | 'commands' | undefined
}

/** A database that cannot be used: damaged, locked or out of reach. `cause` is what it says, or the way to it. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault'
  /** Its file; of a server the address, without the password. */
  readonly place: string
  /** The primary result code of SQLite; nothing of other databases. */
  readonly resultCode: number | undefined

  constructor(place: string, cause: Error) {
    // An address with several numbers fails with several errors and no words of its own.
    super(`${place}: ${cause.message || String('code' in cause ? cause.code : cause.name)}`, { cause })
    this.place = place
    this.resultCode = isSqliteError(cause) ? cause.errcode & 0xff : undefined
  }
}

/** `error` as a fault of the store in `place`; what has another reason as it is. */
export function asStoreFault(place: string, error: unknown): unknown {
  const reason = error instanceof Refusal ? error.cause : error
  const isOfStore =
    isSqliteError(reason) ||
    isServerError(reason) ||
    reason instanceof SchemaFault ||
    (error !== reason && isError(reason))
  return isOfStore ? new StoreFault(place, reason) : error
}

function isSqliteError(error: unknown): error is Error & { readonly errcode: number } {
  return isError(error) && 'errcode' in error && typeof error.errcode === 'number'
}

/** Only what PostgreSQL itself says has a severity. */
function isServerError(error: unknown): error is Error {
  return isError(error) && 'severity' in error
}

function isError(error: unknown): error is Error {
  return error instanceof Error
}

/** Throws `StoreFault`. */
export async function openStores(places: StorePlaces, clock: Clock): Promise<Stores> {
  mkdirSync(places.data, { recursive: true, mode: 0o700 })
  const patience = patienceOf(places)
  const database = openDatabase(places, patience)
  try {
    await told(databasePlaceOf(places), () => migrate(database, migrations, 'additions'))
    return { database, ephemeral: await openEphemeral(places, clock, patience) }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** What expires. Throws `StoreFault`. */
export async function openEphemeral(
  places: StorePlaces,
  clock: Clock,
  patience = patienceOf(places),
): Promise<EphemeralStore> {
  const place = ephemeralPlaceOf(places)
  const store = openEphemeralServer(places, clock, patience)
  if (store === undefined) return told(place, async () => openSqliteEphemeral(place, clock))
  try {
    await told(place, () => store.get('ready'))
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Redis, else the PostgreSQL database; nothing where both are files. The first call connects. */
function openEphemeralServer(
  { redisUrl, databaseUrl, databasePoolSize }: StorePlaces,
  clock: Clock,
  patience: Patience,
): EphemeralStore | undefined {
  if (redisUrl !== undefined) return openRedisEphemeral(redisUrl, clock)
  if (databaseUrl === undefined) return undefined
  return openEphemeralOnPostgres(databaseUrl, databasePoolSize, clock, patience)
}

/** The database and what expires may be on one server, which falls silent for both. */
function patienceOf({ patience = 'commands' }: StorePlaces): Patience {
  return new Patience(patience === 'requests' ? forRequests : forCommands)
}

/** With as many connections of its own at most. */
export function openEphemeralOnPostgres(
  url: string,
  poolSize = defaultPoolSize,
  clock: Clock,
  patience = new Patience(),
): EphemeralStore {
  const connect = () => openPostgresLine(url, poolSize, patience)
  return openPostgresEphemeral({ connect, reasonOf }, clock)
}

/** The durable database as it is, its schema not brought up to date. Throws `StoreFault`. */
export function openDatabase(places: StorePlaces, patience = patienceOf(places)): QueryDatabase {
  const { databaseUrl, databasePoolSize } = places
  if (databaseUrl !== undefined) return openPostgresDatabase(databaseUrl, databasePoolSize, patience)
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

/** For people: the file, or the address without the password. */
export function databasePlaceOf(places: StorePlaces): string {
  if (places.databaseUrl === undefined) return databaseFileOf(places)
  const { host, pathname } = new URL(places.databaseUrl)
  return `postgres://${host}${pathname}`
}

/** For people: the file, or the address without the password. */
export function ephemeralPlaceOf(places: StorePlaces): string {
  const { data, databaseUrl, redisUrl } = places
  if (redisUrl === undefined)
    return databaseUrl === undefined ? join(data, 'ephemeral.sqlite') : databasePlaceOf(places)
  const { protocol, host, pathname } = new URL(redisUrl)
  return `${protocol}//${host}${pathname}`
}

async function told<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw asStoreFault(place, error)
  }
}

export async function closeStores({ database, ephemeral }: Stores): Promise<void> {
  await database.close()
  await ephemeral.close()
}
