/** The ephemeral port on SQLite: survives a restart, and is shared by all processes of the machine. */
import type { Clock } from '../../base/clock.ts'
import { SqliteConnection } from '../../sqlite/sqlite-connection.ts'
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
  type HeldFact,
  type HeldFacts,
  releaseLimit,
  reserveLimits,
  restoreFact,
  spendFact,
  spendGuardedFact,
  strikeBrake,
  unstrikeBrake,
} from '../held-facts.ts'
import { createSqliteLists, listSchema, type SqliteLists } from './sqlite-lists.ts'
import { placeOf } from './sqlite-place.ts'

const schema = `
  create table if not exists facts (key text primary key, value text not null, expires_at integer not null) without rowid, strict;
  create index if not exists facts_by_expiry on facts (expires_at)`

const updateFact = 'update facts set value = ? where key = ?'

const upsertFact = `insert into facts (key, value, expires_at) values (?, ?, ?)
  on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at`

const sweepBatch = 500

/** Opens (or makes) the file at `path`. */
export function openSqliteEphemeral(path: string, clock: Clock): EphemeralStore {
  return new SqliteEphemeral(path, clock)
}

class SqliteEphemeral implements EphemeralStore {
  private readonly connection: SqliteConnection
  private readonly lists: SqliteLists
  private readonly clock: Clock
  /** Only within a write: nobody else can change them meanwhile. */
  private readonly facts: HeldFacts = {
    read: (key) => this.read(key),
    write: (key, value, expiresAt, was) => this.write(key, value, expiresAt, was),
    remove: (key) => this.remove(key),
  }

  constructor(path: string, clock: Clock) {
    this.connection = new SqliteConnection(path)
    this.connection.prepareFile(`${schema}; ${listSchema}`)
    this.lists = createSqliteLists(this.connection)
    this.clock = clock
  }

  put(key: string, value: string, ttlMs: number): Promise<void> {
    return this.atomically(() => this.write(key, value, this.clock.now() + ttlMs))
  }

  async get(key: string): Promise<string | undefined> {
    return this.connection.read(() => this.read(key)?.value)
  }

  spend(key: string): Promise<string | undefined> {
    return this.atomically(() => spendFact(this.facts, key))
  }

  drop(...keys: string[]): Promise<void> {
    return this.atomically(() => {
      for (const key of keys) this.forget(key)
    })
  }

  push(key: string, value: string, keep: number, ttlMs: number): Promise<void> {
    return this.atomically(() => this.lists.push(key, value, keep, this.clock.now() + ttlMs))
  }

  async list(key: string): Promise<string[]> {
    return this.connection.read(() => this.lists.read(key, this.clock.now()))
  }

  reserve(limits: readonly Limit[]): Promise<Reservation> {
    return this.atomically(() => reserveLimits(this.facts, limits, this.clock.now()))
  }

  release({ key }: Limit, window: number): Promise<void> {
    return this.atomically(() => releaseLimit(this.facts, key, window))
  }

  guard(key: string, fact: GuardedFact, ttlMs: number): Promise<void> {
    return this.atomically(() => this.write(key, JSON.stringify(fact), this.clock.now() + ttlMs))
  }

  attempt(guess: Guess): Promise<GuessResult> {
    return this.atomically(() => attemptGuess(this.facts, guess, this.clock.now()))
  }

  spendGuarded(key: string, id: string, brakeKey: string): Promise<SpentGuarded | undefined> {
    return this.atomically(() => spendGuardedFact(this.facts, key, id, brakeKey))
  }

  restore(key: string, fact: GuardedFact, ttlMs: number): Promise<void> {
    return this.atomically(() => restoreFact(this.facts, key, fact, this.clock.now() + ttlMs))
  }

  strike(brake: Brake): Promise<StrikeResult> {
    return this.atomically(() => strikeBrake(this.facts, brake, this.clock.now()))
  }

  unstrike(brake: Brake): Promise<void> {
    return this.atomically(() => unstrikeBrake(this.facts, brake, this.clock.now()))
  }

  sweep(): Promise<number> {
    return this.atomically(() => this.sweepTable('facts', 'key') + this.sweepTable('lists', 'id'))
  }

  async close(): Promise<void> {
    this.connection.close()
  }

  private sweepTable(table: 'facts' | 'lists', id: 'key' | 'id'): number {
    const sql = `delete from ${table} where ${id} in
      (select ${id} from ${table} where expires_at <= ? order by expires_at limit ${sweepBatch})`
    return Number(this.connection.statement(sql).run(this.clock.now()).changes)
  }

  private atomically<T>(work: () => T): Promise<T> {
    return this.connection.write(work, false)
  }

  private read(key: string): HeldFact | undefined {
    const sql = 'select value, expires_at as expiresAt from facts where key = ? and expires_at > ?'
    return this.connection.statement(sql).get(placeOf(key), this.clock.now()) as HeldFact | undefined
  }

  /** One whose expiry stays as it is costs no work on the index. */
  private write(key: string, value: string, expiresAt: number, was?: HeldFact): void {
    const at = Math.ceil(expiresAt)
    if (was?.expiresAt === at) this.connection.statement(updateFact).run(value, placeOf(key))
    else this.connection.statement(upsertFact).run(placeOf(key), value, at)
  }

  private forget(key: string): void {
    this.remove(key)
    this.lists.forget(key)
  }

  private remove(key: string): void {
    this.connection.statement('delete from facts where key = ?').run(placeOf(key))
  }
}
