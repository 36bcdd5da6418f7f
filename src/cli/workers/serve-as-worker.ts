/** One of several workers: it tells the process above it that it serves, and leaves when it is asked or alone. */
import cluster from 'node:cluster'
import { once } from 'node:events'
import type { WorkerReady } from './worker-message.ts'

/** `stop` finishes what is in flight and ends the process; more than one call is one. */
export function serveAsWorker(ready: Omit<WorkerReady, 'kind'>, stop: (reason: string) => void): void {
  process.once('SIGTERM', () => stop('SIGTERM'))
  // Of a terminal these come to the whole group; what they mean is for the process above.
  process.on('SIGINT', () => {})
  process.on('SIGHUP', () => {})
  process.prependOnceListener('disconnect', () => {
    // Otherwise Node ends the process here and now, and with it the requests that it has.
    if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true
    stop('the process above is gone')
  })
  process.send?.({ kind: 'ready', ...ready } satisfies WorkerReady)
}

/**
 * Once the worker does not listen any more: resolves when the process above knows, and has taken back what connections
 * it was about to hand over. A worker that ends before would lose them.
 */
export async function leaveGroup(): Promise<void> {
  const { worker } = cluster
  if (worker === undefined || !worker.isConnected()) return
  const left = once(process, 'disconnect')
  worker.disconnect()
  await left
}
