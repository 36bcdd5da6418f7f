/** A server as a process of its own, from its start to its end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { StoreCpu } from './bench-stores.ts'
import { freePort } from './free-port.ts'

export type ServerCommand = {
  /** Arguments of `node`, for a port. */
  readonly args: (port: number) => readonly string[]
  readonly healthPath: string
  readonly environment: Readonly<Record<string, string>>
  /** Where its output goes. */
  readonly log: string
}

export type ServerProcess = {
  readonly pid: number
  readonly port: number
  /** From the spawn to the first healthy answer. */
  readonly startMs: number
  /** Of the stores that work for it in processes of their own. */
  readonly storeCpu?: () => Promise<StoreCpu>
  stop(): Promise<void>
}

const longestStartMs = 30_000

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('error', () => resolve(false))
  })
}

async function untilHealthy(
  child: ChildProcess,
  port: number,
  { healthPath, log }: ServerCommand,
): Promise<void> {
  const deadline = performance.now() + longestStartMs
  while (!(await answers(port, healthPath))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      throw new Error(`the server did not start:\n${readFileSync(log, 'utf8').slice(-2000)}`)
    }
    await delay(2)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const hardEnd = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await ended
  clearTimeout(hardEnd)
}

export async function startServer(command: ServerCommand): Promise<ServerProcess> {
  const port = await freePort()
  const output = openSync(command.log, 'a')
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...command.args(port)], {
    stdio: ['ignore', output, output],
    env: { ...process.env, ...command.environment },
  })
  try {
    await untilHealthy(child, port, command)
    if (child.pid === undefined) throw new Error('no process')
    return { pid: child.pid, port, startMs: performance.now() - startedAt, stop: () => stop(child) }
  } catch (error) {
    await stop(child)
    throw error
  }
}
