/** The SQL port on `node:sqlite`: the embedded default. */
import { setTimeout } from 'node:timers/promises'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { SqliteConnection } from '../../sqlite/sqlite-connection.ts'
import { isBusy, isUniqueViolation } from '../../sqlite/sqlite-errcode.ts'
import type { SqlValue, Statement, Step } from '../database.ts'
import type { QueryBuilder, QueryDatabase } from '../query-database.ts'

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
      .execute((connection) => this.login.holdWhile(() => this.inTransaction(connection, work)))
  }

  async close(): Promise<void> {
    await this.kysely.destroy()
    this.login.close()
  }

  private async inTransaction<T>(
    connection: QueryBuilder,
    work: (kysely: QueryBuilder) => Promise<T>,
  ): Promise<T> {
    await begin(connection)
    try {
      const result = await work(connection)
      await sql`commit`.execute(connection)
      return result
    } catch (error) {
      if (this.lists.database.isTransaction) await sql`rollback`.execute(connection)
      throw error
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

/** Schema work of another process may take longer than any one statement waits. */
const longestWaitMs = 120_000
const betweenTriesMs = 20

async function begin(connection: QueryBuilder): Promise<void> {
  const until = performance.now() + longestWaitMs
  for (;;) {
    try {
      await sql`begin immediate`.execute(connection)
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
      await setTimeout(betweenTriesMs)
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
