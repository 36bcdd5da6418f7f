/** The real program with a command of its own: what it says, and how it ends. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { childEnvironment, latchkeyCommand } from '../../support/running-program.ts'

export type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string }

export type RunPlace = {
  readonly app?: string
  readonly data?: string
  /** Where it runs; default: here. */
  readonly cwd?: string
  /** Standard input. */
  readonly input?: string
  readonly environment?: Readonly<Record<string, string>>
  /** Told of what it writes while it runs; may end it. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void
}

/** `status` is `null` when a signal ended it. */
export async function runLatchkey(place: RunPlace, ...args: readonly string[]): Promise<Ran> {
  const { app, data, cwd, input = '', onOutput } = place
  const [file, ...rest] = latchkeyCommand(...args)
  const child = spawn(file, rest, {
    cwd,
    env: childEnvironment({
      ...(app === undefined ? {} : { LATCHKEY_APP: app }),
      ...(data === undefined ? {} : { LATCHKEY_DATA: data }),
      ...place.environment,
    }),
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
      onOutput?.(said[name], (signal) => child.kill(signal))
    })
  // A program that ends without reading is no fault of the test.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  await once(child, 'close')
  return { status: child.exitCode, ...said }
}
