/** What became of calls that may be refused. */
import { Refusal } from '../../src/base/refusal.ts'

/** For `assert.rejects`: a refusal with this code and, where they are given, exactly these seconds to wait. */
export function refusal(code: string, seconds?: number): (error: unknown) => true {
  return (error) => {
    if (!(error instanceof Refusal) || error.code !== code) throw error
    if (seconds !== undefined && error.details.seconds !== seconds)
      throw new Error(`${code} with ${error.details.seconds} seconds instead of ${seconds}`, { cause: error })
    return true
  }
}

/** `ok`, or the code of the refusal. What is no refusal is thrown on. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'ok'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/** How many calls ended how. */
export async function outcomes(calls: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const code of await Promise.all(calls.map(outcome))) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

/** Runs `call` so many times at once. */
export function atOnce(
  count: number,
  call: (index: number) => Promise<unknown>,
): Promise<Record<string, number>> {
  return outcomes(Array.from({ length: count }, (_, index) => call(index)))
}
