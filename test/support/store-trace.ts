/** What calls do to the stores: which operations, in which order, in how many round trips. */
import type { EphemeralStore } from '../../src/ephemeral/ephemeral-store.ts'
import type { Database, Step } from '../../src/storage/database.ts'
import type { TestApp } from './open-test-app.ts'

export type StoreTrace = {
  /** Every operation, by the name of its statements or by its kind of key. */
  readonly operations: readonly string[]
  /** Round trips: operations that run at the same time are one. */
  readonly trips: { readonly sql: number; readonly ephemeral: number }
}

type Store = 'sql' | 'ephemeral'

/**
 * Runs `work` and answers with what it did. Left out is what belongs to no single call: records that the audit log
 * gathers, and the signing keys and the version of the elements, which are read anew every second or two.
 */
export async function traceStores(
  { rooms }: Pick<TestApp, 'rooms'>,
  work: () => Promise<unknown>,
): Promise<StoreTrace> {
  await rooms.audit.flush()
  await rooms.signingKeys.jwks()
  const operations: string[] = []
  const trips = { sql: 0, ephemeral: 0 }
  const pending = { sql: 0, ephemeral: 0 }
  const track = async (store: Store, operation: string, run: () => Promise<unknown>) => {
    operations.push(`${store} ${operation}`)
    if (pending[store] === 0) trips[store] += 1
    pending[store] += 1
    try {
      return await run()
    } finally {
      pending[store] -= 1
    }
  }
  const restore = [watchDatabase(rooms.database, track), watchEphemeral(rooms.ephemeral, track)]
  try {
    await work()
  } finally {
    for (const undo of restore) undo()
  }
  return { operations, trips }
}

type Track = (store: Store, operation: string, run: () => Promise<unknown>) => Promise<unknown>

function watchDatabase(database: Database, track: Track): () => void {
  return watch(database, ['first', 'all', 'commit'], (method, [subject], run) => {
    const { name } = subject as { name: string }
    if (name === 'elements.version') return run()
    if (method !== 'commit') return track('sql', name, run)
    const names = (subject as readonly Step[]).map(({ name }) => name)
    return names.every((name) => name === 'audit.insert') ? run() : track('sql', names.join(' + '), run)
  })
}

function watchEphemeral(ephemeral: EphemeralStore, track: Track): () => void {
  const methods = ['put', 'get', 'spend', 'drop', 'push', 'list', 'reserve', 'release', 'guard'] as const
  const more = ['attempt', 'spendGuarded', 'restore', 'strike', 'unstrike'] as const
  return watch(ephemeral, [...methods, ...more], (method, [subject], run) =>
    track('ephemeral', `${method} ${kindOf(subject)}`, run),
  )
}

/** Every call of these methods goes through `call`, until the answer is called. */
export function watch<T extends object>(
  store: T,
  methods: readonly (keyof T & string)[],
  call: (method: string, args: readonly unknown[], run: () => Promise<unknown>) => Promise<unknown>,
): () => void {
  for (const method of methods) {
    const original = (store[method] as (...args: unknown[]) => Promise<unknown>).bind(store)
    const watched = (...args: unknown[]) => call(method, args, () => original(...args))
    Object.defineProperty(store, method, { value: watched, configurable: true })
  }
  return () => {
    for (const method of methods) Reflect.deleteProperty(store, method)
  }
}

/** Keys without what is about one person: `code-brake`, `send-number send-device`. */
function kindOf(subject: unknown): string {
  if (typeof subject === 'string') return subject.split(':')[0] ?? ''
  if (Array.isArray(subject)) return subject.map(kindOf).join(' ')
  return kindOf((subject as { readonly key: string }).key)
}
