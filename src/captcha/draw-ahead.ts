/** Keeps a few captcha pictures ready, drawn in a thread of their own, so that a request never waits for a brush. */
import { Worker } from 'node:worker_threads'
import { refuse } from '../base/refusal.ts'
import type { CaptchaKind, DrawnOrder } from './drawn-order.ts'

export type DrawAhead<Drawn> = {
  /** A picture that nobody else gets. Refuses with `BUSY` when too many wait already. */
  next(): Promise<Drawn>
  /** Ends the thread; who still waits is rejected. */
  close(): Promise<void>
}

type DrawAheadParts<Order, Drawn> = {
  readonly kind: CaptchaKind
  /** What the next picture is to show. */
  readonly source: () => Order
  /** An order and the PNGs that were drawn for it. */
  readonly assemble: (order: Order, pictures: readonly Buffer[]) => Drawn
  /** How many pictures are kept ready. */
  readonly stock: number
  /** How many callers may wait for a picture. */
  readonly mostWaiting: number
}

/** Starts its thread at the first `next`; the thread keeps the process alive only while somebody waits. */
export function createDrawAhead<Order, Drawn>(parts: DrawAheadParts<Order, Drawn>): DrawAhead<Drawn> {
  const { kind, source, assemble, stock, mostWaiting } = parts
  const ready: Drawn[] = []
  const waiting: PromiseWithResolvers<Drawn>[] = []
  let worker: Worker | undefined
  let underway = 0
  let isClosed = false

  /** Orders what the stock and everybody who waits lack, and one more. */
  function order(): void {
    worker ??= startWorker()
    while (ready.length + underway <= stock + waiting.length) {
      worker.postMessage(source())
      underway += 1
    }
  }

  function startWorker(): Worker {
    const started = new Worker(new URL('./draw-worker.ts', import.meta.url), {
      ...threadOptions,
      workerData: kind,
    })
    started.unref()
    started.on('message', ({ order, pictures }: DrawnOrder) => {
      underway -= 1
      deliver(assemble(order as Order, pictures.map(asBuffer)))
    })
    started.on('error', (error) => fail(started, error))
    started.on('exit', () => fail(started, new Error('the captcha thread has ended')))
    return started
  }

  function deliver(picture: Drawn): void {
    const first = waiting.shift()
    if (first) first.resolve(picture)
    else ready.push(picture)
    if (waiting.length === 0) worker?.unref()
  }

  /** The next call starts a new thread. */
  function fail(ended: Worker, error: unknown): void {
    if (worker !== ended) return
    worker = undefined
    underway = 0
    for (const caller of waiting.splice(0)) caller.reject(error)
  }

  return {
    async next() {
      if (isClosed) throw new Error('the captcha drawer is closed')
      if (ready.length === 0 && waiting.length >= mostWaiting) throw refuse('BUSY', { seconds: 1 })
      order()
      const picture = ready.shift()
      if (picture) return picture
      const caller = Promise.withResolvers<Drawn>()
      waiting.push(caller)
      worker?.ref()
      return await caller.promise
    },
    async close() {
      isClosed = true
      await worker?.terminate()
    },
  }
}

/** A buffer comes out of a thread as bytes. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/**
 * A picture needs little memory: without limits a thread takes what a whole process may. The process's own flags do
 * not concern it, and some (`--eval`, `--input-type`) would keep it from starting.
 */
const threadOptions = {
  resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
  execArgv: [],
}
