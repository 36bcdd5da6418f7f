/** Removes in bounded batches what nobody needs any more; processes that do so at once do not wait for each other. */
import { type Dialect, type SqlValue, type Statement, statement } from './database.ts'

export type Pruning = {
  /** Of the statement. */
  readonly name: string
  readonly table: string
  /** Columns of the primary key, comma-separated. */
  readonly key: string
  /** What holds for the rows, and the order in which they go, by an index. */
  readonly where: string
  readonly orderBy: string
}

/** Removes the first `batch` of those rows; in PostgreSQL those that no other transaction is at. */
export function pruneStatement<P extends readonly SqlValue[]>(
  dialect: Dialect,
  { name, table, key, where, orderBy }: Pruning,
  batch: number,
): Statement<P, never> {
  const rows = (columns: string) =>
    `select ${columns} from ${table} where ${where} order by ${orderBy} limit ${batch}`
  // The number is written out, and the rows are an array: a plan for many rows would read the whole table instead.
  const sql =
    dialect === 'sqlite'
      ? `delete from ${table} where (${key}) in (${rows(key)})`
      : `delete from ${table} where ctid = any(array(${rows('ctid')} for update skip locked))`
  return statement(`${name} ${batch}`, sql)
}
