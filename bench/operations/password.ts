/**
 * Name and password: `POST /api/v2/sdk/login`. Nearly all of it is argon2id, so it is told beside argon2id alone;
 * and while it saturates the cores, how long a session check takes.
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ask, forEachIndex } from '../ask.ts'
import { type Figures, measureLoad } from '../measure-phase.ts'
import type { People } from '../people.ts'
import { probeLatency } from '../probe-latency.ts'
import type { ServerProcess } from '../server-process.ts'

type Argon2Figures = { readonly amount: number; readonly perSecond: number; readonly cpuMicros: number }

export type PasswordFigures = {
  readonly operation: Figures
  readonly argon2Before: Argon2Figures
  readonly argon2After: Argon2Figures
  /** CPU of one login beyond argon2's own. */
  readonly extraMs: number
  /** Throughput as a share of argon2id alone. */
  readonly shareOfArgon2: number
  readonly sessionP99Ms: { readonly unloaded: number; readonly saturated: number }
}

const accounts = 64
const password = 'correct horse 9 battery'
const userName = (index: number) => `bench.user.${index % accounts}`

/** Both sides work on as many hashes at once; more would wait in the server's queue. */
const concurrency = 8

async function giveNamesAndPasswords({ port }: ServerProcess, people: People): Promise<void> {
  await forEachIndex(accounts, 4, async (index) => {
    const { user } = (await ask(port, people.getSession(index))) as { user: { userId: string } }
    const call = people.post(index, '/api/latchkey/bench/auths/loginTypes/password/bind', {
      userId: user.userId,
      username: userName(index),
      password,
    })
    await ask(port, { ...call, headers: { ...call.headers, ...people.getSession(index).headers } })
  })
}

async function argon2Alone(amount: number): Promise<Argon2Figures> {
  const program = join(import.meta.dirname, '../argon2-control.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program, `${amount}`, `${concurrency}`])
  return JSON.parse(stdout)
}

/** After a `verify`: the people must have sessions. */
export async function measurePassword(
  server: ServerProcess,
  people: People,
  amount: number,
): Promise<PasswordFigures> {
  await giveNamesAndPasswords(server, people)
  const request = (index: number) =>
    people.post(index % accounts, '/api/v2/sdk/login', { user_name: userName(index), password })
  const load = { connections: concurrency, from: 0, amount, request }
  const checkSession = () => ask(server.port, people.getSession(accounts))

  const argon2Before = await argon2Alone(amount)
  const operation = await measureLoad(server, load)
  const argon2After = await argon2Alone(amount)
  const unloaded = await probeLatency(checkSession, Promise.resolve())
  const saturated = await probeLatency(checkSession, measureLoad(server, load))
  const mean = (name: 'cpuMicros' | 'perSecond') => (argon2Before[name] + argon2After[name]) / 2
  return {
    operation,
    argon2Before,
    argon2After,
    extraMs: (operation.cpuMicros - mean('cpuMicros')) / 1000,
    shareOfArgon2: operation.perSecond / mean('perSecond'),
    sessionP99Ms: { unloaded, saturated },
  }
}
