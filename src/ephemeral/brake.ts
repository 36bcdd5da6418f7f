/** The arithmetic of failure counts: after so many, a wait that doubles; after very many, closed (spec 6, O5). */
import type { BrakePolicy, BrakeState } from './ephemeral-store.ts'

export type BrakeRecord = {
  /** Times of the newest failures, oldest first, at most `policy.failures` of them. */
  readonly times: readonly number[]
  /** How many waits in a row. */
  readonly level: number
  readonly until: number
  /** Failures since the last success. */
  readonly inRow: number
}

export const noFailures: BrakeRecord = { times: [], level: 0, until: 0, inRow: 0 }

const closedTtlMs = 90 * 86_400_000

/** How long a record must be kept to have its effect. */
export function brakeTtlMs(policy: BrakePolicy): number {
  return policy.closeAfter === undefined ? 2 * (policy.windowMs + policy.maxMs) : closedTtlMs
}

/** May a try be made at `now`? */
export function brakeState(record: BrakeRecord, policy: BrakePolicy, now: number): BrakeState {
  if (policy.closeAfter !== undefined && record.inRow >= policy.closeAfter) return { state: 'closed' }
  if (record.until > now) return { state: 'braked', retryAfterMs: record.until - now }
  return { state: 'open' }
}

/** One more failure at `now`. A quiet window after the last failure or wait forgives the waits so far. */
export function countFailure(record: BrakeRecord, policy: BrakePolicy, now: number): BrakeRecord {
  const inChain = record.level > 0 && now - record.until <= policy.windowMs
  const kept = inChain ? record.times : record.times.filter((at) => at > now - policy.windowMs)
  const times = [...kept, now].slice(-policy.failures)
  const inRow = record.inRow + 1
  if (!inChain && times.length < policy.failures) return { times, level: 0, until: 0, inRow }
  const level = inChain ? record.level + 1 : 1
  const waitMs = Math.min(policy.maxMs, policy.baseMs * 2 ** Math.min(level - 1, 40))
  return { times, level, until: now + waitMs, inRow }
}

/** How many more failures start a wait; none where one has begun. */
export function triesLeft({ level, times }: BrakeRecord, { failures }: BrakePolicy): number {
  return level > 0 ? 0 : failures - times.length
}

/** As good as no record, which it is not worth keeping. */
export function holdsNothing({ times, level, inRow }: BrakeRecord): boolean {
  return times.length === 0 && level === 0 && inRow === 0
}

/** Takes the newest failure back, with the wait that it started; the waits before it are not forgiven by that. */
export function takeBackFailure(record: BrakeRecord, now: number): BrakeRecord {
  const level = Math.max(0, record.level - 1)
  return {
    times: record.times.slice(0, -1),
    level,
    until: level === 0 ? 0 : Math.min(record.until, now),
    inRow: Math.max(0, record.inRow - 1),
  }
}
