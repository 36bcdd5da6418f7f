/** Is a SQLite file sound? */
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** What is damaged in a file that nobody uses; empty where it is sound. It is one file afterwards, and on the disk. */
export function checkSqlite(path: string): string[] {
  const database = new DatabaseSync(path)
  try {
    database.exec('pragma journal_mode = delete')
    const rows = database.prepare('pragma integrity_check').all()
    return rows.map((row) => String(row.integrity_check)).filter((text) => text !== 'ok')
  } finally {
    database.close()
    flush(path)
  }
}

function flush(path: string): void {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}
