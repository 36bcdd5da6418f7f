/** A real process that works on the same data: it is started with an order, and does it at a word. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { TestContext } from 'node:test'

export type OtherProcess = {
  /** Does the order; its answer. */
  run(): Promise<unknown>
  kill(): Promise<void>
}

/** The program says that it is ready, waits for a message, and answers with one. It is killed with the test. */
export async function startProcess(t: TestContext, program: URL, order: unknown): Promise<OtherProcess> {
  const child = fork(program, [JSON.stringify(order)])
  t.after(() => kill(child))
  await answer(child)
  return {
    run() {
      child.send('run')
      return answer(child)
    },
    kill: () => kill(child),
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

async function answer(child: ChildProcess): Promise<unknown> {
  const early = once(child, 'exit').then(([code]) => {
    throw new Error(`the other process ended with ${code}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), early])) as [unknown]
  return message
}
