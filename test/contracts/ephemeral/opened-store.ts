/** What a driver of the ephemeral port brings to its contract. */
import type { TestContext } from 'node:test'
import type { Clock } from '../../../src/base/clock.ts'
import type { EphemeralStore } from '../../../src/ephemeral/ephemeral-store.ts'
import type { TurningClock } from '../../support/turning-clock.ts'

/** Opens the facts at `place`. */
export type OpenPlace = (place: string, clock: Clock) => EphemeralStore

/** How another process opens them: an `OpenPlace` by its module and name. */
export type StorePlace = { readonly module: string; readonly openName: string; readonly place: string }

export type OpenedStore = {
  readonly store: EphemeralStore
  readonly clock: TurningClock
  /** Another connection to the same facts. */
  connect(): EphemeralStore
  readonly place: StorePlace
  /** Closes every connection. */
  close(): Promise<void>
}

/** Each call gives a place of its own, without facts. */
export type OpenStore = (t: TestContext) => Promise<OpenedStore>

export async function openFor(t: TestContext, open: OpenStore): Promise<OpenedStore> {
  const opened = await open(t)
  t.after(() => opened.close())
  return opened
}

/** `count` calls that are all under way at once. */
export function together<T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)))
}

/** How many of `values` are `value`. */
export function countOf<T>(values: readonly T[], value: T): number {
  return values.filter((one) => one === value).length
}
