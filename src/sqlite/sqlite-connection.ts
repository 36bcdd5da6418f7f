/**
 * One SQLite file as the drivers of both ports use it: prepared statements kept by their text, and writes of
 * one turn of the event loop sharing one commit. All work on a connection is synchronous, so two requests
 * never mix in a transaction.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { refuse } from '../base/refusal.ts'
import { isBusy } from './sqlite-errcode.ts'

type QueuedWrite = {
  readonly work: () => unknown
  readonly undoable: boolean
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Outcome = { readonly settle: () => void }

/** How long a write waits for another process's transaction before it is refused as `STORE_UNAVAILABLE`. */
const busyTimeoutMs = 2000

/** How long writes are gathered at most while more arrive. */
const gatherMs = 1

export class SqliteConnection {
  readonly database: DatabaseSync
  private readonly statements = new Map<string, StatementSync>()
  private queue: QueuedWrite[] = []
  private scheduled = false
  private held = 0

  constructor(path: string) {
    this.database = new DatabaseSync(path, { timeout: busyTimeoutMs })
    this.database.exec(
      'pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 4000',
    )
  }

  /** The prepared statement of this text, compiled at its first use. */
  statement(sql: string): StatementSync {
    let statement = this.statements.get(sql)
    if (statement === undefined) {
      statement = this.database.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement
  }

  /**
   * Runs `work` inside this turn's transaction and answers once that is committed.
   * `undoable` work that throws is rolled back alone; work that is not fails the whole turn when it throws.
   */
  write<T>(work: () => T, undoable: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ work, undoable, resolve: resolve as (value: unknown) => void, reject })
      if (!this.scheduled && this.held === 0) this.scheduleFlush(0, performance.now())
    })
  }

  /**
   * Keeps writes in the queue while `work` has a transaction on another connection of this process: to wait for
   * its lock would block the very turn of the event loop that it needs to end.
   */
  async holdWhile<T>(work: () => Promise<T>): Promise<T> {
    this.held += 1
    try {
      return await work()
    } finally {
      this.held -= 1
      if (this.held === 0 && !this.scheduled) this.scheduleFlush(0, performance.now())
    }
  }

  /** Waits while every turn of the event loop brings more writes, and not longer than `gatherMs`. */
  private scheduleFlush(seen: number, since: number): void {
    this.scheduled = true
    setImmediate(() => {
      const { length } = this.queue
      if (length > seen && performance.now() - since < gatherMs) this.scheduleFlush(length, since)
      else if (this.held === 0) this.flush()
      else this.scheduled = false
    })
  }

  /** Commits what is queued and closes the file. Later calls fail. */
  close(): void {
    this.flush()
    this.statements.clear()
    this.database.close()
  }

  private flush(): void {
    const batch = this.queue
    this.queue = []
    this.scheduled = false
    if (batch.length === 0) return
    try {
      const outcomes = this.commitTogether(batch)
      for (const outcome of outcomes) outcome.settle()
    } catch (error) {
      const reason = isBusy(error) ? refuse('STORE_UNAVAILABLE', {}, error) : error
      for (const write of batch) write.reject(reason)
    }
  }

  private commitTogether(batch: readonly QueuedWrite[]): Outcome[] {
    this.statement('begin immediate').run()
    try {
      const outcomes = batch.map((write) => this.runOne(write))
      this.statement('commit').run()
      return outcomes
    } catch (error) {
      if (this.database.isTransaction) this.statement('rollback').run()
      throw error
    }
  }

  private runOne(write: QueuedWrite): Outcome {
    if (!write.undoable) {
      const value = write.work()
      return { settle: () => write.resolve(value) }
    }
    this.statement('savepoint one').run()
    try {
      const value = write.work()
      this.statement('release one').run()
      return { settle: () => write.resolve(value) }
    } catch (error) {
      this.statement('rollback to one').run()
      this.statement('release one').run()
      return { settle: () => write.reject(error) }
    }
  }
}
