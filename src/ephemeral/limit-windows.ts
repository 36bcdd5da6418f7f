/**
 * The arithmetic of limits: sliding windows that never let more than `max` events into any `ms` milliseconds.
 * Up to 20 events are kept one by one, so a place is free again at the exact millisecond; above that they are
 * packed into twentieths of the window and counted until the end of theirs.
 */
import type { LimitWindow } from './ephemeral-store.ts'

/** Pairs of time and count, oldest first: `[at, count, at, count, …]`. */
export type WindowLog = readonly number[]

const slots = 20

/** What is still inside the window at `now`. */
export function keepCurrent(log: WindowLog, window: LimitWindow, now: number): number[] {
  let from = 0
  while (from < log.length && (log[from] as number) + window.ms <= now) from += 2
  return log.slice(from)
}

/** Milliseconds until one more event fits: 0 when it fits now. `log` holds only what is current. */
export function waitFor(log: WindowLog, window: LimitWindow, now: number): number {
  let over = 1 - window.max
  for (let i = 1; i < log.length; i += 2) over += log[i] as number
  for (let i = 0; i < log.length; i += 2) {
    if (over <= 0) return 0
    over -= log[i + 1] as number
    if (over <= 0) return (log[i] as number) + window.ms - now
  }
  return over <= 0 ? 0 : window.ms
}

/** Counts one event at `now` into a log that holds only what is current. */
export function countEvent(log: number[], window: LimitWindow, now: number): void {
  const grain = window.max <= slots ? 1 : Math.ceil(window.ms / slots)
  const at = Math.ceil(now / grain) * grain
  const last = log.length - 2
  if (log[last] === at) log[last + 1] = (log[last + 1] as number) + 1
  else log.push(at, 1)
}

/** How many events a current log holds, where the window wants to tell of so many. */
export function countToTell(log: WindowLog, { tellAt }: LimitWindow): number | undefined {
  if (tellAt === undefined) return undefined
  const count = countIn(log)
  return count >= tellAt ? count : undefined
}

export function countIn(log: WindowLog): number {
  return log.reduce((sum, part, index) => (index % 2 === 1 ? sum + part : sum), 0)
}

/** When the log of a limit may go: rounded up, so that most counts leave it as it is. */
export function keepUntil(windows: readonly LimitWindow[], now: number): number {
  const ms = 2 * Math.max(...windows.map((window) => window.ms))
  const grain = Math.ceil(ms / 8)
  return Math.ceil((now + ms) / grain) * grain
}

/** The log without its newest event. */
export function withoutNewest(log: WindowLog): number[] {
  const count = log.at(-1) ?? 0
  return count > 1 ? [...log.slice(0, -1), count - 1] : log.slice(0, -2)
}
