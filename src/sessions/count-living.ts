import type { TenantId } from '../base/ids.ts'
import { type Database, statement } from '../storage/database.ts'

/** So many sessions are looked at: a number for a page is not worth reading a million. */
export const mostCounted = 10_000

const count = statement<[tenant: string, now: number, now: number], { readonly living: number }>(
  'sessions.count-living',
  `select count(*) as living from (
     select expires_at, last_seen_at, idle_ms from sessions where tenant_id = ? limit ${mostCounted}) looked
   where expires_at > ? and idle_ms > 0 and last_seen_at + idle_ms > ?`,
)

/** Living sessions of a tenant among `mostCounted` of its rows. */
export async function countLiving(database: Database, tenantId: TenantId, now: number): Promise<number> {
  return (await database.first(count, [tenantId, now, now]))?.living ?? 0
}
