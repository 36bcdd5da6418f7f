/** What is read from and written to the tables of second factors. */
import type { TenantId, UserId } from '../base/ids.ts'
import type { Refusal } from '../base/refusal.ts'
import type { SealedTable } from '../secrets/reseal-rows.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'

/** Whose factor it is. */
export type FactorOwner = { readonly tenantId: TenantId; readonly userId: UserId }

export type TotpRow = {
  readonly sealed: string
  readonly key_id: string
  /** The newest time step that was used. */
  readonly last_step: number
  readonly created_at: number
}

/** Steps are guarded: `refused` makes the refusal where one does not hold. */
export interface FactorRows {
  findTotp(owner: FactorOwner): Promise<TotpRow | undefined>
  hasTotp(owner: FactorOwner): Promise<boolean>
  status(owner: FactorOwner): Promise<{ enrolled_at: number; codes_left: number } | undefined>
  hasRecoveryCode(owner: FactorOwner, digest: string): Promise<boolean>
  /** Refused where the user has a factor already. */
  insert(owner: FactorOwner, row: TotpRow, digests: readonly string[], refused: () => Refusal): Step[]
  /** Refused where this or a later step was used, or the factor is not the one that was read. */
  useStep(owner: FactorOwner, row: TotpRow, timeStep: number, refused: () => Refusal): Step
  /** Refused where it was used. */
  useRecoveryCode(owner: FactorOwner, digest: string, refused: () => Refusal): Step
  /** Other recovery codes in place of all that are left. */
  replaceRecovery(owner: FactorOwner, digests: readonly string[]): Step[]
  /** The factor and its recovery codes; with `refused`, only where there is one. */
  remove(owner: FactorOwner, refused?: () => Refusal): Step[]
  /** Seeds as `keys reseal` sees them. */
  readonly sealedSeeds: SealedTable<SealedTotpRow>
}

type Key = [tenant: string, user: string]
type SealedTotpRow = { readonly tenant_id: string; readonly user_id: string; readonly sealed: string }

/** The purpose of seeds in the keyring. */
export const seedPurpose = 'totp-seeds'

const findFactor = statement<Key, TotpRow>(
  'totp-factors.find',
  'select sealed, key_id, last_step, created_at from totp_factors where tenant_id = ? and user_id = ?',
)
const hasFactor = statement<Key, { found: number }>(
  'totp-factors.has',
  'select 1 as found from totp_factors where tenant_id = ? and user_id = ?',
)
const readStatus = statement<Key, { enrolled_at: number; codes_left: number }>(
  'totp-factors.status',
  `select f.created_at as enrolled_at, (select count(*) from recovery_codes r
     where r.tenant_id = f.tenant_id and r.user_id = f.user_id) as codes_left
   from totp_factors f where f.tenant_id = ? and f.user_id = ?`,
)
const insertFactor = statement<[...Key, sealed: string, keyId: string, step: number, at: number]>(
  'totp-factors.insert',
  `insert into totp_factors (tenant_id, user_id, sealed, key_id, last_step, created_at)
   values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
)
const useStep = statement<[step: number, ...Key, enrolledAt: number, step: number]>(
  'totp-factors.use-step',
  `update totp_factors set last_step = ?
   where tenant_id = ? and user_id = ? and created_at = ? and last_step < ?`,
)
const removeFactor = statement<Key>(
  'totp-factors.remove',
  'delete from totp_factors where tenant_id = ? and user_id = ?',
)
const nextKeyId = statement<[after: string], { key_id: string }>(
  'totp-factors.next-key-id',
  'select key_id from totp_factors where key_id > ? order by key_id limit 1',
)
const pageOfOthers = statement<[...Key, keyId: string, limit: number], SealedTotpRow>(
  'totp-factors.page-of-other-secrets',
  `select tenant_id, user_id, sealed from totp_factors
   where (tenant_id, user_id) > (?, ?) and key_id <> ? order by tenant_id, user_id limit ?`,
)
const replaceSeal = statement<[sealed: string, keyId: string, ...Key, old: string]>(
  'totp-factors.replace-seal',
  'update totp_factors set sealed = ?, key_id = ? where tenant_id = ? and user_id = ? and sealed = ?',
)

const findRecovery = statement<[...Key, digest: string], { found: number }>(
  'recovery-codes.find',
  'select 1 as found from recovery_codes where tenant_id = ? and user_id = ? and digest = ?',
)
const insertRecovery = statement<[...Key, digest: string]>(
  'recovery-codes.insert',
  'insert into recovery_codes (tenant_id, user_id, digest) values (?, ?, ?)',
)
const useRecovery = statement<[...Key, digest: string]>(
  'recovery-codes.use',
  'delete from recovery_codes where tenant_id = ? and user_id = ? and digest = ?',
)
const removeRecovery = statement<Key>(
  'recovery-codes.remove-all',
  'delete from recovery_codes where tenant_id = ? and user_id = ?',
)

export function createFactorRows(database: Database): FactorRows {
  return {
    findTotp: (owner) => database.first(findFactor, keyOf(owner)),
    hasTotp: async (owner) => (await database.first(hasFactor, keyOf(owner))) !== undefined,
    status: (owner) => database.first(readStatus, keyOf(owner)),
    hasRecoveryCode: async (owner, digest) =>
      (await database.first(findRecovery, [...keyOf(owner), digest])) !== undefined,
    insert: (owner, { sealed, key_id, last_step, created_at }, digests, refused) => [
      guarded(insertFactor, [...keyOf(owner), sealed, key_id, last_step, created_at], refused),
      ...digests.map((digest) => step(insertRecovery, [...keyOf(owner), digest])),
    ],
    useStep: (owner, { created_at }, timeStep, refused) =>
      guarded(useStep, [timeStep, ...keyOf(owner), created_at, timeStep], refused),
    useRecoveryCode: (owner, digest, refused) => guarded(useRecovery, [...keyOf(owner), digest], refused),
    replaceRecovery: (owner, digests) => [
      step(removeRecovery, keyOf(owner)),
      ...digests.map((digest) => step(insertRecovery, [...keyOf(owner), digest])),
    ],
    remove(owner, refused) {
      const key = keyOf(owner)
      const removal = refused === undefined ? step(removeFactor, key) : guarded(removeFactor, key, refused)
      return [removal, step(removeRecovery, key)]
    },
    sealedSeeds: {
      purpose: seedPurpose,
      page: (after, keyId, limit) =>
        database.all(pageOfOthers, [after?.tenant_id ?? '', after?.user_id ?? '', keyId, limit]),
      contextOf: ({ tenant_id, user_id }) => contextOf(tenant_id, user_id),
      replace: (row, sealed, keyId) =>
        step(replaceSeal, [sealed, keyId, row.tenant_id, row.user_id, row.sealed]),
    },
  }
}

/** A row that is moved to another user or tenant must not open there. */
export function seedContext({ tenantId, userId }: FactorOwner): string {
  return contextOf(tenantId, userId)
}

/** The keys that seeds are sealed under, one look at the index for each. */
export async function listSeedKeyIds(database: Database): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const row = await database.first(nextKeyId, [ids.at(-1) ?? ''])
    if (row === undefined) return ids
    ids.push(row.key_id)
  }
}

function contextOf(tenant: string, user: string): string {
  return JSON.stringify([tenant, user])
}

function keyOf({ tenantId, userId }: FactorOwner): Key {
  return [tenantId, userId]
}
