/** One call of every operation of the port that writes: six keys. */
import type { EphemeralStore } from '../../../src/ephemeral/ephemeral-store.ts'

const dayMs = 86_400_000

export async function useEverything(store: EphemeralStore, index = 0): Promise<void> {
  const policy = { failures: 10, windowMs: 3_600_000, baseMs: 30_000, maxMs: 3_600_000, closeAfter: 100 }
  const fact = { id: '1', digest: 'd', tries: 5, value: 'v' }
  const windows = [
    { ms: 45_000, max: 1 },
    { ms: dayMs, max: 500 },
  ]
  const brake = { key: `brake ${index}`, policy }
  await store.put(`put ${index}`, 'v', 300_000)
  await store.push(`list ${index}`, 'v', 5, 300_000)
  await store.reserve([{ key: `limit ${index}`, windows }])
  await store.release({ key: `limit ${index}`, windows }, 0)
  await store.guard(`code ${index}`, fact, 300_000)
  await store.attempt({ key: `code ${index}`, digests: ['wrong'], brake })
  await store.strike(brake)
  await store.unstrike(brake)
  await store.restore(`restored ${index}`, fact, 300_000)
}
