/** The stores: do they answer, is their schema current, does the secret open them, is their clock ours? */
import { existsSync } from 'node:fs'
import { findUnlistedKeys } from '../../app/require-secret.ts'
import { knownSecrets } from '../../app/root-secrets.ts'
import {
  asStoreFault,
  databaseFileOf,
  databasePlaceOf,
  ephemeralPlaceOf,
  migrations,
  openDatabase,
  openEphemeral,
} from '../../app/stores.ts'
import { systemClock } from '../../base/clock.ts'
import type { Settings } from '../../config/load-settings.ts'
import { evictionPolicyOf } from '../../ephemeral/drivers/redis-policy.ts'
import { countFormsOfOlderSecrets } from '../../login/password/password-binding-list.ts'
import { createKeyring } from '../../secrets/keyring.ts'
import { type Database, statement } from '../../storage/database.ts'
import { pendingMigrations } from '../../storage/migrate.ts'
import type { QueryDatabase } from '../../storage/query-database.ts'
import { troubleOf } from '../report-trouble.ts'
import { type Finding, ok, unsafe, warning } from './finding.ts'

/** Makes nothing that is not there. */
export async function examineStores(settings: Settings, now: number): Promise<Finding[]> {
  return [...(await examineDatabase(settings, now)), ...(await examineEphemeral(settings))]
}

async function examineDatabase(settings: Settings, now: number): Promise<Finding[]> {
  const place = databasePlaceOf(settings)
  if (settings.databaseUrl === undefined && !existsSync(databaseFileOf(settings)))
    return [ok('database', `${place} is made at the first start`)]
  return telling('database', place, async () => {
    const database = openDatabase(settings)
    try {
      const pending = await pendingMigrations(database, migrations)
      const byStart = await pendingMigrations(database, migrations, 'additions')
      if (byStart.length > 0)
        return [warning('database', `the next start brings its schema up to date: ${byStart.join(', ')}`)]
      if (pending.length > 0)
        return [warning('database', `"latchkey migrate" is to clear up what no release of today needs`)]
      return [
        ok('database', `${place} answers, its schema is current`),
        ...(await examineSeals(database, settings)),
        ...(await examineClock(database, now)),
      ]
    } finally {
      await database.close()
    }
  })
}

async function examineEphemeral(settings: Settings): Promise<Finding[]> {
  const place = ephemeralPlaceOf(settings)
  const { databaseUrl, redisUrl } = settings
  if (redisUrl === undefined && databaseUrl !== undefined)
    return [ok('ephemeral', 'in the database, since REDIS_URL is not set')]
  if (redisUrl === undefined && !existsSync(place))
    return [ok('ephemeral', `${place} is made at the first start`)]
  return telling('ephemeral', place, async () => {
    const store = await openEphemeral(settings, systemClock)
    try {
      await store.get('ready')
    } finally {
      await store.close()
    }
    return [ok('ephemeral', `${place} answers`), ...(await examineEviction(redisUrl))]
  })
}

/** A server that evicts forgets failures and limits long before their time. */
async function examineEviction(redisUrl: string | undefined): Promise<Finding[]> {
  if (redisUrl === undefined) return []
  const policy = await evictionPolicyOf(redisUrl)
  return policy === 'noeviction'
    ? []
    : [
        warning(
          'ephemeral',
          `its maxmemory-policy is ${policy}: set noeviction, or counts of failures get lost`,
        ),
      ]
}

async function telling(subject: string, place: string, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work()
  } catch (error) {
    return troubleOf(asStoreFault(place, error)).lines.map((line) => unsafe(subject, line))
  }
}

async function examineSeals(database: QueryDatabase, settings: Settings): Promise<Finding[]> {
  const secrets = knownSecrets(settings)
  if (secrets === undefined) return []
  const keyring = createKeyring(secrets)
  const [newest] = keyring.keyIds
  const unlisted = await findUnlistedKeys(database, keyring)
  if (unlisted.length > 0)
    return [
      unsafe(
        'secret',
        `does not open what was written under key ${unlisted.join(', ')}; it holds ${keyring.keyIds.join(', ')}`,
      ),
    ]
  const passwords = await countFormsOfOlderSecrets(database, newest)
  if (passwords === 0) return [ok('secret', `key ${newest} opens what is stored`)]
  return [
    warning(
      'secret',
      `${passwords} stored passwords need an older entry of LATCHKEY_SECRET until their next login`,
    ),
  ]
}

const newestRecord = statement<[], { at: number | null }>(
  'doctor.newest-record',
  `select max(at) as at from (select at from (select at from audit order by id desc limit 1) a
     union all select max(created_at) from signing_keys union all select max(applied_at) from migrations) r`,
)

/** As much may two machines differ. */
const toleranceMs = 60_000

async function examineClock(database: Database, now: number): Promise<Finding[]> {
  const aheadMs = Number((await database.first(newestRecord, []))?.at ?? 0) - now
  if (aheadMs <= toleranceMs) return [ok('clock', `${new Date(now).toISOString()}, behind no record`)]
  return [
    unsafe(
      'clock',
      `is ${Math.round(aheadMs / 1000)} s behind the newest record: it was set back, so nothing expires in time`,
    ),
  ]
}
