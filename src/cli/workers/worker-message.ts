/** What a worker says to the process above it. */

/** It serves. What it has to tell an operator is told once for all workers. */
export type WorkerReady = {
  readonly kind: 'ready'
  readonly warnings: readonly string[]
  readonly welcome: string | undefined
}

export function isWorkerReady(message: unknown): message is WorkerReady {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready'
}
