/** The ephemeral port on Redis or Valkey, one server or a cluster: shared by the processes of many machines. */
import type { Clock } from '../../base/clock.ts'
import { brakeTtlMs } from '../brake.ts'
import type {
  Brake,
  EphemeralStore,
  GuardedFact,
  Guess,
  GuessResult,
  Limit,
  Reservation,
  SpentGuarded,
  StrikeResult,
} from '../ephemeral-store.ts'
import { redisAddressOf } from './redis-address.ts'
import { attemptScript, spendGuardedScript, strikeScript, unstrikeScript } from './redis-brake-scripts.ts'
import { RedisConnection } from './redis-connection.ts'
import {
  dropScript,
  getScript,
  listScript,
  pushScript,
  putScript,
  restoreScript,
  spendScript,
} from './redis-fact-scripts.ts'
import { countScript, lookScript, releaseScript, takeBackScript } from './redis-limit-scripts.ts'
import type { RedisScript } from './redis-script.ts'
import { keysBySlot, limitsBySlot, reserveOverSlots } from './redis-slots.ts'

type Argument = string | number

/**
 * Opens the server or cluster at `url`, `redis://` or `rediss://`; the first call connects. Where Redis cannot be used
 * calls are refused with `STORE_UNAVAILABLE` in time. Facts of an earlier run of the server are void.
 */
export function openRedisEphemeral(url: string, clock: Clock): EphemeralStore {
  return new RedisEphemeral(new RedisConnection(redisAddressOf(url)), clock)
}

class RedisEphemeral implements EphemeralStore {
  private readonly connection: RedisConnection
  private readonly clock: Clock

  constructor(connection: RedisConnection, clock: Clock) {
    this.connection = connection
    this.clock = clock
  }

  async put(key: string, value: string, ttlMs: number): Promise<void> {
    await this.run(putScript, [key], value, this.endOf(ttlMs))
  }

  async get(key: string): Promise<string | undefined> {
    return textOf(await this.run(getScript, [key]))
  }

  async spend(key: string): Promise<string | undefined> {
    return textOf(await this.run(spendScript, [key]))
  }

  async drop(...keys: string[]): Promise<void> {
    const parts = (await this.spansSlots()) ? keysBySlot(keys) : [keys]
    await Promise.all(parts.filter((part) => part.length > 0).map((part) => this.run(dropScript, part)))
  }

  async push(key: string, value: string, keep: number, ttlMs: number): Promise<void> {
    await this.run(pushScript, [key], value, this.endOf(ttlMs), keep)
  }

  async list(key: string): Promise<string[]> {
    return (await this.run(listScript, [key])) as string[]
  }

  async reserve(limits: readonly Limit[]): Promise<Reservation> {
    if (limits.length === 0) return { granted: true }
    const now = this.clock.now()
    const steps = {
      look: (some: readonly Limit[]) => this.ask(lookScript, some, now),
      count: (some: readonly Limit[]) => this.ask(countScript, some, now),
      takeBack: async (some: readonly Limit[]) => {
        await this.runAt(now, takeBackScript, keysOf(some), windowsOf(some))
      },
    }
    const parts = limits.length > 1 && (await this.spansSlots()) ? limitsBySlot(limits) : []
    return parts.length > 1 ? reserveOverSlots(parts, steps) : steps.count(limits)
  }

  async release({ key }: Limit, window: number): Promise<void> {
    await this.run(releaseScript, [key], window)
  }

  async guard(key: string, fact: GuardedFact, ttlMs: number): Promise<void> {
    await this.put(key, JSON.stringify(fact), ttlMs)
  }

  async attempt({ key, digests, brake }: Guess): Promise<GuessResult> {
    const answer = await this.run(attemptScript, [key, brake.key], ...policyOf(brake), ...digests)
    const [outcome, number, third] = answer as [GuessResult['outcome'], number, string]
    if (outcome === 'braked') return { outcome, retryAfterMs: number }
    if (outcome === 'wrong') return { outcome, triesLeft: number, ...beginsOf(third) }
    if (outcome !== 'right') return { outcome }
    const { id, value, tries } = JSON.parse(third) as GuardedFact
    return { outcome, id, value, triesLeft: tries, leftMs: number }
  }

  async spendGuarded(key: string, id: string, brakeKey: string): Promise<SpentGuarded | undefined> {
    const answer = await this.run(spendGuardedScript, [key, brakeKey], id)
    return Array.isArray(answer) ? { failures: textOf(answer[0]) } : undefined
  }

  async restore(key: string, fact: GuardedFact, ttlMs: number): Promise<void> {
    await this.run(restoreScript, [key], JSON.stringify(fact), this.endOf(ttlMs))
  }

  async strike(brake: Brake): Promise<StrikeResult> {
    const answer = await this.run(strikeScript, [brake.key], ...policyOf(brake))
    const [state, number] = answer as [StrikeResult['state'], number]
    if (state === 'closed') return { state }
    return state === 'open' ? { state, triesLeft: number } : { state, retryAfterMs: number }
  }

  async unstrike({ key, policy }: Brake): Promise<void> {
    await this.run(unstrikeScript, [key], brakeTtlMs(policy))
  }

  /** Redis removes by itself. */
  async sweep(): Promise<number> {
    return 0
  }

  isSwamped(): boolean {
    return this.connection.isSwamped()
  }

  close(): Promise<void> {
    return this.connection.close()
  }

  private async ask(script: RedisScript, limits: readonly Limit[], now: number): Promise<Reservation> {
    const answer = await this.runAt(now, script, keysOf(limits), windowsOf(limits))
    if (typeof answer === 'number') return { granted: true, reached: answer }
    if (!Array.isArray(answer)) return { granted: true }
    const [index, window, retryAfterMs] = answer as [number, number, number]
    return { granted: false, index, window, retryAfterMs }
  }

  private run(script: RedisScript, keys: readonly string[], ...args: Argument[]): Promise<unknown> {
    return this.runAt(this.clock.now(), script, keys, ...args)
  }

  private runAt(now: number, script: RedisScript, keys: readonly string[], ...args: Argument[]) {
    return this.connection.call(script, keys, [now, ...args])
  }

  private spansSlots(): Promise<boolean> {
    return this.connection.isCluster()
  }

  private endOf(ttlMs: number): number {
    if (!Number.isFinite(ttlMs)) throw new RangeError('the life of a fact must be a number of milliseconds')
    return Math.ceil(this.clock.now() + ttlMs)
  }
}

function keysOf(limits: readonly Limit[]): string[] {
  return limits.map(({ key }) => key)
}

function windowsOf(limits: readonly Limit[]): string {
  return JSON.stringify(limits.map(({ windows }) => windows))
}

function policyOf({ policy }: Brake): [policy: string, ttlMs: number] {
  return [JSON.stringify(policy), brakeTtlMs(policy)]
}

function textOf(answer: unknown): string | undefined {
  return typeof answer === 'string' ? answer : undefined
}

function beginsOf(state: string): { begins?: 'braked' | 'closed' } {
  return state === 'braked' || state === 'closed' ? { begins: state } : {}
}
