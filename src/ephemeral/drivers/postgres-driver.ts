/**
 * The ephemeral port on PostgreSQL, for processes on several machines without Redis: four round trips an operation. Its
 * tables are not logged, so a server that crashed or was restored has none of the facts.
 */
import type { PoolClient } from 'pg'
import type { Clock } from '../../base/clock.ts'
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
import {
  attemptGuess,
  type HeldFacts,
  releaseLimit,
  reserveLimits,
  restoreFact,
  spendFact,
  spendGuardedFact,
  strikeBrake,
  unstrikeBrake,
} from '../held-facts.ts'
import { beginHolding, bytesOf, changeFacts } from './postgres-held-facts.ts'

/** Connections to the server, of which one call has one. */
export type PostgresConnections = {
  /** Rejects with what `work` or the way to the server says. `isSpoilt`: after which errors a connection is closed. */
  use<T>(work: (client: PoolClient) => Promise<T>, isSpoilt: (error: unknown) => boolean): Promise<T>
  isSwamped(): boolean
  end(): Promise<void>
}

export type PostgresAccess = {
  /** Called once; the store ends the connections. */
  connect(): Promise<PostgresConnections>
  /** What a call rejects with: `STORE_UNAVAILABLE` when the server cannot be used at the moment. */
  reasonOf(error: unknown): unknown
}

const schemaKey = 'ephemeral schema'
const schema = `
  create unlogged table if not exists ephemeral_facts (key bytea primary key, value bytea not null, expires_at bigint not null);
  create index if not exists ephemeral_facts_by_expiry on ephemeral_facts (expires_at);
  create unlogged table if not exists ephemeral_lists (id bigint generated always as identity primary key,
    key bytea not null, value bytea not null, expires_at bigint not null);
  create index if not exists ephemeral_lists_by_key on ephemeral_lists (key, id);
  create index if not exists ephemeral_lists_by_expiry on ephemeral_lists (expires_at)`

const sweepBatch = 500

/** The first call connects and makes the tables. */
export function openPostgresEphemeral(access: PostgresAccess, clock: Clock): EphemeralStore {
  return new PostgresEphemeral(access, clock)
}

class PostgresEphemeral implements EphemeralStore {
  private readonly access: PostgresAccess
  private readonly clock: Clock
  private readonly running = new Set<Promise<unknown>>()
  private opening: Promise<PostgresConnections> | undefined
  private connections: PostgresConnections | undefined
  private preparing: Promise<unknown> | undefined
  private closed = false

  constructor(access: PostgresAccess, clock: Clock) {
    this.access = access
    this.clock = clock
  }

  put(key: string, value: string, ttlMs: number): Promise<void> {
    return this.change([key], (facts, now) => facts.write(key, value, now + ttlMs))
  }

  async get(key: string): Promise<string | undefined> {
    const text = 'select value from ephemeral_facts where key = $1 and expires_at > $2'
    return (await this.values('ephemeral get', text, key))[0]
  }

  spend(key: string): Promise<string | undefined> {
    return this.change([key], (facts) => spendFact(facts, key))
  }

  drop(...keys: string[]): Promise<void> {
    const places = keys.map(bytesOf)
    return this.hold(keys, async (client) => {
      await client.query('delete from ephemeral_facts where key = any($1::bytea[])', [places])
      await client.query('delete from ephemeral_lists where key = any($1::bytea[])', [places])
    })
  }

  push(key: string, value: string, keep: number, ttlMs: number): Promise<void> {
    const place = bytesOf(key)
    const expiresAt = Math.ceil(this.clock.now() + ttlMs)
    return this.hold([key], async (client) => {
      const insert = 'insert into ephemeral_lists (key, value, expires_at) values ($1, $2, $3)'
      await client.query(insert, [place, bytesOf(value), expiresAt])
      const trim = `delete from ephemeral_lists where key = $1 and id <=
        (select id from ephemeral_lists where key = $1 order by id desc limit 1 offset $2)`
      await client.query(trim, [place, keep])
    })
  }

