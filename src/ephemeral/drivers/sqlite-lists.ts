/** The lists of the ephemeral port on SQLite. Each call belongs into a write or a read of the driver. */
import type { SqliteConnection } from '../../sqlite/sqlite-connection.ts'

export const listSchema = `
  create table if not exists lists (id integer primary key, key text not null, value text not null, expires_at integer not null) strict;
  create index if not exists lists_by_key on lists (key);
  create index if not exists lists_by_expiry on lists (expires_at)`

const insert = 'insert into lists (key, value, expires_at) values (?, ?, ?)'

const trim = `delete from lists where key = ? and id <=
  (select id from lists where key = ? order by id desc limit 1 offset ?)`

const select = 'select value from lists where key = ? and expires_at > ? order by id desc'

export interface SqliteLists {
  /** Adds to the front of a list that keeps the newest `keep` values. Times are epoch milliseconds. */
  push(key: string, value: string, keep: number, expiresAt: number): void
  /** Newest first. */
  read(key: string, now: number): string[]
  forget(key: string): void
}

export function createSqliteLists(connection: SqliteConnection): SqliteLists {
  return {
    push(key, value, keep, expiresAt) {
      connection.statement(insert).run(key, value, Math.ceil(expiresAt))
      connection.statement(trim).run(key, key, keep)
    },
    read(key, now) {
      const rows = connection.statement(select).all(key, now) as { readonly value: string }[]
      return rows.map(({ value }) => value)
    },
    forget(key) {
      connection.statement('delete from lists where key = ?').run(key)
    },
  }
}
