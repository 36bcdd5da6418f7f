/**
 * One SQLite file as the drivers of both ports use it: prepared statements kept by their text, and writes of
 * one turn of the event loop sharing one commit. All work on a connection is synchronous, so two requests
 * never mix in a transaction.
 */
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { refuse } from '../base/refusal.ts'
import { isBusy, isUnavailable } from './sqlite-errcode.ts'
import { untilUnlocked } from './until-unlocked.ts'

type QueuedWrite = {
  readonly work: () => unknown
  readonly undoable: boolean
  /** When it was asked for (`performance.now()`). */
  readonly since: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Outcome = { readonly settle: () => void }

/** How long one statement blocks the process for another's lock. */
const busyTimeoutMs = 50

/** How long a write waits for another process's transaction before it is refused as `STORE_UNAVAILABLE`. */
const longestWaitMs = 2000
const betweenTriesMs = 10

/** How much of a file a connection keeps at hand. A page that is not costs a system call at each use. */
const pageCacheKib = 8192

/** How long writes are gathered at most while more arrive. */
const gatherMs = 1

export class SqliteConnection {
  readonly database: DatabaseSync
  private readonly statements = new Map<string, StatementSync>()
  private queue: QueuedWrite[] = []
  private scheduled = false
  private held = 0

  constructor(path: string) {
    makePrivate(path)
    this.database = new DatabaseSync(path, { timeout: busyTimeoutMs })
    try {
      // SQLite does not wait by itself for the lock that a change of the journal takes.
      this.prepareFile('pragma journal_mode = wal')
      this.database.exec(
        `pragma synchronous = normal; pragma wal_autocheckpoint = 4000; pragma cache_size = -${pageCacheKib}`,
      )
    } catch (error) {
      this.database.close()
      throw error
    }
  }

  /** Schema work at the start; other processes may be at it too. */
  prepareFile(sql: string): void {
    untilUnlocked(() => this.database.exec(sql))
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

  /** Runs work that only reads. A file that cannot be used is refused as `STORE_UNAVAILABLE`. */
  read<T>(work: () => T): T {
    try {
      return untilUnlocked(work)
    } catch (error) {
      throw reasonOf(error)
    }
  }

  /**
   * Runs `work` inside this turn's transaction and answers once that is committed. Work that throws is undone
   * alone: by a savepoint of its own where it is `undoable`; else the others are run once more without it, so it
   * must do nothing but read and write here. A file that cannot be used is refused as `STORE_UNAVAILABLE`.
   */
  write<T>(work: () => T, undoable: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const since = performance.now()
      this.queue.push({ work, undoable, since, resolve: resolve as (value: unknown) => void, reject })
      if (!this.scheduled && this.held === 0) this.scheduleFlush(0, since)
    })
  }

  /** Begins a transaction unless another connection is writing; does not wait for that. */
  tryBegin(): boolean {
    this.database.exec('pragma busy_timeout = 0')
    try {
      this.statement('begin immediate').run()
      return true
    } catch (error) {
      if (isBusy(error)) return false
      throw error
    } finally {
      this.database.exec(`pragma busy_timeout = ${busyTimeoutMs}`)
    }
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
    while (this.queue.length > 0) this.flush()
    this.statements.clear()
    this.database.close()
  }

  private flush(): void {
    const batch = this.queue
    this.queue = []
    this.scheduled = false
    if (batch.length > 0) this.commit(batch)
  }

  private commit(batch: readonly QueuedWrite[]): void {
    try {
      this.statement('begin immediate').run()
    } catch (error) {
      this.undo()
      if (isBusy(error)) this.tryLater(batch, error)
      else rejectAll(batch, error)
      return
    }
    try {
      const outcomes = batch.map((write) => this.runOne(write))
      this.statement('commit').run()
      for (const { settle } of outcomes) settle()
    } catch (error) {
      this.undo()
      if (batch.length === 1 || isUnavailable(error)) rejectAll(batch, error)
      else for (const write of batch) this.commit([write])
    }
  }

  /** Not by blocking: other requests go on meanwhile, and their writes join the queue. */
  private tryLater(batch: readonly QueuedWrite[], error: unknown): void {
    const now = performance.now()
    rejectAll(
      batch.filter(({ since }) => now - since > longestWaitMs),
      error,
    )
    this.queue.unshift(...batch.filter(({ since }) => now - since <= longestWaitMs))
    if (this.queue.length === 0 || this.scheduled) return
    this.scheduled = true
    setTimeout(() => {
      if (this.held === 0) this.flush()
      else this.scheduled = false
    }, betweenTriesMs)
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
      // SQLite has undone the whole transaction by itself: nothing of this turn can be committed.
      if (!this.database.isTransaction) throw error
      this.statement('rollback to one').run()
      this.statement('release one').run()
      return { settle: () => write.reject(reasonOf(error)) }
    }
  }

  private undo(): void {
    try {
      if (this.database.isTransaction) this.statement('rollback').run()
    } catch {
      // What went wrong is known already; the next turn cannot begin and says so.
    }
  }
}

/** SQLite makes a file that others can read, and gives the files beside it the mode of the first. */
function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch {
    // It is there, or SQLite says in its own words why it cannot be.
  }
}

function rejectAll(batch: readonly QueuedWrite[], error: unknown): void {
  for (const write of batch) write.reject(reasonOf(error))
}

function reasonOf(error: unknown): unknown {
  return isUnavailable(error) ? refuse('STORE_UNAVAILABLE', {}, error) : error
}
