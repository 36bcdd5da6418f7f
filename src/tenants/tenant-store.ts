/** The tenants' table. A tenant that a client's configuration names needs no row before it is closed. */
import type { TenantId } from '../base/ids.ts'
import type { Refusal } from '../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'
import type { TenantRow } from './tenant.ts'

const columns = 'id, title, state, created_at, closed_at'

const findTenant = statement<[id: string], TenantRow>(
  'tenants.find',
  `select ${columns} from tenants where id = ?`,
)
const listTenants = statement<[], TenantRow>('tenants.list', `select ${columns} from tenants order by id`)
const insertTenant = statement<[id: string, title: string, createdAt: number]>(
  'tenants.insert',
  `insert into tenants (id, title, state, created_at) values (?, ?, 'active', ?)`,
)
const closeTenant = statement<[id: string, title: string, createdAt: number, closedAt: number]>(
  'tenants.close',
  `insert into tenants (id, title, state, created_at, closed_at) values (?, ?, 'closed', ?, ?)
   on conflict (id) do update set state = 'closed', closed_at = coalesce(tenants.closed_at, excluded.closed_at)`,
)

/** A condition of SQL, for statements of other rooms: the tenant of the column or parameter `of` is not closed. */
export function tenantIsOpen(of: string): string {
  return `not exists (select 1 from tenants t where t.id = ${of} and t.state = 'closed')`
}

export interface TenantStore {
  find(id: TenantId): Promise<TenantRow | undefined>
  /** All, by id. */
  list(): Promise<TenantRow[]>
  /** As a step; `taken` where there is a row of this id. */
  insert(tenant: Pick<TenantRow, 'id' | 'title'>, now: number, taken: () => Refusal): Step
  /** As a step, for good: there is no way back. Nothing happens to one that is closed. */
  close(tenant: Pick<TenantRow, 'id' | 'title'>, now: number): Step
}

export function createTenantStore(database: Database): TenantStore {
  return {
    find: (id) => database.first(findTenant, [id]),
    list: () => database.all(listTenants, []),
    insert: ({ id, title }, now, taken) => guarded(insertTenant, [id, title, now], taken),
    close: ({ id, title }, now) => step(closeTenant, [id, title, now, now]),
  }
}
