/** What a trial import would have taken: ids, numbers and names, on disk, so that a file of any length fits. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SqliteConnection } from '../sqlite/sqlite-connection.ts'

export interface SeenKeys {
  has(key: string): boolean
  add(keys: readonly string[]): void
  close(): void
}

export function openSeenKeys(): SeenKeys {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'))
  const connection = new SqliteConnection(join(folder, 'seen.sqlite'))
  connection.database.exec('pragma synchronous = off; create table seen (key text primary key) without rowid')
  const find = connection.statement('select 1 from seen where key = ?')
  const insert = connection.statement('insert into seen (key) values (?) on conflict do nothing')
  return {
    has: (key) => find.get(key) !== undefined,
    add(keys) {
      for (const key of keys) insert.run(key)
    },
    close() {
      connection.close()
      rmSync(folder, { recursive: true })
    },
  }
}
