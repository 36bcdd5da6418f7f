/** The rows of endpoints, each with its subscription. */
import type { TenantId } from '../base/ids.ts'
import type { EventType } from '../events/event-list.ts'
import { everyType } from '../events/events.ts'
import { subscribe, unsubscribe } from '../events/subscribers.ts'
import { type Database, type Step, statement, step } from '../storage/database.ts'

export type Endpoint = {
  readonly id: string
  readonly tenantId: TenantId
  readonly url: string
}

export type ListedEndpoint = Endpoint & {
  /** Empty for all. */
  readonly types: readonly string[]
  readonly createdAt: number
  /** Since then nothing got through, epoch milliseconds. */
  readonly failingSince: number | undefined
  readonly pausedAt: number | undefined
  /** How many events wait for it. */
  readonly waiting: number
}

type Row = { readonly id: string; readonly tenant_id: string; readonly url: string }
type ListedRow = Row & {
  readonly types: string
  readonly created_at: number
  readonly failing_since: number | null
  readonly paused_at: number | null
  readonly waiting: number
}

const insert = statement<[id: string, tenant: string, url: string]>(
  'webhooks.insert',
  'insert into webhook_endpoints (id, tenant_id, url) values (?, ?, ?)',
)
const remove = statement<[id: string]>('webhooks.remove', 'delete from webhook_endpoints where id = ?')
const find = statement<[id: string], Row>(
  'webhooks.find',
  'select id, tenant_id, url from webhook_endpoints where id = ?',
)
const list = statement<[tenant: string], ListedRow>(
  'webhooks.list',
  `select w.id, w.tenant_id, w.url, s.types, s.created_at, s.failing_since, s.paused_at,
     (select count(*) from event_deliveries d where d.subscriber_id = w.id and d.state = 'pending') as waiting
   from webhook_endpoints w join event_subscribers s on s.id = w.id
   where w.tenant_id = ? order by s.created_at, w.id`,
)

export interface EndpointStore {
  find(id: string): Promise<Endpoint | undefined>
  list(tenantId: TenantId): Promise<ListedEndpoint[]>
  insert(endpoint: Endpoint, types: readonly EventType[], now: number): Step[]
  remove(id: string): Step[]
}

export function createEndpointStore(database: Database): EndpointStore {
  return {
    async find(id) {
      const row = await database.first(find, [id])
      return row && toEndpoint(row)
    },
    list: async (tenantId) => (await database.all(list, [tenantId])).map(toListed),
    insert: ({ id, tenantId, url }, types, now) => [
      step(insert, [id, tenantId, url]),
      subscribe({ id, tenantId, types }, now),
    ],
    remove: (id) => [...unsubscribe(id), step(remove, [id])],
  }
}

function toEndpoint({ id, tenant_id, url }: Row): Endpoint {
  return { id, tenantId: tenant_id as TenantId, url }
}

function toListed(row: ListedRow): ListedEndpoint {
  return {
    ...toEndpoint(row),
    types: row.types === everyType ? [] : row.types.split(' '),
    createdAt: row.created_at,
    failingSince: row.failing_since ?? undefined,
    pausedAt: row.paused_at ?? undefined,
    waiting: row.waiting,
  }
}
