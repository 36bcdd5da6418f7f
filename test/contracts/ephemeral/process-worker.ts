/** The program of another process: opens the store, says so, and does its job at the parent's word. */
import type { EphemeralStore } from '../../../src/ephemeral/ephemeral-store.ts'
import type { OpenPlace, StorePlace } from './opened-store.ts'

export type ProcessJob = {
  readonly kind: 'reserve' | 'spend' | 'attempt' | 'spendGuarded' | 'put'
  readonly times: number
  readonly max?: number
}

export type ProcessOrder = { readonly place: StorePlace; readonly now: number; readonly job: ProcessJob }

const { place, now, job } = JSON.parse(process.argv[2] ?? '') as ProcessOrder
const openers = (await import(place.module)) as Readonly<Record<string, OpenPlace>>
const store = openers[place.openName]?.(place.place, { now: () => now })

const never = { failures: 1e6, windowMs: 1000, baseMs: 1, maxMs: 1 }

const calls: Record<ProcessJob['kind'], (to: EphemeralStore, index: number) => Promise<unknown>> = {
  reserve: async (to) =>
    (await to.reserve([{ key: 'limit', windows: [{ ms: 60_000, max: job.max ?? 0 }] }])).granted,
  spend: async (to) => (await to.spend('fact')) ?? null,
  attempt: async (to) =>
    (await to.attempt({ key: 'code:{a}', digests: ['wrong'], brake: { key: 'brake:{a}', policy: never } }))
      .outcome,
  spendGuarded: async (to) => (await to.spendGuarded('code:{a}', 'issue 1', 'brake:{a}')) !== undefined,
  async put(to, index) {
    await to.put(`fact ${index}`, 'kept', 60_000)
    return 'acknowledged'
  },
}

/** A few at a time, so that the processes take turns. */
async function run(to: EphemeralStore): Promise<unknown[]> {
  const answers: unknown[] = []
  for (let index = 0; index < job.times; index += 4) {
    const count = Math.min(4, job.times - index)
    const some = Array.from({ length: count }, (_, offset) => calls[job.kind](to, index + offset))
    answers.push(...(await Promise.all(some)))
  }
  return answers
}

process.on('message', async () => {
  if (store === undefined) throw new Error(`${place.module} has no ${place.openName}`)
  process.send?.(await run(store))
})
process.send?.('ready')
