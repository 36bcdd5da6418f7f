/** The SQL port on an open SQLite file, to read from. */
import type { DatabaseSync } from 'node:sqlite'
import type { Database, SqlValue, Statement } from '../database.ts'

/** Closing it closes the file. */
export function readOnlySqlite(file: DatabaseSync): Database {
  function all<P extends readonly SqlValue[], Row>({ sql }: Statement<P, Row>, params: P): Row[] {
    return file.prepare(sql).all(...params) as Row[]
  }

  return {
    dialect: 'sqlite',
    all: async (of, params) => all(of, params),
    first: async (of, params) => all(of, params)[0],
    commit: refuseToWrite,
    change: refuseToWrite,
    async close() {
      file.close()
    },
  }
}

async function refuseToWrite(): Promise<never> {
  throw new Error('this database is only read')
}
