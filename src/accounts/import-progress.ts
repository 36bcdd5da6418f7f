/**
 * How far the import of a file has come. The rows of the batch at hand are noted one by one, each in the transaction
 * that makes its user; once a batch is through it is one number. So whenever the process dies, no row is imported
 * twice and none is left out.
 */
import type { TenantId } from '../base/ids.ts'
import { type Refusal, refuse } from '../base/refusal.ts'
import { type Database, type Dialect, guarded, type Step, statement, step } from '../storage/database.ts'

export type ImportCounts = {
  /** Rows of the file that are dealt with. */
  readonly rows: number
  readonly imported: number
  readonly rejected: number
  /** Imported users who cannot log in by the `md5` transport before their first login by text. */
  readonly needsText: number
}

export type ImportState = ImportCounts & {
  /** Length of the file of rejects when these counts were made. */
  readonly rejectsBytes: number
  readonly finishedAt: number | undefined
}

type Key = [tenant: string, file: string]

type Row = {
  readonly rows_done: number
  readonly imported: number
  readonly rejected: number
  readonly needs_text: number
  readonly rejects_bytes: number
  readonly finished_at: number | null
}

const find = statement<Key, Row>(
  'user-imports.find',
  `select rows_done, imported, rejected, needs_text, rejects_bytes, finished_at
   from user_imports where tenant_id = ? and file_id = ?`,
)
const begin = statement<[...Key, at: number]>(
  'user-imports.begin',
  `insert into user_imports
     (tenant_id, file_id, rows_done, imported, rejected, needs_text, rejects_bytes, started_at)
   values (?, ?, 0, 0, 0, 0, 0, ?) on conflict do nothing`,
)
const advance = statement<
  [rows: number, imported: number, rejected: number, text: number, bytes: number, ...Key, before: number]
>(
  'user-imports.advance',
  `update user_imports set rows_done = ?, imported = ?, rejected = ?, needs_text = ?, rejects_bytes = ?
   where tenant_id = ? and file_id = ? and rows_done = ? and finished_at is null`,
)
const finish = statement<[at: number, ...Key]>(
  'user-imports.finish',
  'update user_imports set finished_at = ? where tenant_id = ? and file_id = ? and finished_at is null',
)
const forget = statement<Key>(
  'user-imports.forget',
  'delete from user_imports where tenant_id = ? and file_id = ?',
)
/** SQLite has one writer. Else a batch that is being ended meanwhile would be read as it was before. */
const lockOf: Readonly<Record<Dialect, string>> = { sqlite: '', postgres: 'for share' }
const noteRow = (dialect: Dialect) =>
  statement<[offset: number, ...Key, from: number]>(
    'user-import-rows.note',
    `insert into user_import_rows (tenant_id, file_id, row_number)
     select tenant_id, file_id, rows_done + ? from user_imports
     where tenant_id = ? and file_id = ? and rows_done = ? ${lockOf[dialect]} on conflict do nothing`,
  )
const forgetRows = statement<Key>(
  'user-import-rows.forget',
  'delete from user_import_rows where tenant_id = ? and file_id = ?',
)

export interface ImportProgress {
  /** Where the import of this file is; begins it where there is none. */
  open(now: number): Promise<ImportState>
  /**
   * As the first step of the transaction of the row that stands `offset` behind the `from` rows that are dealt
   * with. Refused with `imported` when the row is in already.
   */
  noteRow(from: number, offset: number, imported: () => Refusal): Step
  /** A batch is through. Refused as `BUSY` when another process imports the same file. */
  advance(from: ImportCounts, to: Omit<ImportState, 'finishedAt'>): Promise<void>
  finish(now: number): Promise<void>
  /** The next import of this file begins at its first row. */
  forget(): Promise<void>
}

export function createImportProgress(database: Database, tenantId: TenantId, fileId: string): ImportProgress {
  const key: Key = [tenantId, fileId]
  const note = noteRow(database.dialect)
  return {
    async open(now) {
      await database.commit([step(begin, [...key, now])])
      const row = await database.first(find, key)
      if (row === undefined) throw new Error('the import was forgotten while it began')
      return toState(row)
    },
    noteRow: (from, offset, imported) => guarded(note, [offset, ...key, from], imported),
    advance: (from, { rows, imported, rejected, needsText, rejectsBytes }) =>
      database.commit([
        guarded(advance, [rows, imported, rejected, needsText, rejectsBytes, ...key, from.rows], () =>
          refuse('BUSY'),
        ),
        step(forgetRows, key),
      ]),
    finish: (now) => database.commit([step(finish, [now, ...key])]),
    forget: () => database.commit([step(forgetRows, key), step(forget, key)]),
  }
}

function toState(row: Row): ImportState {
  return {
    rows: Number(row.rows_done),
    imported: Number(row.imported),
    rejected: Number(row.rejected),
    needsText: Number(row.needs_text),
    rejectsBytes: Number(row.rejects_bytes),
    finishedAt: row.finished_at === null ? undefined : Number(row.finished_at),
  }
}
