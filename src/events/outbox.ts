/**
 * What is still to be delivered to whom. A delivery is claimed for a while by one process; where that process dies it
 * is due again afterwards, so everything is delivered at least once.
 */
import type { TenantId } from '../base/ids.ts'
import { randomToken } from '../base/random-id.ts'
import { type Database, type Step, step } from '../storage/database.ts'
import * as sql from './outbox-statements.ts'

export type Delivery = {
  readonly eventId: string
  readonly type: string
  readonly tenantId: TenantId
  /** Of the fact, epoch milliseconds. */
  readonly at: number
  /** JSON. */
  readonly data: string
  /** With this one. */
  readonly attempts: number
}

export type ClaimedDelivery = Delivery & { readonly subscriberId: string; readonly claim: string }

export type DeliveryState = 'pending' | 'delivered' | 'failed'

export type ListedDelivery = {
  readonly eventId: string
  readonly type: string
  readonly at: number
  readonly state: DeliveryState
  readonly attempts: number
  /** Of a pending one. */
  readonly dueAt: number
  /** What came of the last attempt, such as `204` or `TIMEOUT`. */
  readonly result: string | undefined
  readonly triedAt: number | undefined
}

/** What came of an attempt: a short code, never what the other side wrote. */
export type Settled = { readonly result: string } & (
  | { readonly state: 'delivered' | 'failed' }
  | { readonly state: 'pending'; readonly dueAt: number }
)

export interface Outbox {
  /** Who has something that is due, and is not paused. */
  dueSubscribers(now: number): Promise<string[]>
  /** Up to `limit` deliveries that nobody else gets within `leaseMs`. */
  claim(
    subscriberId: string,
    now: number,
    lease: { limit: number; leaseMs: number },
  ): Promise<ClaimedDelivery[]>
  /** Changes nothing where the claim is lost. */
  settle(claimed: ClaimedDelivery, settled: Settled, now: number): Promise<void>
  /** Newest first. */
  list(subscriberId: string, state: DeliveryState | undefined, limit: number): Promise<ListedDelivery[]>
  /** Makes an event of the subscriber's tenant due again; the count is 0 where there is none. */
  replayOne(subscriberId: string, eventId: string, now: number): Promise<number>
  /** Makes all that the subscriber hears of from `since` on due again, or only what failed. */
  replaySince(subscriberId: string, since: number, onlyFailed: boolean, now: number): Promise<number>
  /** Removes the oldest `batch` events from before `before` (epoch ms), delivered or not; the count. */
  prune(before: number, batch: number): Promise<number>
}

export function createOutbox(database: Database): Outbox {
  return {
    dueSubscribers: async (now) => (await database.all(sql.findDue, [now])).map(({ id }) => id),

    async claim(subscriberId, now, { limit, leaseMs }) {
      const claim = randomToken(24)
      const which = [subscriberId, now] as const
      await database.commit([
        step(sql.claimDue[database.dialect], [claim, now + leaseMs, now, ...which, ...which, limit]),
      ])
      const rows = await database.all(sql.readClaimed, [claim])
      return rows.map((row) => ({ ...toDelivery(row), subscriberId, claim }))
    },

    settle: (claimed, settled, now) => database.commit(settlingSteps(claimed, settled, now)),

    async list(subscriberId, state, limit) {
      const rows = await database.all(sql.listDeliveries, [subscriberId, state ?? null, state ?? null, limit])
      return rows.map(toListed)
    },

    async replayOne(subscriberId, eventId, now) {
      const found = await database.all(sql.countOne, [subscriberId, eventId])
      if (found[0]?.count === 1) await database.commit([step(sql.replayOne, [now, subscriberId, eventId])])
      return found[0]?.count ?? 0
    },

    async replaySince(subscriberId, since, onlyFailed, now) {
      const which = [subscriberId, since, onlyFailed ? 1 : 0] as const
      const [found] = await database.all(sql.countSince, which)
      await database.commit([step(sql.replaySince, [now, ...which])])
      return found?.count ?? 0
    },

    async prune(before, batch) {
      const rows = await database.all(sql.findOldest, [before, batch])
      const last = rows.at(-1)
      if (last === undefined) return 0
      const upTo = [last.at, last.id] as const
      await database.commit([step(sql.pruneDeliveries, [...upTo]), step(sql.pruneEvents, [...upTo])])
      return rows.length
    },
  }
}

function settlingSteps(
  { subscriberId, eventId, claim }: ClaimedDelivery,
  settled: Settled,
  now: number,
): Step[] {
  const { state, result } = settled
  const dueAt = state === 'pending' ? settled.dueAt : now
  return [
    step(sql.settle, [state, dueAt, result, subscriberId, eventId, claim]),
    state === 'delivered'
      ? step(sql.markWorking, [subscriberId])
      : step(sql.markFailing, [now, subscriberId]),
  ]
}

function toDelivery(row: sql.ClaimedRow): Delivery {
  return {
    eventId: row.event_id,
    type: row.type,
    tenantId: row.tenant_id as TenantId,
    at: row.at,
    data: row.data,
    attempts: row.attempts,
  }
}

function toListed(row: sql.ListedRow): ListedDelivery {
  return {
    eventId: row.event_id,
    type: row.type,
    at: row.at,
    state: row.state as DeliveryState,
    attempts: row.attempts,
    dueAt: row.due_at,
    result: row.result ?? undefined,
    triedAt: row.tried_at ?? undefined,
  }
}
