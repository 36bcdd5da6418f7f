/** Where the time comes from. Milliseconds since the epoch; tests hand in one that they turn. */
export type Clock = {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** Whole seconds, rounded up, that a caller is told to wait. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000))
}
