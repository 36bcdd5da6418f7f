/** Keeps a few captcha pictures ready, drawn in a thread of their own, so that a request never waits for a brush. */
import { Worker } from 'node:worker_threads'
import { randomSymbols } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import { imageCaptchaAlphabet } from './glyph-strokes.ts'

export type DrawnCaptcha = {
  /** The answer, in capitals; it is compared without case. */
  readonly text: string
  readonly png: Buffer
}

export type DrawAhead = {
  /** A picture that nobody else gets. Refuses with `BUSY` when too many wait already. */
  next(): Promise<DrawnCaptcha>
  /** Ends the thread; who still waits is rejected. */
  close(): Promise<void>
}

export type DrawAheadParts = {
  /** Where the texts come from, each of characters of `imageCaptchaAlphabet`: four random ones by default. */
  readonly source?: () => string
  /** How many pictures are kept ready. */
  readonly stock?: number
  /** How many callers may wait for a picture: two hundred are half a second of drawing or more. */
  readonly mostWaiting?: number
}

/** Starts its thread at the first `next`; the thread keeps the process alive only while somebody waits. */
export function createDrawAhead(parts: DrawAheadParts = {}): DrawAhead {
  const { source = () => randomSymbols(imageCaptchaAlphabet, 4), stock = 16, mostWaiting = 200 } = parts
  const ready: DrawnCaptcha[] = []
  const waiting: PromiseWithResolvers<DrawnCaptcha>[] = []
  let worker: Worker | undefined
  let underway = 0
  let isClosed = false

  /** Orders what the stock and everybody who waits lack, and one more. */
  function order(): void {
    worker ??= startWorker()
    while (ready.length + underway <= stock + waiting.length) {
      worker.postMessage(source().toUpperCase())
      underway += 1
    }
  }

  function startWorker(): Worker {
    const started = new Worker(new URL('./draw-worker.ts', import.meta.url), threadOptions)
    started.unref()
    started.on('message', ({ text, png }: { text: string; png: Uint8Array<ArrayBuffer> }) => {
      underway -= 1
      deliver({ text, png: Buffer.from(png.buffer, png.byteOffset, png.byteLength) })
    })
    started.on('error', (error) => fail(started, error))
    started.on('exit', () => fail(started, new Error('the captcha thread has ended')))
    return started
  }

  function deliver(picture: DrawnCaptcha): void {
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
      const caller = Promise.withResolvers<DrawnCaptcha>()
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

/**
 * A picture needs little memory: without limits a thread takes what a whole process may. The process's own flags do
 * not concern it, and some (`--eval`, `--input-type`) would keep it from starting.
 */
const threadOptions = {
  resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
  execArgv: [],
}
