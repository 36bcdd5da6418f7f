/** Reads a table by its key, a bounded number of rows at a time, on either database. */
import { type Database, type SqlValue, statement } from '../database.ts'
import type { TableShape } from './table-shape.ts'

export type Row = Readonly<Record<string, SqlValue>>

/** In memory at once. */
const pageRows = 1_000

/** The rows behind the key `after`, or all, in pages; the order is that of the database. Between pages other work runs. */
export async function* readPages(
  database: Database,
  shape: TableShape,
  after?: readonly SqlValue[],
): AsyncGenerator<Row[]> {
  let last = after
  for (;;) {
    const rows: Row[] = await database.all(pageOf(shape, last !== undefined), last ?? [])
    if (rows.length > 0) yield rows
    const end = rows.at(-1)
    if (end === undefined || rows.length < pageRows) return
    last = keyOf(shape, end)
    await new Promise(setImmediate)
  }
}

export function keyOf({ key }: TableShape, row: Row): SqlValue[] {
  return key.map((column) => row[column] ?? null)
}

/** For SQL. */
export function listOf(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ')
}

function pageOf({ table, columns, key }: TableShape, isBehind: boolean) {
  const behind = isBehind ? `where (${listOf(key)}) > (${key.map(() => '?').join(', ')})` : ''
  return statement<readonly SqlValue[], Row>(
    `copy.${isBehind ? 'next' : 'first'}.${table}`,
    `select ${listOf(columns)} from "${table}" ${behind} order by ${listOf(key)} limit ${pageRows}`,
  )
}
