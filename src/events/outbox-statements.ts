/** The SQL of the outbox. */
import { type Dialect, type Statement, statement } from '../storage/database.ts'

export type ClaimedRow = {
  readonly event_id: string
  readonly attempts: number
  readonly type: string
  readonly tenant_id: string
  readonly at: number
  readonly data: string
}

export type ListedRow = {
  readonly event_id: string
  readonly type: string
  readonly at: number
  readonly state: string
  readonly attempts: number
  readonly due_at: number
  readonly result: string | null
  readonly tried_at: number | null
}

/** Asks each subscriber for one row by index: those who are paused may have many that are due. */
export const findDue = statement<[now: number], { readonly id: string }>(
  'outbox.due',
  `select id from event_subscribers s where paused_at is null and exists (
     select 1 from event_deliveries d where d.subscriber_id = s.id and d.state = 'pending' and d.due_at <= ?)`,
)

type Claim = [string, leaseEnd: number, now: number, string, now: number, string, now: number, limit: number]

const claiming = `update event_deliveries set claim = ?, due_at = ?, tried_at = ?, attempts = attempts + 1
   where subscriber_id = ? and state = 'pending' and due_at <= ? and event_id in (
     select event_id from event_deliveries where subscriber_id = ? and state = 'pending' and due_at <= ?
     order by due_at limit ?`

/** In PostgreSQL those that nobody else is claiming, so that nobody takes away what another was about to get. */
export const claimDue: Readonly<Record<Dialect, Statement<Claim, never>>> = {
  sqlite: statement('outbox.claim', `${claiming})`),
  postgres: statement('outbox.claim', `${claiming} for update skip locked)`),
}

export const readClaimed = statement<[claim: string], ClaimedRow>(
  'outbox.claimed',
  `select d.event_id, d.attempts, e.type, e.tenant_id, e.at, e.data
   from event_deliveries d join events e on e.id = d.event_id where d.claim = ?`,
)

export const settle = statement<[string, dueAt: number, result: string, string, string, claim: string]>(
  'outbox.settle',
  `update event_deliveries set state = ?, due_at = ?, result = ?, claim = null
   where subscriber_id = ? and event_id = ? and claim = ?`,
)

export const markWorking = statement<[id: string]>(
  'outbox.working',
  'update event_subscribers set failing_since = null where id = ? and failing_since is not null',
)

export const markFailing = statement<[now: number, id: string]>(
  'outbox.failing',
  'update event_subscribers set failing_since = ? where id = ? and failing_since is null',
)

export const listDeliveries = statement<[string, string | null, string | null, limit: number], ListedRow>(
  'outbox.list',
  `select d.event_id, e.type, e.at, d.state, d.attempts, d.due_at, d.result, d.tried_at
   from event_deliveries d join events e on e.id = d.event_id
   where d.subscriber_id = ? and (cast(? as text) is null or d.state = ?)
   order by e.at desc, d.event_id desc limit ?`,
)

export const countOne = statement<[subscriber: string, event: string], { readonly count: number }>(
  'outbox.count-one',
  `select 1 as count from event_subscribers s join events e on e.tenant_id = s.tenant_id
   where s.id = ? and e.id = ?`,
)

const dueAgain = `on conflict (subscriber_id, event_id) do update
   set state = 'pending', attempts = 0, due_at = excluded.due_at, claim = null`

export const replayOne = statement<[now: number, subscriber: string, event: string]>(
  'outbox.replay-one',
  `insert into event_deliveries (subscriber_id, event_id, state, attempts, due_at)
   select s.id, e.id, 'pending', 0, cast(? as bigint)
   from event_subscribers s join events e on e.tenant_id = s.tenant_id
   where s.id = ? and e.id = ? ${dueAgain}`,
)

const heardSince = `from event_subscribers s join events e on e.tenant_id = s.tenant_id
   left join event_deliveries d on d.subscriber_id = s.id and d.event_id = e.id
   where s.id = ? and e.at >= ? and (s.types = '*' or ' ' || s.types || ' ' like '% ' || e.type || ' %')
   and (cast(? as integer) = 0 or d.state = 'failed')`

export const countSince = statement<
  readonly [subscriber: string, since: number, onlyFailed: number],
  { readonly count: number }
>('outbox.count-since', `select count(*) as count ${heardSince}`)

export const replaySince = statement<[now: number, subscriber: string, since: number, onlyFailed: number]>(
  'outbox.replay-since',
  `insert into event_deliveries (subscriber_id, event_id, state, attempts, due_at)
   select s.id, e.id, 'pending', 0, cast(? as bigint) ${heardSince} ${dueAgain}`,
)

/** The rows of one batch; both deletions go up to the last of them, whoever else prunes meanwhile. */
export const findOldest = statement<
  [before: number, batch: number],
  { readonly at: number; readonly id: string }
>('outbox.oldest', 'select at, id from events where at < ? order by at, id limit ?')

export const pruneDeliveries = statement<[at: number, id: string]>(
  'outbox.prune-deliveries',
  'delete from event_deliveries where event_id in (select id from events where (at, id) <= (?, ?))',
)

export const pruneEvents = statement<[at: number, id: string]>(
  'outbox.prune-events',
  'delete from events where (at, id) <= (?, ?)',
)
