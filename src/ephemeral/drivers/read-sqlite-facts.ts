/** The facts of a SQLite file, for another store to take over. */
import type { DatabaseSync } from 'node:sqlite'
import { keyAt } from './sqlite-place.ts'

export type StoredFact = { readonly key: string; readonly value: string; readonly expiresAt: number }

type Row = { readonly key: string; readonly value: string; readonly expires_at: number }

/** In memory at once. */
const pageRows = 500

/** What has not expired at `now` (epoch milliseconds), in pages. Lists are not among them. */
export function* readSqliteFacts(file: DatabaseSync, now: number): Generator<StoredFact[]> {
  const page = file.prepare(
    `select key, value, expires_at from facts where key > ? and expires_at > ? order by key limit ${pageRows}`,
  )
  let last = ''
  for (;;) {
    const rows = page.all(last, now) as Row[]
    if (rows.length > 0)
      yield rows.map(({ key, value, expires_at }) => ({ key: keyAt(key), value, expiresAt: expires_at }))
    if (rows.length < pageRows) return
    last = rows.at(-1)?.key ?? last
  }
}
