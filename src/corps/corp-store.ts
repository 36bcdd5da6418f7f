/** Who belongs to which organisation. The organisations themselves are elements. */
import type { TenantId, UserId } from '../base/ids.ts'
import { type Database, type Step, statement, step } from '../storage/database.ts'

export type Corp = { readonly corpId: string; readonly corpName: string; readonly allowJoin: boolean }

export type CorpListItem = { readonly corpId: string; readonly corpName: string }

const listMemberships = statement<[tenant: string, user: string], { corp_id: string }>(
  'corps.list',
  'select corp_id from corp_members where tenant_id = ? and user_id = ?',
)
const insertMembership = statement<[tenant: string, user: string, corp: string, at: number]>(
  'corps.join',
  `insert into corp_members (tenant_id, user_id, corp_id, joined_at) values (?, ?, ?, ?)
   on conflict do nothing`,
)
const leaveAll = statement<[tenant: string, user: string]>(
  'corps.leave-all',
  'delete from corp_members where tenant_id = ? and user_id = ?',
)

export interface CorpStore {
  /** Organisations of a user, in the order of the elements; memberships of removed elements are left out. */
  listFor(tenantId: TenantId, userId: UserId): Promise<CorpListItem[]>
  /** What a new user joins at once. */
  openCorps(): CorpListItem[]
  join(tenantId: TenantId, userId: UserId, corps: readonly CorpListItem[], now: number): Step[]
  leaveAll(tenantId: TenantId, userId: UserId): Step
}

/** `corps` gives the organisations that the app has at this moment. */
export function createCorpStore(database: Database, corps: () => readonly Corp[]): CorpStore {
  return {
    async listFor(tenantId, userId) {
      if (corps().length === 0) return []
      const rows = await database.all(listMemberships, [tenantId, userId])
      const joined = new Set(rows.map(({ corp_id }) => corp_id))
      return corps()
        .filter(({ corpId }) => joined.has(corpId))
        .map(toListItem)
    },
    openCorps: () =>
      corps()
        .filter(({ allowJoin }) => allowJoin)
        .map(toListItem),
    join: (tenantId, userId, list, now) =>
      list.map(({ corpId }) => step(insertMembership, [tenantId, userId, corpId, now])),
    leaveAll: (tenantId, userId) => step(leaveAll, [tenantId, userId]),
  }
}

function toListItem({ corpId, corpName }: Corp): CorpListItem {
  return { corpId, corpName }
}
