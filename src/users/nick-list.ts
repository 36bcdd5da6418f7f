/** What users are called, for lists of other things. */
import type { TenantId, UserId } from '../base/ids.ts'
import type { QueryDatabase } from '../storage/query-database.ts'

/** Of those who are there. */
export async function listNicks(
  database: QueryDatabase,
  tenantId: TenantId,
  userIds: readonly UserId[],
): Promise<ReadonlyMap<string, string>> {
  if (userIds.length === 0) return new Map()
  const kysely = await database.kysely()
  const rows = await kysely
    .selectFrom('users')
    .select(['id', 'nick'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...new Set(userIds)])
    .execute()
  return new Map(rows.map(({ id, nick }) => [String(id), String(nick)]))
}
