/** Limits in the memory of the simulation: the arithmetic is the program's own, as its stores use it. */
import type { Clock } from '../../src/base/clock.ts'
import type { EphemeralStore } from '../../src/ephemeral/ephemeral-store.ts'
import { type HeldFact, type HeldFacts, releaseLimit, reserveLimits } from '../../src/ephemeral/held-facts.ts'

export function memoryLimits(clock: Clock): Pick<EphemeralStore, 'reserve' | 'release'> {
  const kept = new Map<string, HeldFact>()
  const facts: HeldFacts = {
    read(key) {
      const fact = kept.get(key)
      return fact !== undefined && fact.expiresAt > clock.now() ? fact : undefined
    },
    write: (key, value, expiresAt) => {
      kept.set(key, { value, expiresAt })
    },
    remove: (key) => {
      kept.delete(key)
    },
  }
  return {
    reserve: async (limits) => reserveLimits(facts, limits, clock.now()),
    release: async ({ key }, window) => releaseLimit(facts, key, window),
  }
}
