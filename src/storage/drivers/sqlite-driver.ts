/** The SQL port on `node:sqlite`: the embedded default. */
import { Kysely, SqliteDialect } from 'kysely'
import { SqliteConnection } from '../../sqlite/sqlite-connection.ts'
import type { Database, SqlValue, Statement, Step } from '../database.ts'

type Schema = Record<string, Record<string, SqlValue>>

/** Opens (or makes) the database file at `path`. */
export function openSqliteDatabase(path: string): Database {
  return new SqliteDriver(path)
}

class SqliteDriver implements Database {
  readonly dialect = 'sqlite'
  readonly kysely: Kysely<Schema>
  private readonly login: SqliteConnection
  private readonly lists: SqliteConnection

  constructor(path: string) {
    this.login = new SqliteConnection(path)
    this.lists = new SqliteConnection(path)
    this.kysely = new Kysely<Schema>({ dialect: new SqliteDialect({ database: forKysely(this.lists) }) })
  }

  async first<P extends readonly SqlValue[], Row>(
    of: Statement<P, Row>,
    params: P,
  ): Promise<Row | undefined> {
    return this.login.statement(of.sql).get(...params) as Row | undefined
  }

  async all<P extends readonly SqlValue[], Row>(of: Statement<P, Row>, params: P): Promise<Row[]> {
    return this.login.statement(of.sql).all(...params) as Row[]
  }

  async commit(steps: readonly Step[]): Promise<void> {
    await this.login.write(() => {
      for (const one of steps) this.runStep(one)
    }, true)
  }

  async exclusively<T>(work: (kysely: Kysely<Schema>) => Promise<T>): Promise<T> {
    const { database } = this.lists
    database.exec('begin immediate')
    try {
      const result = await work(this.kysely)
      database.exec('commit')
      return result
    } catch (error) {
      if (database.isTransaction) database.exec('rollback')
      throw error
    }
  }

  async close(): Promise<void> {
    await this.kysely.destroy()
    this.login.close()
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

/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY. */
const uniqueViolations = new Set([2067, 1555])

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && uniqueViolations.has(error.errcode as number)
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
