/** The way to Redis: every call is one script, and it is answered or refused in time. */
import { once } from 'node:events'
import { Patience } from '../../base/patience.ts'
import { refuse } from '../../base/refusal.ts'
import type { RedisAddress } from './redis-address.ts'
import { type OpenedRedis, openRedisClient, type RedisClient } from './redis-client.ts'
import type { RedisScript } from './redis-script.ts'

type Argument = string | number

/** So many calls in flight are a slow server's line. */
const mostInFlight = 2_000

export class RedisConnection {
  private readonly address: RedisAddress
  private readonly running = new Set<Promise<unknown>>()
  private opening: Promise<OpenedRedis> | undefined
  private becomingReady: Promise<unknown> | undefined
  private readonly patience = new Patience()
  private closed = false

  /** The first call connects. */
  constructor(address: RedisAddress) {
    this.address = address
  }

  async isCluster(): Promise<boolean> {
    return (await this.within(() => this.opened())).isCluster
  }

  /** Runs `script`. Rejects with `STORE_UNAVAILABLE` when Redis cannot be used at the moment. */
  async call(script: RedisScript, keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    const names = keys.map((key) => `${this.address.prefix}:${key}`)
    return this.within(async (isOver) => {
      const { client } = await this.opened()
      if (client.status !== 'ready') await this.untilReady(client)
      return isOver() ? undefined : runScript(client, script, [names.length, ...names, ...args])
    })
  }

  isSwamped(): boolean {
    return this.running.size > mostInFlight
  }

  /** What was asked for is done before. */
  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await Promise.allSettled(this.running)
    const opened = await this.opening?.catch(() => undefined)
    opened?.client.disconnect()
  }

  /** `work` is told when nobody waits for it any more. */
  private async within<T>(work: (isOver: () => boolean) => Promise<T>): Promise<T> {
    if (this.closed) throw new Error('the store was closed')
    let isOver = false
    const running = this.patience.wait(this.noted(work(() => isOver)))
    this.running.add(running)
    try {
      return await running
    } catch (error) {
      throw reasonOf(error)
    } finally {
      isOver = true
      this.running.delete(running)
    }
  }

  private async noted<T>(work: Promise<T>): Promise<T> {
    try {
      const result = await work
      this.patience.noteAnswer()
      return result
    } catch (error) {
      if (isDefect(error)) this.patience.noteAnswer()
      else this.patience.noteSilence()
      throw error
    }
  }

  private opened(): Promise<OpenedRedis> {
    this.opening ??= openRedisClient(this.address).catch((error: unknown) => {
      this.opening = undefined
      throw error
    })
    return this.opening
  }

  /** Shared, so that a long fault gathers no listeners; an error on the way ends the wait at once. */
  private untilReady(client: RedisClient): Promise<unknown> {
    this.becomingReady ??= once(client, 'ready').finally(() => {
      this.becomingReady = undefined
    })
    return this.becomingReady
  }
}

type Arguments = [keys: number, ...rest: Argument[]]

async function runScript(client: RedisClient, { text, sha }: RedisScript, args: Arguments): Promise<unknown> {
  try {
    return await client.evalsha(sha, ...args)
  } catch (error) {
    if (!messageOf(error).startsWith('NOSCRIPT')) throw error
    return client.eval(text, ...args)
  }
}

/** A mistake of ours in a script or in its keys; everything else is Redis or the way to it. */
function isDefect(error: unknown): boolean {
  return /^(?:WRONGTYPE|CROSSSLOT|ERR\b.*\bscript)/.test(messageOf(error))
}

/** Errors of the client hold the command with its values, so only their words go on. */
function reasonOf(error: unknown): Error {
  const cause = new Error(messageOf(error))
  return isDefect(error) ? cause : refuse('STORE_UNAVAILABLE', {}, cause)
}

/** An address with several numbers fails with several errors and no words of its own. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || String('code' in error ? error.code : error.name)
}
