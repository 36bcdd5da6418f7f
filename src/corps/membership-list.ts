/** Who is in which organisation, for many users at once: for operators and exports. */
import type { TenantId, UserId } from '../base/ids.ts'
import type { QueryDatabase } from '../storage/query-database.ts'

export type Membership = { readonly userId: UserId; readonly corpId: string }

/** Memberships of organisations that the app does not have any more are among them. */
export async function listMemberships(
  database: QueryDatabase,
  tenantId: TenantId,
  userIds: readonly UserId[],
): Promise<Membership[]> {
  if (userIds.length === 0) return []
  const kysely = await database.kysely()
  const rows = await kysely
    .selectFrom('corp_members')
    .select(['user_id as userId', 'corp_id as corpId'])
    .where('tenant_id', '=', tenantId)
    .where('user_id', 'in', [...userIds])
    .orderBy('user_id')
    .orderBy('joined_at')
    .orderBy('corp_id')
    .execute()
  return rows as Membership[]
}
