/** The numbers of many users at once: for operators and exports. */
import type { TenantId, UserId } from '../../base/ids.ts'
import type { E164 } from '../../base/phone-number.ts'
import type { QueryDatabase } from '../../storage/query-database.ts'

export type ListedPhoneBinding = {
  readonly userId: UserId
  readonly loginType: string
  readonly phone: E164
  /** Epoch milliseconds. */
  readonly boundAt: number
}

export async function listPhoneBindings(
  database: QueryDatabase,
  tenantId: TenantId,
  userIds: readonly UserId[],
): Promise<ListedPhoneBinding[]> {
  if (userIds.length === 0) return []
  const kysely = await database.kysely()
  const rows = await kysely
    .selectFrom('phone_bindings')
    .select(['user_id as userId', 'login_type as loginType', 'phone', 'bound_at as boundAt'])
    .where('tenant_id', '=', tenantId)
    .where('user_id', 'in', [...userIds])
    // Always so. Without it SQLite goes through the bindings of the whole tenant.
    .where('login_type', '>=', '')
    .orderBy('user_id')
    .orderBy('bound_at')
    .orderBy('login_type')
    .execute()
  return rows as ListedPhoneBinding[]
}
