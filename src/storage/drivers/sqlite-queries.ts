/** Kysely on a connection of its own. It takes a fifth of a bare start to load, so it comes with the first query. */
import { SqliteConnection } from '../../sqlite/sqlite-connection.ts'
import type { SqlValue } from '../database.ts'
import type { QueryBuilder } from '../query-database.ts'

export type SqliteQueries = {
  readonly kysely: QueryBuilder
  readonly connection: SqliteConnection
  close(): Promise<void>
}

export async function openSqliteQueries(path: string): Promise<SqliteQueries> {
  const { Kysely, SqliteDialect } = await import('kysely')
  const connection = new SqliteConnection(path)
  const kysely: QueryBuilder = new Kysely({
    dialect: new SqliteDialect({ database: forKysely(connection) }),
  })
  return {
    kysely,
    connection,
    async close() {
      await kysely.destroy()
      // Kysely closes only what it has used.
      if (connection.database.isOpen) connection.close()
    },
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
