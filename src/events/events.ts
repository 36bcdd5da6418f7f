/**
 * Tells those who subscribed of what happened. An event is written in the transaction of its fact, and only where
 * somebody of the tenant hears of it: else it costs a look into a map.
 */
import type { Clock } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import type { TenantId } from '../base/ids.ts'
import { orderedToken } from '../base/random-id.ts'
import { type Database, type Step, statement, step } from '../storage/database.ts'
import type { LatchkeyEvent } from './event-list.ts'

/** All events of the tenant. */
export const everyType = '*'

export interface Events {
  /** The event as steps of the transaction that it tells of; none where nobody hears of it. */
  steps(tenantId: TenantId, event: LatchkeyEvent): Step[]
  /**
   * Raises an event of a fact that no transaction holds; written within a tenth of a second. Facts of one `onceKey`
   * (an element and a day, …) are one event, however many processes raise it.
   */
  raise(tenantId: TenantId, event: LatchkeyEvent, onceKey?: string): void
  /** Learns who subscribes to what, which other processes change. */
  refresh(): Promise<void>
  /** As of the last `refresh`. */
  isAnybodyListening(): boolean
  /** Writes what was raised, and waits for what is being written. */
  flush(): Promise<void>
}

export type EventDependencies = {
  readonly database: Database
  readonly clock: Clock
  /** Told when raised events could not be written. */
  readonly onLoss: (error: unknown, events: number) => void
}

const findTypes = statement<[], { readonly tenant_id: string; readonly types: string }>(
  'events.types',
  'select tenant_id, types from event_subscribers',
)

const insertEvent = statement<[id: string, tenant: string, type: string, at: number, data: string]>(
  'events.insert',
  'insert into events (id, tenant_id, type, at, data) values (?, ?, ?, ?, ?) on conflict (id) do nothing',
)

const insertDeliveries = statement<[event: string, dueAt: number, tenant: string, pattern: string]>(
  'events.insert-deliveries',
  `insert into event_deliveries (subscriber_id, event_id, state, attempts, due_at)
   select id, cast(? as text), 'pending', 0, cast(? as bigint) from event_subscribers
   where tenant_id = ? and (types = '*' or ' ' || types || ' ' like ?)
   on conflict (subscriber_id, event_id) do nothing`,
)

const idLength = 24
const flushAfterMs = 50

export function createEvents({ database, clock, onLoss }: EventDependencies): Events {
  let heard: ReadonlyMap<string, ReadonlySet<string>> = new Map()
  let raised: Step[] = []
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  function isHeard(tenantId: TenantId, type: string): boolean {
    const types = heard.get(tenantId)
    return types !== undefined && (types.has(everyType) || types.has(type))
  }

  function steps(tenantId: TenantId, { type, data }: LatchkeyEvent, onceKey?: string): Step[] {
    if (!isHeard(tenantId, type)) return []
    const now = clock.now()
    const token =
      onceKey === undefined ? orderedToken(now, idLength) : sha256(`${tenantId} ${type} ${onceKey}`)
    const id = `evt_${token}`
    return [
      step(insertEvent, [id, tenantId, type, now, JSON.stringify(data)]),
      step(insertDeliveries, [id, now, tenantId, `% ${type} %`]),
    ]
  }

  async function write(written: readonly Step[]): Promise<void> {
    await database.commit(written).catch((error: unknown) => onLoss(error, written.length / 2))
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const taken = raised
    raised = []
    if (taken.length > 0) writing = Promise.all([writing, write(taken)]).then(() => undefined)
    await writing
  }

  return {
    steps: (tenantId, event) => steps(tenantId, event),
    raise(tenantId, event, onceKey) {
      const written = steps(tenantId, event, onceKey)
      if (written.length === 0) return
      raised.push(...written)
      timer ??= setTimeout(flush, flushAfterMs).unref()
    },
    async refresh() {
      heard = typesByTenant(await database.all(findTypes, []))
    },
    isAnybodyListening: () => heard.size > 0,
    flush,
  }
}

function typesByTenant(rows: readonly { readonly tenant_id: string; readonly types: string }[]) {
  const byTenant = new Map<string, Set<string>>()
  for (const { tenant_id, types } of rows) {
    const known = byTenant.get(tenant_id) ?? new Set()
    for (const type of types.split(' ')) known.add(type)
    byTenant.set(tenant_id, known)
  }
  return byTenant
}
