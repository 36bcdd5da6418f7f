/**
 * Cells of a CSV file. A cell that a spreadsheet would take for a formula is written with a `'` in front, and so
 * is one that begins with `'`; reading takes exactly that one away again, so what was exported comes back as it was.
 * A list of several values is a JSON array.
 */
import { type Cell, cellFault, type FileColumn, listColumns } from './file-row.ts'

/** What starts a formula in one spreadsheet or another, full-width signs included, and our own sign. */
const guarded = /^[=+\-@\t\r\n＝＋－＠']/

export function writeCell(column: FileColumn, cell: Cell | undefined): string {
  if (cell === undefined) return ''
  return guard(textOf(column, cell))
}

/** A cell as it stands in a file, guarded as if it had been written here. It still reads as the same. */
export function guardWritten(written: string): string {
  return guard(unguard(written))
}

function guard(text: string): string {
  return guarded.test(text) ? `'${text}` : text
}

function unguard(written: string): string {
  return written.startsWith("'") && guarded.test(written.slice(1)) ? written.slice(1) : written
}

/** Nothing for an empty cell, but for `corps`: there it is the empty list. */
export function readCell(column: FileColumn, written: string): Cell | undefined {
  const text = unguard(written)
  if (text === '') return column === 'corps' ? [] : undefined
  return listColumns.has(column) && text.startsWith('[') ? readList(column, text) : text
}

function textOf(column: FileColumn, cell: Cell): string {
  if (!listColumns.has(column)) return String(cell)
  const values = Array.isArray(cell) ? cell : [String(cell)]
  const [first = ''] = values
  return values.length > 1 || first.startsWith('[') ? JSON.stringify(values) : first
}

function readList(column: FileColumn, text: string): Cell {
  const list = parseOrNothing(text)
  if (!Array.isArray(list) || !list.every((value) => typeof value === 'string'))
    throw cellFault(column, 'begins like a list and is no JSON array of texts')
  return list
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