  list(key: string): Promise<string[]> {
    const text = 'select value from ephemeral_lists where key = $1 and expires_at > $2 order by id desc'
    return this.values('ephemeral list', text, key)
  }

  async reserve(limits: readonly Limit[]): Promise<Reservation> {
    if (limits.length === 0) return { granted: true }
    const keys = limits.map(({ key }) => key)
    return this.change(keys, (facts, now) => reserveLimits(facts, limits, now))
  }

  release({ key }: Limit, window: number): Promise<void> {
    return this.change([key], (facts) => releaseLimit(facts, key, window))
  }

  guard(key: string, fact: GuardedFact, ttlMs: number): Promise<void> {
    return this.put(key, JSON.stringify(fact), ttlMs)
  }

  attempt(guess: Guess): Promise<GuessResult> {
    return this.change([guess.key, guess.brake.key], (facts, now) => attemptGuess(facts, guess, now))
  }

  spendGuarded(key: string, id: string, brakeKey: string): Promise<SpentGuarded | undefined> {
    return this.change([key, brakeKey], (facts) => spendGuardedFact(facts, key, id, brakeKey))
  }

  restore(key: string, fact: GuardedFact, ttlMs: number): Promise<void> {
    return this.change([key], (facts, now) => restoreFact(facts, key, fact, now + ttlMs))
  }

  strike(brake: Brake): Promise<StrikeResult> {
    return this.change([brake.key], (facts, now) => strikeBrake(facts, brake, now))
  }

  unstrike(brake: Brake): Promise<void> {
    return this.change([brake.key], (facts, now) => unstrikeBrake(facts, brake, now))
  }

  sweep(): Promise<number> {
    return this.run(async (client) => {
      const facts = await client.query(sweepOf('ephemeral_facts', 'key'), [this.clock.now()])
      const lists = await client.query(sweepOf('ephemeral_lists', 'id'), [this.clock.now()])
      return (facts.rowCount ?? 0) + (lists.rowCount ?? 0)
    })
  }

  isSwamped(): boolean {
    return this.connections?.isSwamped() ?? false
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await Promise.allSettled(this.running)
    const connections = await this.opening?.catch(() => undefined)
    await connections?.end()
  }

  private change<T>(keys: readonly string[], work: (facts: HeldFacts, now: number) => T): Promise<T> {
    return this.hold(keys, (client) => {
      const now = this.clock.now()
      return changeFacts(client, keys, now, (facts) => work(facts, now))
    })
  }

  /** Until it ends nobody else can change what is under these keys. */
  private hold<T>(keys: readonly string[], work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.run((client) => inTransaction(client, keys, work))
  }

  private values(name: string, text: string, key: string): Promise<string[]> {
    return this.run(async (client) => {
      const values = [bytesOf(key), this.clock.now()]
      const { rows } = await client.query<{ readonly value: Buffer }>({ name, text, values })
      return rows.map(({ value }) => value.toString())
    })
  }

  private async run<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    if (this.closed) throw new Error('the store was closed')
    const running = this.prepared().then((connections) => connections.use(work, isAnything))
    this.running.add(running)
    try {
      return await running
    } catch (error) {
      throw this.access.reasonOf(error)
    } finally {
      this.running.delete(running)
    }
  }

  private async prepared(): Promise<PostgresConnections> {
    this.opening ??= this.access.connect()
    this.connections ??= await this.opening
    const { connections } = this
    this.preparing ??= connections.use(
      (client) => inTransaction(client, [schemaKey], () => client.query(schema)),
      isAnything,
    )
    try {
      await this.preparing
    } catch (error) {
      this.preparing = undefined
      throw error
    }
    return connections
  }
}

/** What has failed is undone with its connection. */
const isAnything = () => true

async function inTransaction<T>(
  client: PoolClient,
  keys: readonly string[],
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  await beginHolding(client, keys)
  const result = await work(client)
  await client.query('commit')
  return result
}

/** Rows that others are at are left for later: it never waits. */
function sweepOf(table: string, id: string): string {
  return `delete from ${table} where ${id} in (select ${id} from ${table} where expires_at <= $1
    order by expires_at limit ${sweepBatch} for update skip locked)`
}
