/** The ephemeral port on SQLite: survives a restart, and is shared by all processes of the machine. */
import type { Clock } from '../../base/clock.ts'
import { sameBytes } from '../../base/same-bytes.ts'
import { SqliteConnection } from '../../sqlite/sqlite-connection.ts'
import {
  type BrakeRecord,
  brakeState,
  brakeTtlMs,
  countFailure,
  noFailures,
  takeBackFailure,
} from '../brake.ts'
import type {
  Brake,
  BrakeState,
  EphemeralStore,
  GuardedFact,
  Guess,
  GuessResult,
  Limit,
  Reservation,
} from '../ephemeral-store.ts'
import { countEvent, keepCurrent, waitFor, withoutNewest } from '../limit-windows.ts'

type FactRow = { readonly value: string; readonly expires_at: number }

const schema = `
  create table if not exists facts (key text primary key, value text not null, expires_at integer not null) without rowid, strict;
  create index if not exists facts_by_expiry on facts (expires_at);
  create table if not exists lists (id integer primary key, key text not null, value text not null, expires_at integer not null) strict;
  create index if not exists lists_by_key on lists (key);
  create index if not exists lists_by_expiry on lists (expires_at)`

const trimList = `delete from lists where key = ? and id <=
  (select id from lists where key = ? order by id desc limit 1 offset ?)`

const updateFact = 'update facts set value = ? where key = ? and expires_at = ?'

const upsertFact = `insert into facts (key, value, expires_at) values (?, ?, ?)
  on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at`

const sweepBatch = 500

/** When a counter that matters for `ms` may go: rounded up, so that most counts leave the expiry as it is. */
function keepUntil(now: number, ms: number): number {
  const grain = Math.ceil(ms / 8)
  return Math.ceil((now + ms) / grain) * grain
}

/** Opens (or makes) the file at `path`. */
export function openSqliteEphemeral(path: string, clock: Clock): EphemeralStore {
  return new SqliteEphemeral(path, clock)
}

class SqliteEphemeral implements EphemeralStore {
  private readonly connection: SqliteConnection
  private readonly clock: Clock

  constructor(path: string, clock: Clock) {
    this.connection = new SqliteConnection(path)
    this.connection.prepareFile(schema)
    this.clock = clock
  }

  put(key: string, value: string, ttlMs: number): Promise<void> {
    return this.atomically(() => this.write(key, value, this.clock.now() + ttlMs))
  }

  async get(key: string): Promise<string | undefined> {
    return this.connection.read(() => this.read(key)?.value)
  }

  spend(key: string): Promise<string | undefined> {
    return this.atomically(() => {
      const fact = this.read(key)
      if (fact !== undefined) this.remove(key)
      return fact?.value
    })
  }

  drop(...keys: string[]): Promise<void> {
    return this.atomically(() => {
      for (const key of keys) this.forget(key)
    })
  }

  push(key: string, value: string, keep: number, ttlMs: number): Promise<void> {
    return this.atomically(() => {
      const insert = 'insert into lists (key, value, expires_at) values (?, ?, ?)'
      this.connection.statement(insert).run(key, value, Math.ceil(this.clock.now() + ttlMs))
      this.connection.statement(trimList).run(key, key, keep)
    })
  }

  async list(key: string): Promise<string[]> {
    const sql = 'select value from lists where key = ? and expires_at > ? order by id desc'
    const read = () => this.connection.statement(sql).all(key, this.clock.now())
    const rows = this.connection.read(read) as { readonly value: string }[]
    return rows.map(({ value }) => value)
  }

  reserve(limits: readonly Limit[]): Promise<Reservation> {
    return this.atomically(() => this.reserveNow(limits, this.clock.now()))
  }

  release({ key }: Limit, window: number): Promise<void> {
    return this.atomically(() => {
      const row = this.read(key)
      if (row === undefined) return
      const logs = JSON.parse(row.value) as number[][]
      const rest = logs.map((log, index) => (index === window ? withoutNewest(log) : log))
      this.writeJson(key, rest, row.expires_at)
    })
  }

  guard(key: string, fact: GuardedFact, ttlMs: number): Promise<void> {
    return this.atomically(() => this.writeJson(key, fact, this.clock.now() + ttlMs))
  }

  attempt(guess: Guess): Promise<GuessResult> {
    return this.atomically(() => this.attemptNow(guess, this.clock.now()))
  }

  spendGuarded(key: string, id: string, brakeKey: string): Promise<boolean> {
    return this.atomically(() => {
      if (this.readJson<GuardedFact>(key)?.id !== id) return false
      this.remove(key)
      this.remove(brakeKey)
      return true
    })
  }

