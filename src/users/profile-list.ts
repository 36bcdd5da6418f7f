/** Reads profiles for lists and exports, which are no part of a login. */
import type { TenantId, UserId } from '../base/ids.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
import type { Profile } from './profile-store.ts'

/** Of those of the users who have one. */
export async function listProfiles(
  database: QueryDatabase,
  tenantId: TenantId,
  userIds: readonly UserId[],
): Promise<ReadonlyMap<UserId, Profile>> {
  if (userIds.length === 0) return new Map()
  const kysely = await database.kysely()
  const rows = await kysely
    .selectFrom('user_profiles')
    .select(['user_id', 'fields'])
    .where('tenant_id', '=', tenantId)
    .where('user_id', 'in', [...userIds])
    .execute()
  const read = ({ user_id, fields }: (typeof rows)[number]) =>
    [user_id as UserId, JSON.parse(String(fields)) as Profile] as const
  return new Map(rows.map(read))
}
