/** The SQL port on `node:sqlite`: the embedded default. */
import { setTimeout } from 'node:timers/promises'
import { Kysely, SqliteDialect } from 'kysely'
import { refuse } from '../../base/refusal.ts'
import { SqliteConnection } from '../../sqlite/sqlite-connection.ts'
import { isUniqueViolation } from '../../sqlite/sqlite-errcode.ts'
import type { SqlValue, Statement, Step } from '../database.ts'
import type { QueryBuilder, QueryDatabase } from '../query-database.ts'

/** Schema work of another process may take longer than any one statement waits. */
const longestWaitMs = 120_000
const betweenTriesMs = 20

/** Opens (or makes) the database file at `path`. */
export function openSqliteDatabase(path: string): QueryDatabase {
  return new SqliteDriver(path)
}

class SqliteDriver implements QueryDatabase {
  readonly dialect = 'sqlite'
  readonly kysely: QueryBuilder
  private readonly login: SqliteConnection
  private readonly lists: SqliteConnection

  constructor(path: string) {
    this.login = new SqliteConnection(path)
    this.lists = new SqliteConnection(path)
    this.kysely = new Kysely({ dialect: new SqliteDialect({ database: forKysely(this.lists) }) })
  }

  async first<P extends readonly SqlValue[], Row>(
    of: Statement<P, Row>,
    params: P,
  ): Promise<Row | undefined> {
    return this.login.read(() => this.login.statement(of.sql).get(...params)) as Row | undefined
  }

  async all<P extends readonly SqlValue[], Row>(of: Statement<P, Row>, params: P): Promise<Row[]> {
    return this.login.read(() => this.login.statement(of.sql).all(...params)) as Row[]
  }

  async commit(steps: readonly Step[]): Promise<void> {
    await this.login.write(() => {
      for (const one of steps) this.runStep(one)
    }, true)
  }

  exclusively<T>(work: (kysely: QueryBuilder) => Promise<T>): Promise<T> {
    return this.kysely
      .connection()
      .execute((connection) => this.login.holdWhile(() => this.inTransaction(() => work(connection))))
  }

  async close(): Promise<void> {
    await this.kysely.destroy()
    this.login.close()
  }

  private async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    const { database } = this.lists
    await this.begin()
    try {
      const result = await work()
      database.exec('commit')
      return result
    } catch (error) {
      if (database.isTransaction) database.exec('rollback')
      throw error
    }
  }

  /** Waits for other processes without blocking this one. */
  private async begin(): Promise<void> {
    const until = performance.now() + longestWaitMs
    while (!this.lists.tryBegin()) {
      if (performance.now() > until) throw refuse('STORE_UNAVAILABLE')
      await setTimeout(betweenTriesMs)
    }
  }

  private runStep({ sql, params, guard }: Step): void {
    const changes = this.changesOf(sql, params, guard !== undefined)
    if (guard !== undefined && changes !== guard.changes) throw guard.otherwise()
  }

  private changesOf(sql: string, params: readonly SqlValue[], mayCollide: boolean): number {
    try {
      return Number(this.login.statement(sql).run(...params).changes)
    } catch (error) {
      if (mayCollide && isUniqueViolation(error)) return 0
      throw error
    }
  }
}

/** `node:sqlite` in the shape that Kysely's SQLite dialect drives. */
function forKysely(connection: SqliteConnection) {
  return {
    close: () => connection.close(),
    prepare(sql: string) {
      const prepared = connection.database.prepare(sql)
      return {
        reader: prepared.columns().length > 0,
        all: (params: readonly unknown[]) => prepared.all(...(params as SqlValue[])),
        run: (params: readonly unknown[]) => prepared.run(...(params as SqlValue[])),
        iterate: (params: readonly unknown[]) => prepared.iterate(...(params as SqlValue[])),
      }
    },
  }
}
