/** A clock that stands still until a test turns it. */
import type { Clock } from '../../src/base/clock.ts'

export type TurningClock = Clock & { advance(ms: number): void }

export function turningClock(startMs = Date.UTC(2026, 10, 21, 9)): TurningClock {
  let now = startMs
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}
