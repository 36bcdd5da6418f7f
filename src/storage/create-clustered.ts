/** Tables that are their primary key: one tree instead of two for each row that is written. */
import type { CreateTableBuilder } from 'kysely'
import type { Dialect } from './database.ts'

/**
 * Creates a table that keeps its rows in the order of the primary key, where the database offers that. For short
 * rows with a primary key of their own; PostgreSQL has no such tables.
 */
export async function createClustered<Table extends string, Column extends string>(
  table: CreateTableBuilder<Table, Column>,
  dialect: Dialect,
): Promise<void> {
  const { sql } = await import('kysely')
  await (dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table).execute()
}
