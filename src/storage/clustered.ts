/** Tables that are their primary key: one tree instead of two for each row that is written. */
import { type CreateTableBuilder, sql } from 'kysely'
import type { Dialect } from './database.ts'

/**
 * Keeps the rows of a table in the order of its primary key, where the database offers that. For short rows
 * with a primary key of their own; PostgreSQL has no such tables.
 */
export function clustered<Table extends string, Column extends string>(
  table: CreateTableBuilder<Table, Column>,
  dialect: Dialect,
): CreateTableBuilder<Table, Column> {
  return dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table
}
