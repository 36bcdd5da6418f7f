/** Real processes that work on the same facts. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { StorePlace } from './opened-store.ts'

export type ProcessJob = {
  readonly kind: 'reserve' | 'spend' | 'attempt' | 'spendGuarded' | 'put'
  readonly times: number
  readonly max?: number
}

export type ProcessOrder = { readonly place: StorePlace; readonly now: number; readonly job: ProcessJob }

export type OtherProcess = {
  /** Does the job; its answers, one for each call. */
  run(): Promise<unknown[]>
  kill(): Promise<void>
}

/** Starts processes that have the store open and wait for the word to run. */
export async function startProcesses(
  count: number,
  place: StorePlace,
  now: number,
  job: ProcessJob,
): Promise<OtherProcess[]> {
  const order: ProcessOrder = { place, now, job }
  const children = Array.from({ length: count }, () =>
    fork(new URL('./process-worker.ts', import.meta.url), [JSON.stringify(order)]),
  )
  await Promise.all(children.map((child) => answer(child)))
  return children.map((child) => ({
    async run() {
      child.send('run')
      return (await answer(child)) as unknown[]
    },
    async kill() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }))
}

async function answer(child: ChildProcess): Promise<unknown> {
  const early = once(child, 'exit').then(([code]) => {
    throw new Error(`the other process ended with ${code}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), early])) as [unknown]
  return message
}
