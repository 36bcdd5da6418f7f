/** Waits for another process's lock by blocking: for what is rare and short, such as opening a file. */
import { isBusy } from './sqlite-errcode.ts'

const longestWaitMs = 5000
const betweenTriesMs = 5

/** Runs `work` until it meets no lock, or five seconds are over. */
export function untilUnlocked<T>(work: () => T): T {
  let until: number | undefined
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error)) throw error
      until ??= performance.now() + longestWaitMs
      if (performance.now() > until) throw error
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, betweenTriesMs)
  }
}
