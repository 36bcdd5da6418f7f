/** The real program as a process of its own, started as an operator starts it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

export type StartedProgram = {
  readonly pid: number
  /** Everything that it has written so far. */
  output(): string
  /** Where it serves; rejects when it ends before it does. */
  ready(): Promise<string>
  /** Ends it with a signal and waits until it is gone; after SIGTERM all that it wrote has been read. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ readonly code: number | null }>
  hasEnded(): boolean
}

export type ProgramPlace = {
  readonly app: string
  readonly data: string
  /** What it is started by; default: this Node. */
  readonly launcher?: readonly string[]
  /** An installed `latchkey` in place of the sources. */
  readonly program?: string
  readonly environment?: Readonly<Record<string, string>>
}

const main = join(import.meta.dirname, '../../src/main.ts')
const readyWithinMs = 60_000
const keepOutput = 4_000_000

/** Environment of a child: nothing of what steers another installation, and compiled code and certificates as this test run has them. */
export function childEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  const handed = Object.entries(process.env).filter(([name]) => handedOn.has(name))
  return { PATH, HOME, ...Object.fromEntries(handed), ...more }
}

const handedOn = new Set(['TMPDIR', 'NODE_COMPILE_CACHE', 'NODE_EXTRA_CA_CERTS'])

/** Command line that runs `latchkey` with these arguments. */
export function latchkeyCommand(...args: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, main, ...args]
}

/** Starts `latchkey start` on a free port. It is killed when the test is over. */
export function startProgram(t: TestContext, place: ProgramPlace): StartedProgram {
  const { app, data, launcher = [], program, environment } = place
  const options = ['start', '--app', app, '--data', data, '--port', '0']
  const command = program === undefined ? latchkeyCommand(...options) : [program, ...options]
  const [file = '', ...args] = [...launcher, ...command]
  const child = spawn(file, args, { env: childEnvironment(environment), stdio: ['ignore', 'pipe', 'pipe'] })
  // Of a killed program, children may hold the pipes open.
  const ended = { SIGKILL: once(child, 'exit'), SIGTERM: once(child, 'close') }
  t.after(() => endProcess(child, ended, 'SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = `${output}${text}`.slice(-keepOutput)
    })
  return {
    pid: child.pid ?? 0,
    output: () => output,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    end: (signal) => endProcess(child, ended, signal),
    ready: () => waitForUrl(child, () => output),
  }
}

type Ended = Readonly<Record<'SIGKILL' | 'SIGTERM', Promise<unknown>>>

async function endProcess(child: ChildProcess, ended: Ended, signal: keyof Ended) {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  await ended[signal]
  return { code: child.exitCode }
}

const servesAt = /serves at (http:\S+)/

function waitForUrl(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => settle(() => reject(new Error(`${why}:\n${output()}`)))
    const look = () => {
      const url = servesAt.exec(output())?.[1]
      if (url !== undefined) settle(() => resolve(url))
    }
    const onExit = () => fail(`the program ended instead of serving (${child.signalCode ?? child.exitCode})`)
    const timer = setTimeout(() => fail('the program does not serve'), readyWithinMs)
    function settle(act: () => void): void {
      clearTimeout(timer)
      child.stdout?.off('data', look)
      child.off('exit', onExit)
      act()
    }
    child.stdout?.on('data', look)
    child.once('exit', onExit)
    look()
    if (child.exitCode !== null || child.signalCode !== null) onExit()
  })
}
