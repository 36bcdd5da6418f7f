/** The SQL port on `node:sqlite`: the embedded default. */
import { setTimeout } from 'node:timers/promises'
import { refuse } from '../../base/refusal.ts'
import { SqliteConnection } from '../../sqlite/sqlite-connection.ts'
import { isUniqueViolation } from '../../sqlite/sqlite-errcode.ts'
import type { SqlValue, Statement, Step } from '../database.ts'
import type { QueryBuilder, QueryDatabase } from '../query-database.ts'
import { openSqliteQueries, type SqliteQueries } from './sqlite-queries.ts'

/** Schema work of another process may take longer than any one statement waits. */
const longestWaitMs = 120_000
const betweenTriesMs = 20

/** Opens (or makes) the database file at `path`. */
export function openSqliteDatabase(path: string): QueryDatabase {
  return new SqliteDriver(path)
}

class SqliteDriver implements QueryDatabase {
  readonly dialect = 'sqlite'
  private readonly path: string
  private readonly login: SqliteConnection
  private queries: Promise<SqliteQueries> | undefined

  constructor(path: string) {
    this.path = path
    this.login = new SqliteConnection(path)
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

  change<P extends readonly SqlValue[]>({ sql }: Statement<P, never>, params: P): Promise<number> {
    return this.login.write(() => Number(this.login.statement(sql).run(...params).changes), true)
  }

  async kysely(): Promise<QueryBuilder> {
    return (await this.openQueries()).kysely
  }

  async exclusively<T>(work: (kysely: QueryBuilder) => Promise<T>): Promise<T> {
    const { kysely, connection } = await this.openQueries()
    return kysely
      .connection()
      .execute((inside) => this.login.holdWhile(() => inTransaction(connection, () => work(inside))))
  }

  async close(): Promise<void> {
    await (await this.queries)?.close()
    this.login.close()
  }

  private openQueries(): Promise<SqliteQueries> {
    this.queries ??= openSqliteQueries(this.path).catch((error: unknown) => {
      this.queries = undefined
      throw error
    })
    return this.queries
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

async function inTransaction<T>(connection: SqliteConnection, work: () => Promise<T>): Promise<T> {
  const { database } = connection
  await begin(connection)
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
async function begin(connection: SqliteConnection): Promise<void> {
  const until = performance.now() + longestWaitMs
  while (!connection.tryBegin()) {
    if (performance.now() > until) throw refuse('STORE_UNAVAILABLE')
    await setTimeout(betweenTriesMs)
  }
}
