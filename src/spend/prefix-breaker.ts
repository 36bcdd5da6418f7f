/**
 * The conversion breaker (spec 4, rule 6): where messages to a prefix of numbers lead to no logins, somebody is pumping
 * them, and the prefix is closed for a while. It is judged by whole slots of counts, once in each, by the first message
 * after the slot; all processes judge by the same counts.
 */
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import { Refusal, refuse } from '../base/refusal.ts'
import type { Events } from '../events/events.ts'
import { type PrefixCounts, type PrefixPolicy, shouldClose } from '../limits/prefix-policy.ts'
import { type Database, guarded, type SqlValue, type Step, statement } from '../storage/database.ts'
import { type MessageCounts, slotMs } from './message-counts.ts'

export type NumberPrefix = {
  readonly tenantId: TenantId
  /** Calling code and next 3 digits: `+86138`. */
  readonly prefix: string
  readonly country: string
}

export interface PrefixBreaker {
  /** Milliseconds for which the prefix is closed to strangers; 0 where it is open. */
  closedFor(of: NumberPrefix, policy: PrefixPolicy, codeTtlMs: number): Promise<number>
  /**
   * Opens a prefix before its time, with `also` in one transaction; other processes learn of it within a slot. Refused
   * as `API_PARAMS_ERROR` where it is not closed.
   */
  reopen(of: Pick<NumberPrefix, 'tenantId' | 'prefix'>, also?: readonly Step[]): Promise<void>
}

const hourMs = 3_600_000
const historyMs = 7 * 24 * hourMs
/** How long counts are of use. */
export const countsLiveMs = historyMs + 24 * hourMs

const readCounts = statement<SqlValue[], PrefixCounts>(
  'prefix-breaker.counts',
  `select ${['late', 'before', 'history']
    .flatMap((part) => ['sent', 'proven'].map((fate) => [part, fate] as const))
    .map(
      ([part, fate]) => `coalesce(sum(case when at >= ? and at < ? then ${fate} end), 0) as ${part}_${fate}`,
    )
    .join(', ')}
   from message_counts where tenant_id = ? and prefix = ? and at >= ?`,
)
const readClosure = statement<[tenant: string, prefix: string], { readonly until: number }>(
  'prefix-breaker.closure',
  'select until from closed_prefixes where tenant_id = ? and prefix = ?',
)
const close = statement<
  [tenant: string, prefix: string, country: string, at: number, until: number, now: number]
>(
  'prefix-breaker.close',
  `insert into closed_prefixes (tenant_id, prefix, country, closed_at, until) values (?, ?, ?, ?, ?)
   on conflict (tenant_id, prefix) do update set country = excluded.country, closed_at = excluded.closed_at,
     until = excluded.until where closed_prefixes.until <= ?`,
)
const open = statement<[now: number, tenant: string, prefix: string, now: number]>(
  'prefix-breaker.open',
  'update closed_prefixes set until = ? where tenant_id = ? and prefix = ? and until > ?',
)

type BreakerDependencies = {
  readonly database: Database
  readonly clock: Clock
  readonly counts: Pick<MessageCounts, 'flush'>
  readonly events: Pick<Events, 'steps'>
}

type Verdict = { readonly slot: number; readonly until: Promise<number> }

const notClosed = () => refuse('API_PARAMS_ERROR', { arguments: { prefix: 'is not closed' } })
/** Never seen outside: another process was first. */
const closedByAnother = () => new Refusal('CLOSED_BY_ANOTHER')
const mostVerdicts = 20_000

export function createPrefixBreaker({ database, clock, counts, events }: BreakerDependencies): PrefixBreaker {
  const verdicts = new Map<string, Verdict>()

  async function judge(of: NumberPrefix, policy: PrefixPolicy, end: number): Promise<number> {
    await counts.flush()
    const closure = await database.first(readClosure, [of.tenantId, of.prefix])
    const until = closure?.until ?? 0
    if (until > clock.now()) return until
    const found = await countsBefore(of, end, Math.ceil(until / slotMs) * slotMs)
    return shouldClose(found, policy) ? closeNow(of, policy, found) : 0
  }

  /** What was sent before the prefix was last opened again has been judged. */
  async function countsBefore(of: NumberPrefix, end: number, reopened: number): Promise<PrefixCounts> {
    const late = Math.max(end - hourMs, reopened)
    const before = Math.max(end - 2 * hourMs, reopened)
    const history = end - historyMs
    const ranges = [late, end, late, end, before, late, before, late, history, before, history, before]
    const found = await database.first(readCounts, [...ranges, of.tenantId, of.prefix, history])
    // Sums of PostgreSQL are of a type that comes as text.
    return Object.fromEntries(
      Object.entries(found ?? {}).map(([name, sum]) => [name, Number(sum)]),
    ) as PrefixCounts
  }

  async function closeNow(of: NumberPrefix, policy: PrefixPolicy, found: PrefixCounts): Promise<number> {
    const { tenantId, prefix, country } = of
    const now = clock.now()
    const until = now + policy.closedFor * 1000
    const data = {
      prefix: prefix.slice(1),
      country,
      sent: found.late_sent,
      right: found.late_proven,
      until,
    }
    try {
      await database.commit([
        guarded(close, [tenantId, prefix, country, now, until, now], closedByAnother),
        ...events.steps(tenantId, { type: 'sms.prefix.closed', data }),
      ])
      return until
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== closedByAnother().code) throw error
      return (await database.first(readClosure, [tenantId, prefix]))?.until ?? 0
    }
  }

  return {
    async closedFor(of, policy, codeTtlMs) {
      const key = `${of.tenantId}\0${of.prefix}`
      const slot = Math.floor((clock.now() - codeTtlMs) / slotMs)
      let verdict = verdicts.get(key)
      if (verdict?.slot !== slot) {
        if (verdicts.size >= mostVerdicts) verdicts.delete(verdicts.keys().next().value ?? '')
        verdict = { slot, until: judge(of, policy, slot * slotMs) }
        verdicts.set(key, verdict)
        verdict.until.catch(() => verdicts.delete(key))
      }
      return Math.max(0, (await verdict.until) - clock.now())
    },
    async reopen({ tenantId, prefix }, also = []) {
      const now = clock.now()
      await database.commit([guarded(open, [now, tenantId, prefix, now], notClosed), ...also])
      verdicts.delete(`${tenantId}\0${prefix}`)
    },
  }
}
