/**
 * Copies every table of a SQLite database into an empty PostgreSQL database. Killed at any place it goes on where it
 * was; what has arrived is compared with what was read.
 */
import { refuse } from '../../base/refusal.ts'
import { type Database, type Step, statement } from '../database.ts'
import { appliedMigrations, type Migration, migrate, unfinishedCopy } from '../migrate.ts'
import type { QueryDatabase } from '../query-database.ts'
import { CopyFault } from './copy-fault.ts'
import {
  beginLedger,
  endLedger,
  noteBatch,
  readLedger,
  type SurveyedTable,
  type TableState,
} from './copy-ledger.ts'
import { keyOf, listOf, type Row, readPages } from './read-pages.ts'
import { createTableDigest, portable, type TableSum } from './table-digest.ts'
import { type TableShape, tableShapes } from './table-shape.ts'

/** `work` is what is done to `table` now. Counted in rows over all tables; each row counts once in each kind of work. */
export type CopyStep = {
  readonly work: 'read' | 'copied' | 'compared'
  readonly table: string
  readonly done: number
  readonly total: number
}

export type TableCopy = {
  readonly source: Database
  readonly target: QueryDatabase
  readonly migrations: readonly Migration[]
  /** Told after each batch; what it throws ends the copy, which can be taken up again. */
  readonly onStep: (step: CopyStep) => void
  /** Done once the tables are whole, before programs may start on them; again when the copy was ended in it. */
  readonly beforeEnd: () => Promise<void>
}

export type CopiedTable = TableSum & { readonly table: string }

/** The sums of what has arrived. Throws `CopyFault`, and `SchemaFault` for a target of a newer program. */
export async function copyTables(copy: TableCopy): Promise<CopiedTable[]> {
  const { source, target, migrations } = copy
  await requireSameSchema(source, migrations)
  const shapes = await tableShapes(source)
  const tell = await stepTeller(copy, shapes)
  const survey: SurveyedTable[] = []
  for (const shape of shapes) survey.push({ shape, sum: await sumOf(source, shape, tell('read')) })
  const states = await openTarget(target, migrations, survey)
  const copied = tell('copied')
  for (const { shape } of survey) await copyTable(source, target, shape, states.get(shape.table), copied)
  await advanceCounters(target)
  await compare(target, survey, tell('compared'))
  await copy.beforeEnd()
  await endLedger(target)
  return survey.map(({ shape: { table }, sum }) => ({ table, ...sum }))
}

async function requireSameSchema(source: Database, migrations: readonly Migration[]): Promise<void> {
  const applied = await appliedMigrations(source)
  const known = migrations.map(({ id }) => id)
  if (applied.length === 0) throw new CopyFault('the source holds no installation')
  const missing = known.filter((id) => !applied.includes(id))
  if (missing.length > 0)
    throw new CopyFault(
      `the source has an older schema: run "latchkey migrate" on it first (${missing.join(', ')})`,
    )
  const newer = applied.filter((id) => !known.includes(id))
  if (newer.length > 0)
    throw new CopyFault(`the source has a newer schema than this program knows (${newer.join(', ')})`)
}

async function openTarget(
  target: QueryDatabase,
  migrations: readonly Migration[],
  survey: readonly SurveyedTable[],
): Promise<ReadonlyMap<string, TableState>> {
  if (!(await appliedMigrations(target)).includes(unfinishedCopy)) {
    await migrate(target, migrations)
    await beginLedger(target, survey)
  }
  return readLedger(target, survey)
}

type Tell = (table: string, rows: number) => void

async function stepTeller(
  { source, onStep }: TableCopy,
  shapes: readonly TableShape[],
): Promise<(work: CopyStep['work']) => Tell> {
  let total = 0
  for (const { table } of shapes) {
    const count = statement<[], { rows: number }>(
      `copy.count.${table}`,
      `select count(*) as rows from "${table}"`,
    )
    total += (await source.first(count, []))?.rows ?? 0
  }
  return (work) => {
    let done = 0
    return (table, rows) => {
      done += rows
      onStep({ work, table, done, total })
    }
  }
}

async function sumOf(database: Database, shape: TableShape, tell: Tell): Promise<TableSum> {
  const digest = createTableDigest(shape)
  for await (const rows of readPages(database, shape)) {
    digest.add(rows)
    tell(shape.table, rows.length)
  }
  return digest.sum()
}

async function copyTable(
  source: Database,
  target: Database,
  shape: TableShape,
  { rowsDone, lastKey }: TableState = { rowsDone: 0, lastKey: undefined },
  tell: Tell,
): Promise<void> {
  let done = rowsDone
  tell(shape.table, done)
  for await (const rows of readPages(source, shape, lastKey)) {
    const [end] = rows.slice(-1)
    if (end === undefined) return
    const before = done
    done += rows.length
    await target.commit([insertion(shape, rows), noteBatch(shape.table, before, done, keyOf(shape, end))])
    tell(shape.table, rows.length)
  }
}

/** One statement and one value, whatever the number of rows. */
function insertion({ table, columns }: TableShape, rows: readonly Row[]): Step {
  const names = listOf(columns)
  const insert = statement<[json: string]>(
    `copy.insert.${table}`,
    `insert into "${table}" (${names}) select ${names} from json_populate_recordset(null::"${table}", ?::json)`,
  )
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, portable(row[column] ?? null)])),
  )
  // Rows that are there already are those of another copy at work.
  const guard = { changes: rows.length, otherwise: () => refuse('BUSY') }
  return { name: insert.name, sql: insert.sql, params: [JSON.stringify(objects)], guard }
}

const findCounters = statement<[], { readonly tableName: string; readonly columnName: string }>(
  'copy.counters',
  `select table_name as "tableName", column_name as "columnName" from information_schema.columns
   where table_schema = current_schema() and column_default like 'nextval(%'`,
)

/** The next row that the program makes gets a number behind those that were copied. */
async function advanceCounters(target: Database): Promise<void> {
  for (const { tableName, columnName } of await target.all(findCounters, [])) {
    const advance = statement<[table: string, column: string], { readonly last: number }>(
      `copy.counter.${tableName}`,
      `select setval(pg_get_serial_sequence(?, ?), (select coalesce(max("${columnName}"), 0) + 1 from "${tableName}"), false) as last`,
    )
    await target.first(advance, [tableName, columnName])
  }
}

async function compare(target: Database, survey: readonly SurveyedTable[], tell: Tell): Promise<void> {
  const damaged: string[] = []
  for (const { shape, sum } of survey) {
    const arrived = await sumOf(target, shape, tell)
    if (arrived.rows !== sum.rows || arrived.digest !== sum.digest)
      damaged.push(`${shape.table} (${sum.rows} rows read, ${arrived.rows} arrived)`)
  }
  if (damaged.length > 0)
    throw new CopyFault(
      `what arrived differs from what was read: ${damaged.join(', ')}. Drop the target, make it anew, and copy again`,
      'damaged',
    )
}
