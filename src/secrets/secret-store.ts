/** Named secrets of a tenant that must be read back, encrypted at rest. */
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import { type Database, statement, step } from '../storage/database.ts'
import type { Keyring } from './keyring.ts'
import { openSealed } from './open-sealed.ts'
import { type ResealCount, resealRows, type SealedTable } from './reseal-rows.ts'

/**
 * Every call is a round trip and nothing is kept in memory: whoever needs a secret on each login keeps it.
 * A secret that is there but cannot be read throws; it is never taken for absent.
 */
export interface SecretStore {
  read(tenant: TenantId, name: string): Promise<string | undefined>
  /** Writes a secret, in place of an older one. */
  write(tenant: TenantId, name: string, value: string): Promise<void>
  /** The secret; where there is none yet, the one that `make` answers. All processes get the same. */
  readOrCreate(tenant: TenantId, name: string, make: () => string | Promise<string>): Promise<string>
  remove(tenant: TenantId, name: string): Promise<void>
  /** Encrypts anew what is under older secrets. */
  reseal(): Promise<ResealCount>
}

type Row = {
  readonly tenant_id: string
  readonly name: string
  readonly sealed: string
  readonly key_id: string
}

const purpose = 'secrets'

const find = statement<[string, string], Row>(
  'secrets.find',
  'select tenant_id, name, sealed, key_id from secrets where tenant_id = ? and name = ?',
)
const insertOnce = statement<[string, string, string, string, number]>(
  'secrets.insert-once',
  `insert into secrets (tenant_id, name, sealed, key_id, created_at) values (?, ?, ?, ?, ?)
   on conflict (tenant_id, name) do nothing`,
)
const upsert = statement<[string, string, string, string, number]>(
  'secrets.upsert',
  `insert into secrets (tenant_id, name, sealed, key_id, created_at) values (?, ?, ?, ?, ?)
   on conflict (tenant_id, name) do update
   set sealed = excluded.sealed, key_id = excluded.key_id, created_at = excluded.created_at`,
)
const remove = statement<[string, string]>(
  'secrets.remove',
  'delete from secrets where tenant_id = ? and name = ?',
)
const readKeyIds = statement<[], { key_id: string }>('secrets.key-ids', 'select distinct key_id from secrets')
const pageOfOthers = statement<[string, string, string, number], Row>(
  'secrets.page-of-other-keys',
  `select tenant_id, name, sealed, key_id from secrets
   where (tenant_id, name) > (?, ?) and key_id <> ? order by tenant_id, name limit ?`,
)
const replace = statement<[string, string, string, string, string]>(
  'secrets.replace',
  'update secrets set sealed = ?, key_id = ? where tenant_id = ? and name = ? and sealed = ?',
)

export function createSecretStore({
  database,
  keyring,
  clock,
}: {
  readonly database: Database
  readonly keyring: Keyring
  readonly clock: Clock
}): SecretStore {
  async function read(tenant: TenantId, name: string): Promise<string | undefined> {
    const row = await database.first(find, [tenant, name])
    return row && openSealed(keyring, purpose, row, contextOf(tenant, name), `secret ${tenant}/${name}`)
  }

  function sealed(tenant: TenantId, name: string, value: string): [string, string, string, string, number] {
    return [
      tenant,
      name,
      keyring.seal(purpose, value, contextOf(tenant, name)),
      keyring.keyIds[0],
      clock.now(),
    ]
  }

  return {
    read,
    write: (tenant, name, value) => database.commit([step(upsert, sealed(tenant, name, value))]),
    async readOrCreate(tenant, name, make) {
      const known = await read(tenant, name)
      if (known !== undefined) return known
      await database.commit([step(insertOnce, sealed(tenant, name, await make()))])
      const winner = await read(tenant, name)
      if (winner === undefined) throw new Error(`secret ${tenant}/${name} was removed while it was made`)
      return winner
    },
    remove: (tenant, name) => database.commit([step(remove, [tenant, name])]),
    reseal: () => resealRows(database, keyring, sealedTable(database)),
  }
}

/** The keys that secrets are sealed under. */
export async function listSecretKeyIds(database: Database): Promise<string[]> {
  return (await database.all(readKeyIds, [])).map(({ key_id }) => key_id)
}

/** A row moved to another name or tenant must not open there. */
function contextOf(tenant: string, name: string): string {
  return JSON.stringify([tenant, name])
}

function sealedTable(database: Database): SealedTable<Row> {
  return {
    purpose,
    page: (after, keyId, limit) =>
      database.all(pageOfOthers, [after?.tenant_id ?? '', after?.name ?? '', keyId, limit]),
    contextOf: (row) => contextOf(row.tenant_id, row.name),
    replace: (row, sealed, keyId) => step(replace, [sealed, keyId, row.tenant_id, row.name, row.sealed]),
  }
}
