/** Who hears of which events, as rows of the outbox: the id is that of whoever delivers to them. */
import type { TenantId } from '../base/ids.ts'
import { refuse } from '../base/refusal.ts'
import { guarded, type Step, statement, step } from '../storage/database.ts'
import type { EventType } from './event-list.ts'
import { everyType } from './events.ts'

export type Subscription = {
  readonly id: string
  readonly tenantId: TenantId
  /** Empty for all of them, those to come included. */
  readonly types: readonly EventType[]
}

const insert = statement<[id: string, tenant: string, types: string, now: number]>(
  'events.subscribe',
  'insert into event_subscribers (id, tenant_id, types, created_at) values (?, ?, ?, ?)',
)
const remove = statement<[id: string]>('events.unsubscribe', 'delete from event_subscribers where id = ?')
const removeDeliveries = statement<[id: string]>(
  'events.drop-deliveries',
  'delete from event_deliveries where subscriber_id = ?',
)

/** Processes that run hear of it when they refresh. */
export function subscribe({ id, tenantId, types }: Subscription, now: number): Step {
  return step(insert, [id, tenantId, types.join(' ') || everyType, now])
}

/** With all that was still to be delivered. */
export function unsubscribe(id: string): Step[] {
  return [step(removeDeliveries, [id]), step(remove, [id])]
}

const pauseOne = statement<[now: number, id: string]>(
  'events.pause',
  'update event_subscribers set paused_at = ? where id = ? and paused_at is null',
)
const pauseFailing = statement<[now: number, id: string, since: number]>(
  'events.pause-failing',
  'update event_subscribers set paused_at = ? where id = ? and paused_at is null and failing_since <= ?',
)
const resumeOne = statement<[id: string]>(
  'events.resume',
  'update event_subscribers set paused_at = null, failing_since = null where id = ? and paused_at is not null',
)

/** Nothing is delivered until it is resumed; what happens meanwhile waits. Refused as `API_PARAMS_ERROR` where it is paused. */
export function pause(id: string, now: number): Step {
  return guarded(pauseOne, [now, id], () => notSo('is paused already, or not there'))
}

/** As `pause`, only where every attempt has failed since `since` (epoch ms) at the latest. */
export function pauseWhereFailing(id: string, now: number, since: number): Step {
  return guarded(pauseFailing, [now, id, since], () => notSo('is not failing for that long'))
}

/** What waited is due at once. Refused as `API_PARAMS_ERROR` where it is not paused. */
export function resume(id: string): Step {
  return guarded(resumeOne, [id], () => notSo('is not paused'))
}

function notSo(reason: string) {
  return refuse('API_PARAMS_ERROR', { arguments: { id: reason } })
}
