/** The elements that are served: the newest set, and for a call that is under way the set that it began with. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { StoredEdit } from '../edits/edit.ts'
import type { Fault } from '../elements/fault.ts'
import type { Registry } from '../elements/registry.ts'

export type ElementSet = {
  readonly registry: Registry
  /** What the app calls itself. */
  readonly title: string
  readonly warnings: readonly Fault[]
  /** What of it the console changed. */
  readonly edits: readonly StoredEdit[]
}

export type HeldElements = {
  /** Of the call that asks, else the newest. */
  now(): ElementSet
  /** Everything that `work` does, also later, sees one set. */
  onOneSet<T>(work: () => T): T
  /** The newest set from now on. */
  adopt(set: ElementSet): void
}

export function createHeldElements(first: ElementSet): HeldElements {
  const begunWith = new AsyncLocalStorage<ElementSet>()
  let newest = first
  return {
    now: () => begunWith.getStore() ?? newest,
    onOneSet: (work) => (begunWith.getStore() === undefined ? begunWith.run(newest, work) : work()),
    adopt(set) {
      newest = set
    },
  }
}
