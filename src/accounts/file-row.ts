/** A row of a file of users as it stands there: columns and cells, not yet checked. */
import { type Refusal, refuse } from '../base/refusal.ts'

export const fileColumns = [
  'userId',
  'nick',
  'name',
  'email',
  'phone',
  'phoneLogin',
  'username',
  'passwordLogin',
  'password',
  'over',
  'status',
  'corps',
  'createTime',
  'profile',
] as const

export type FileColumn = (typeof fileColumns)[number]

/** Columns that may hold several values: a user may have a number or name in more than one login type. */
export const listColumns: ReadonlySet<string> = new Set<FileColumn>([
  'phone',
  'phoneLogin',
  'username',
  'passwordLogin',
  'password',
  'over',
  'corps',
])

/** Why a row was rejected: the import writes the column and does not read it. */
export const reasonColumn = 'reason'

export type Cell = string | number | readonly string[]

export type FileRow = { readonly [Column in FileColumn]?: Cell }

/** The cells of a row, or why it cannot be read. */
export type ReadCells =
  | { readonly row: FileRow; readonly fault?: never }
  | { readonly row?: never; readonly fault: Refusal }

/** A row with its place: its cells, or why it cannot be read. */
export type ReadRow = {
  /** From 1: the line that the row ends on. */
  readonly line: number
  /** How much of the file has been read. */
  readonly bytes: number
  /** The row as it stands in the file, with the reason of its rejection, ready to be written to a file of rejects. */
  readonly rejected: (reason: string) => string
} & ReadCells

export function isFileColumn(name: string): name is FileColumn {
  return (fileColumns as readonly string[]).includes(name)
}

/** "No" to a row or file, by column and never by value: it may be a password. */
export function cellFault(column: string, fault: string): Refusal {
  return refuse('API_PARAMS_ERROR', { arguments: { [column]: fault } })
}
