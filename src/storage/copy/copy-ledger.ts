/**
 * How far a copy has come, in the target itself: each batch is noted in the transaction that writes it. While the
 * ledger is there, a row among the migrations keeps every program from starting on half a copy.
 */
import { refuse } from '../../base/refusal.ts'
import { type Database, guarded, type SqlValue, type Step, statement } from '../database.ts'
import { unfinishedCopy } from '../migrate.ts'
import type { QueryBuilder, QueryDatabase } from '../query-database.ts'
import { CopyFault } from './copy-fault.ts'
import type { TableSum } from './table-digest.ts'
import type { TableShape } from './table-shape.ts'

export type SurveyedTable = { readonly shape: TableShape; readonly sum: TableSum }

export type TableState = { readonly rowsDone: number; readonly lastKey: readonly SqlValue[] | undefined }

type LedgerRow = {
  readonly table_name: string
  readonly source_rows: number
  readonly source_digest: string
  readonly rows_done: number
  readonly last_key: string | null
}

const ledger = 'copy_ledger'
const readAll = statement<[], LedgerRow>(
  'copy-ledger.read',
  `select table_name, source_rows, source_digest, rows_done, last_key from ${ledger}`,
)
const advance = statement<[done: number, key: string, table: string, before: number]>(
  'copy-ledger.advance',
  `update ${ledger} set rows_done = ?, last_key = ? where table_name = ? and rows_done = ?`,
)

/** Begins it in a target whose tables are there and empty. Throws `CopyFault` when one has rows. */
export async function beginLedger(target: QueryDatabase, survey: readonly SurveyedTable[]): Promise<void> {
  await target.exclusively(async (schema) => {
    await requireEmpty(schema, survey)
    await schema.schema
      .createTable(ledger)
      .addColumn('table_name', 'text', (column) => column.primaryKey())
      .addColumn('source_rows', 'bigint', (column) => column.notNull())
      .addColumn('source_digest', 'text', (column) => column.notNull())
      .addColumn('rows_done', 'bigint', (column) => column.notNull())
      .addColumn('last_key', 'text')
      .execute()
    const rows = survey.map(({ shape: { table }, sum }) => ({
      table_name: table,
      source_rows: sum.rows,
      source_digest: sum.digest,
      rows_done: 0,
    }))
    await schema.insertInto(ledger).values(rows).execute()
    await schema.insertInto('migrations').values({ id: unfinishedCopy, applied_at: Date.now() }).execute()
  })
}

/** Where the copy of each table is. Throws `CopyFault` when it was begun from other rows. */
export async function readLedger(
  target: Database,
  survey: readonly SurveyedTable[],
): Promise<ReadonlyMap<string, TableState>> {
  const rows = new Map((await target.all(readAll, [])).map((row) => [row.table_name, row]))
  const others = survey.filter(({ shape: { table }, sum }) => {
    const row = rows.get(table)
    return row?.source_rows !== sum.rows || row.source_digest !== sum.digest
  })
  if (others.length > 0 || rows.size !== survey.length)
    throw new CopyFault(
      `the target holds half a copy of another source, or this one has changed since (${others.map(({ shape }) => shape.table).join(', ')}): drop that database, make it anew, and copy into it`,
    )
  return new Map(
    [...rows].map(([table, { rows_done, last_key }]) => [
      table,
      { rowsDone: rows_done, lastKey: last_key === null ? undefined : JSON.parse(last_key) },
    ]),
  )
}

/** Together with the rows up to `key`. Refused as `BUSY` when another copy into this target is at work. */
export function noteBatch(table: string, before: number, done: number, key: readonly SqlValue[]): Step {
  return guarded(advance, [done, JSON.stringify(key), table, before], () => refuse('BUSY'))
}

/** The copy is whole: programs may start. */
export async function endLedger(target: QueryDatabase): Promise<void> {
  await target.exclusively(async (schema) => {
    await schema.schema.dropTable(ledger).execute()
    await schema.deleteFrom('migrations').where('id', '=', unfinishedCopy).execute()
  })
}

async function requireEmpty(schema: QueryBuilder, survey: readonly SurveyedTable[]): Promise<void> {
  for (const { shape } of survey) {
    const [column = ''] = shape.columns
    const row = await schema.selectFrom(shape.table).select(column).limit(1).executeTakeFirst()
    if (row !== undefined)
      throw new CopyFault(
        `the target is not empty: there are rows in ${shape.table}. Copy into a new database`,
      )
  }
}
