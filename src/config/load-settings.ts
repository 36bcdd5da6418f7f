/** Reads the process's settings once, at the edge; all faults are told together, by name and never by value. */
import type { TSchema } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { hostNames } from '../base/host-names.ts'
import { addressRanges } from '../base/network-address.ts'
import { type RawSettings, settingsSchema } from './settings-schema.ts'

export type Settings = {
  readonly app: string
  readonly data: string
  readonly host: string
  readonly port: number
  /** Processes that share the ports. More than one only with `databaseUrl`. */
  readonly workers: number
  readonly adminPort: number | undefined
  readonly publicUrl: string | undefined
  /** Newest first; nothing when it is to be generated. */
  readonly secrets: readonly string[] | undefined
  /** File of the embedded database; nothing for the one in the data folder. */
  readonly databaseFile: string | undefined
  /** `postgres://` URL of the durable database, in place of a file. Holds its password. */
  readonly databaseUrl: string | undefined
  readonly databasePoolSize: number
  /** `redis://` or `rediss://` URL of what expires; nothing for the file in the data folder. Holds its password. */
  readonly redisUrl: string | undefined
  readonly auditDays: number
  readonly deviceDays: number
  readonly deletionGraceDays: number
  readonly recoveryWaitHours: number
  readonly trustedProxies: readonly string[]
  /** Hosts of webhooks that may have any address, and http. */
  readonly webhookInternalHosts: readonly string[]
  readonly logLevel: string
  readonly production: boolean
}

export class SettingFaults extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

type SettingSchema = {
  readonly type?: string
  readonly anyOf?: readonly { readonly const: string }[]
  readonly description?: string
}

const schemas: Readonly<Record<string, SettingSchema>> = settingsSchema.properties

/** In characters. */
export const leastSecretLength = 32

const oneWriter =
  'LATCHKEY_WORKERS: more than one process needs PostgreSQL (DATABASE_URL=postgres://…). SQLite has one writer, which gains nothing from a second process; hashing, drawing and RSA are off the event loop already'

/** `overrides` come from the command line and win. Throws `SettingFaults`. */
export function loadSettings(
  environment: Readonly<Record<string, string | undefined>>,
  overrides: Readonly<Record<string, string | undefined>> = {},
): Settings {
  const raw = readRaw({ ...environment, ...withoutUndefined(overrides) })
  const faults = [...Object.keys(raw).flatMap((name) => faultOf(name, raw[name])), ...moreFaults(raw)]
  if (faults.length > 0) throw new SettingFaults([...new Set(faults)])
  return toSettings(raw as RawSettings)
}

function readRaw(environment: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const raw: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(settingsSchema.properties)) {
    const text = environment[name]
    const isNumber = 'type' in schema && schema.type === 'integer'
    if (text !== undefined && text !== '') raw[name] = isNumber && /^\d+$/.test(text) ? Number(text) : text
    else if ('default' in schema) raw[name] = schema.default
  }
  return raw
}

function moreFaults(raw: Readonly<Record<string, unknown>>): string[] {
  const faults: string[] = []
  const secrets = listOf(raw.LATCHKEY_SECRET)
  if (raw.LATCHKEY_SECRET !== undefined && secrets.length === 0)
    faults.push('LATCHKEY_SECRET: holds no entry')
  if (secrets.some((secret) => secret.length < leastSecretLength))
    faults.push(`LATCHKEY_SECRET: each entry needs at least ${leastSecretLength} characters`)
  if (raw.ADMIN_PORT !== undefined && raw.ADMIN_PORT !== 0 && raw.ADMIN_PORT === raw.PORT)
    faults.push('ADMIN_PORT: must be another port than PORT')
  if (Number(raw.LATCHKEY_WORKERS) > 1 && !isPostgres(raw)) faults.push(oneWriter)
  const read = { TRUSTED_PROXIES: addressRanges, WEBHOOK_INTERNAL_HOSTS: hostNames }
  return [...faults, ...Object.entries(read).flatMap(([name, reader]) => listFaults(name, raw[name], reader))]
}

function listFaults(name: string, text: unknown, read: (entries: readonly string[]) => unknown): string[] {
  try {
    read(listOf(text))
    return []
  } catch (error) {
    return [`${name}: ${(error as RangeError).message}`]
  }
}

/** One by one, because typebox tells eight errors of an object and no more. What is wanted, never what was given. */
function faultOf(name: string, value: unknown): string[] {
  const schema = schemas[name]
  if (schema === undefined || Check(schema as TSchema, value)) return []
  const { anyOf, description } = schema
  const [error] = Errors(schema as TSchema, value)
  const wanted = anyOf ? `must be one of ${anyOf.map((choice) => choice.const).join(', ')}` : error?.message
  return [`${name}: ${wanted}. ${description}`]
}

function toSettings(raw: RawSettings): Settings {
  const secrets = listOf(raw.LATCHKEY_SECRET)
  const onPostgres = isPostgres(raw)
  return {
    app: raw.LATCHKEY_APP,
    data: raw.LATCHKEY_DATA,
    host: raw.HOST,
    port: raw.PORT,
    workers: raw.LATCHKEY_WORKERS,
    adminPort: raw.ADMIN_PORT,
    publicUrl: raw.PUBLIC_URL,
    secrets: secrets.length === 0 ? undefined : secrets,
    databaseFile: onPostgres ? undefined : raw.DATABASE_URL?.replace(/^sqlite:(\/\/)?/, ''),
    databaseUrl: onPostgres ? raw.DATABASE_URL : undefined,
    databasePoolSize: raw.DATABASE_POOL_SIZE,
    redisUrl: raw.REDIS_URL,
    auditDays: raw.AUDIT_DAYS,
    deviceDays: raw.DEVICE_DAYS,
    deletionGraceDays: raw.DELETION_GRACE_DAYS,
    recoveryWaitHours: raw.RECOVERY_WAIT_HOURS,
    trustedProxies: listOf(raw.TRUSTED_PROXIES),
    webhookInternalHosts: listOf(raw.WEBHOOK_INTERNAL_HOSTS),
    logLevel: String(raw.LOG_LEVEL),
    production: raw.NODE_ENV === 'production',
  }
}

function isPostgres({ DATABASE_URL }: Readonly<Record<string, unknown>>): boolean {
  return typeof DATABASE_URL === 'string' && DATABASE_URL.startsWith('postgres')
}

function listOf(text: unknown): string[] {
  return typeof text === 'string'
    ? text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : []
}

function withoutUndefined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
