/**
 * What lets someone in only once, such as an invitation: spent in the transaction that makes the user, so of many
 * who come with it at the same time one gets in, and a registration that fails leaves it unspent.
 */
import type { TenantId } from '../base/ids.ts'
import type { Refusal } from '../base/refusal.ts'
import { guarded, type Step, statement } from '../storage/database.ts'

export type SingleUse = {
  /** What must not be used twice in this login type. It is kept for good, so a secret comes here as its digest. */
  readonly key: string
  /** The answer to everyone who comes later. */
  readonly otherwise: () => Refusal
}

const insertUse = statement<[tenant: string, loginType: string, key: string, at: number]>(
  'single-uses.insert',
  'insert into single_uses (tenant_id, login_type, use_key, used_at) values (?, ?, ?, ?) on conflict do nothing',
)

export function spendOnce(
  { tenantId, loginType }: { readonly tenantId: TenantId; readonly loginType: string },
  { key, otherwise }: SingleUse,
  now: number,
): Step {
  return guarded(insertUse, [tenantId, loginType, key, now], otherwise)
}
