/** Fills a SQLite file in bulk, without a journal: nobody else has it, and it is made anew if this fails. */
import { DatabaseSync } from 'node:sqlite'
import { grownRows } from './grown-rows.ts'

const forBulk = `pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -3000000;
  pragma temp_store = memory`

/** The file has the schema, and no rows. */
export function fillSqlite(file: string, count: number, now: number): void {
  const database = new DatabaseSync(file)
  try {
    database.exec(forBulk)
    for (const sql of grownRows('sqlite', count, now)) database.exec(sql)
    database.exec('pragma journal_mode = wal')
  } finally {
    database.close()
  }
}

/** Bytes by table, indexes included. */
export function sqliteBytes(file: string): Record<string, number> {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const sql = `select s.tbl_name as name, sum(d.pgsize) as bytes from dbstat d join sqlite_schema s on s.name = d.name
      where d.aggregate = 1 group by 1 having bytes > 100000`
    const rows = database.prepare(sql).all() as { name: string; bytes: number }[]
    return Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes]))
  } finally {
    database.close()
  }
}
