/**
 * Work that goes on after its answer: it is waited for before the stores close. It begins a random moment after, so
 * that the time of the answer does not tell that there is any (spec 6, A21).
 */
import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

export type Background = {
  /** Starts the work; what it throws goes to `onError`. */
  run(work: () => Promise<unknown>): void
  /** When nothing of it is under way any more. */
  settled(): Promise<void>
}

const leastDelayMs = 20
const mostDelayMs = 120

export function createBackground(onError: (error: unknown) => void): Background {
  const running = new Set<Promise<unknown>>()
  return {
    run(work) {
      const done = wait(randomInt(leastDelayMs, mostDelayMs))
        .then(work)
        .catch(onError)
        .finally(() => running.delete(done))
      running.add(done)
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
