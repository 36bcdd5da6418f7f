/** Randomness that can be repeated: everything follows from one printed seed. */
import { randomInt } from 'node:crypto'

export type SeededRandom = {
  /** In [0, 1). */
  next(): number
  /** A whole number in [0, limit). */
  below(limit: number): number
  pick<T>(list: readonly T[]): T
  /** True with this probability. */
  chance(probability: number): boolean
  digits(count: number): string
}

/** The seed of this run: from the environment, else a new one. */
export function seedOf(variable: string): number {
  const given = Number(process.env[variable])
  return Number.isInteger(given) && given > 0 ? given : randomInt(1, 2 ** 31)
}

/** mulberry32. Parts of a run take randomness of their own by a name. */
export function seededRandom(seed: number, part = ''): SeededRandom {
  let state = seed
  for (const letter of part) state = Math.imul(state ^ letter.charCodeAt(0), 2654435761)

  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new RangeError('nothing to pick from')
      return list[below(list.length)] as T
    },
    chance: (probability) => next() < probability,
    digits: (count) => Array.from({ length: count }, () => below(10)).join(''),
  }
}
