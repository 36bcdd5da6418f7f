/** Until when something holds, by key, in the memory of this process: the oldest are forgotten when there are too many. */
import type { Clock } from '../base/clock.ts'

export interface MomentsAhead {
  /** `at`: epoch milliseconds. */
  set(key: string, at: number): void
  has(key: string): boolean
  readonly isEmpty: boolean
}

const most = 10_000

export function createMomentsAhead(clock: Clock): MomentsAhead {
  const moments = new Map<string, number>()
  return {
    get isEmpty() {
      return moments.size === 0
    },
    set(key, at) {
      moments.delete(key)
      if (moments.size >= most) moments.delete(moments.keys().next().value ?? '')
      moments.set(key, at)
    },
    has(key) {
      const at = moments.get(key)
      if (at === undefined) return false
      if (at > clock.now()) return true
      moments.delete(key)
      return false
    },
  }
}