  restore(key: string, fact: GuardedFact, ttlMs: number): Promise<void> {
    return this.atomically(() => {
      if (this.read(key) === undefined) this.writeJson(key, fact, this.clock.now() + ttlMs)
    })
  }

  strike({ key, policy }: Brake): Promise<BrakeState> {
    return this.atomically(() => {
      const now = this.clock.now()
      const record = this.readJson<BrakeRecord>(key) ?? noFailures
      const state = brakeState(record, policy, now)
      if (state.state === 'open')
        this.writeJson(key, countFailure(record, policy, now), now + brakeTtlMs(policy))
      return state
    })
  }

  unstrike({ key, policy }: Brake): Promise<void> {
    return this.atomically(() => {
      const now = this.clock.now()
      const record = this.readJson<BrakeRecord>(key)
      if (record !== undefined) this.writeJson(key, takeBackFailure(record, now), now + brakeTtlMs(policy))
    })
  }

  sweep(): Promise<number> {
    return this.atomically(() => this.sweepTable('facts', 'key') + this.sweepTable('lists', 'id'))
  }

  async close(): Promise<void> {
    this.connection.close()
  }

  private reserveNow(limits: readonly Limit[], now: number): Reservation {
    const logs = limits.map(({ key, windows }) => {
      const kept = this.readJson<number[][]>(key) ?? []
      return windows.map((window, i) => keepCurrent(kept[i] ?? [], window, now))
    })
    for (const [index, { windows }] of limits.entries()) {
      const waits = windows.map((window, i) => waitFor(logs[index]?.[i] ?? [], window, now))
      const retryAfterMs = Math.max(...waits)
      if (retryAfterMs > 0)
        return { granted: false, index, window: waits.indexOf(retryAfterMs), retryAfterMs }
    }
    for (const [index, { key, windows }] of limits.entries()) {
      const log = logs[index] ?? []
      for (const [i, window] of windows.entries()) countEvent(log[i] ?? [], window, now)
      this.writeJson(key, log, keepUntil(now, 2 * Math.max(...windows.map(({ ms }) => ms))))
    }
    return { granted: true }
  }

  private attemptNow({ key, digests, brake }: Guess, now: number): GuessResult {
    const failures = this.readJson<BrakeRecord>(brake.key) ?? noFailures
    const state = brakeState(failures, brake.policy, now)
    if (state.state === 'braked') return { outcome: 'braked', retryAfterMs: state.retryAfterMs }
    if (state.state === 'closed') return { outcome: 'closed' }
    const row = this.read(key)
    if (row === undefined) return { outcome: 'missing' }
    const fact = JSON.parse(row.value) as GuardedFact
    if (digests.some((digest) => sameBytes(digest, fact.digest)))
      return {
        outcome: 'right',
        id: fact.id,
        value: fact.value,
        triesLeft: fact.tries,
        leftMs: row.expires_at - now,
      }
    this.writeJson(brake.key, countFailure(failures, brake.policy, now), now + brakeTtlMs(brake.policy))
    const triesLeft = fact.tries - 1
    if (triesLeft > 0) this.writeJson(key, { ...fact, tries: triesLeft }, row.expires_at)
    else this.remove(key)
    return { outcome: 'wrong', triesLeft }
  }

  private sweepTable(table: 'facts' | 'lists', id: 'key' | 'id'): number {
    const sql = `delete from ${table} where ${id} in
      (select ${id} from ${table} where expires_at <= ? order by expires_at limit ${sweepBatch})`
    return Number(this.connection.statement(sql).run(this.clock.now()).changes)
  }

  private atomically<T>(work: () => T): Promise<T> {
    return this.connection.write(work, false)
  }

  private read(key: string): FactRow | undefined {
    const sql = 'select value, expires_at from facts where key = ? and expires_at > ?'
    return this.connection.statement(sql).get(key, this.clock.now()) as FactRow | undefined
  }

  private readJson<T>(key: string): T | undefined {
    const row = this.read(key)
    return row === undefined ? undefined : (JSON.parse(row.value) as T)
  }

  /** A row whose expiry stays as it is costs no work on the index. */
  private write(key: string, value: string, expiresAt: number): void {
    const at = Math.ceil(expiresAt)
    const kept = this.connection.statement(updateFact).run(value, key, at)
    if (kept.changes === 0) this.connection.statement(upsertFact).run(key, value, at)
  }

  private writeJson(key: string, value: unknown, expiresAt: number): void {
    this.write(key, JSON.stringify(value), expiresAt)
  }

  private forget(key: string): void {
    this.remove(key)
    this.connection.statement('delete from lists where key = ?').run(key)
  }

  private remove(key: string): void {
    this.connection.statement('delete from facts where key = ?').run(key)
  }
}
