/** A Redis of the bench's own: as Debian ships it, without a file, on a free port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'

export type RedisProcess = { readonly pid: number; readonly url: string; stop(): Promise<void> }

/** Throws where there is no `redis-server`. */
export async function startRedis(): Promise<RedisProcess> {
  const port = await freePort()
  const places = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const child = spawn('redis-server', places, { stdio: 'ignore' })
  await once(child, 'spawn')
  const url = `redis://127.0.0.1:${port}`
  await untilItAnswers(url)
  return { pid: child.pid as number, url, stop: () => stop(child) }
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: null })
    client.on('error', () => {})
    const answer = await client
      .connect()
      .then(() => client.ping())
      .catch(() => undefined)
    client.disconnect()
    if (answer !== undefined) return
    await delay(25)
  }
  throw new Error('redis-server does not answer')
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
