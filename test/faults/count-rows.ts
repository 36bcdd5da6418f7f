/** Rows of a table in a SQLite file that a program has open. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** All of them, or those that `where` tells. */
export function countRows(data: string, file: string, table: string, where = '1'): number {
  const database = new DatabaseSync(join(data, file), { readOnly: true, timeout: 5000 })
  try {
    return Number(database.prepare(`select count(*) as n from ${table} where ${where}`).get()?.n)
  } finally {
    database.close()
  }
}
