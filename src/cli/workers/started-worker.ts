/** One worker, seen from the process above it. */
import cluster, { type Worker } from 'node:cluster'
import { isWorkerReady, type WorkerReady } from './worker-message.ts'

export type WorkerEnd = { readonly code: number | null; readonly signal: string | null }

export type StartedWorker = {
  readonly pid: number | undefined
  /** `performance.now()` of its start. */
  readonly startedAt: number
  /** When it serves; nothing when it ended before. */
  readonly ready: Promise<WorkerReady | undefined>
  readonly ended: Promise<WorkerEnd>
  /** Asks it to finish what it has; resolves when it is gone. */
  stop(): Promise<WorkerEnd>
}

/** A start may wait for the schema work of another process, which has two minutes. */
const readyWithinMs = 180_000
/** It ends by itself within ten seconds. */
const goneWithinMs = 12_000

export function startWorker(): StartedWorker {
  const worker = cluster.fork()
  const startedAt = performance.now()
  const ended = new Promise<WorkerEnd>((resolve) => {
    worker.once('exit', (code, signal) => resolve({ code, signal }))
  })
  const ready = new Promise<WorkerReady | undefined>((resolve) => {
    worker.on('message', (message: unknown) => {
      if (isWorkerReady(message)) resolve(message)
    })
    void ended.then(() => resolve(undefined))
  })
  killUnless(worker, ready, readyWithinMs)
  return {
    pid: worker.process.pid,
    startedAt,
    ready,
    ended,
    stop() {
      worker.process.kill('SIGTERM')
      killUnless(worker, ended, goneWithinMs)
      return ended
    },
  }
}

function killUnless(worker: Worker, done: Promise<unknown>, withinMs: number): void {
  const timer = setTimeout(() => worker.process.kill('SIGKILL'), withinMs)
  void done.then(() => clearTimeout(timer))
}
