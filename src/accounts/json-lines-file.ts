/** Files of users as JSON lines: one object a line, with the columns of the CSV as keys. */
import { createReadStream } from 'node:fs'
import { Refusal } from '../base/refusal.ts'
import {
  type Cell,
  cellFault,
  type FileColumn,
  type FileRow,
  isFileColumn,
  type ReadRow,
  reasonColumn,
} from './file-row.ts'

type Line = { readonly text: string | undefined; readonly line: number; readonly bytes: number }

const mostBytesOfLine = 65_536
const newline = 0x0a

export function writeJsonLines(columns: readonly FileColumn[], rows: readonly FileRow[]): string {
  return rows.map((row) => `${JSON.stringify(inOrder(columns, row))}\n`).join('')
}

export async function* readJsonLines(path: string): AsyncGenerator<ReadRow> {
  for await (const { text, ...place } of readLines(path)) if (text?.trim() !== '') yield readLine(text, place)
}

function readLine(text: string | undefined, place: Pick<Line, 'line' | 'bytes'>): ReadRow {
  const object = text === undefined ? undefined : parseObject(text)
  const rejected = (reason: string) => `${JSON.stringify({ ...object, [reasonColumn]: reason })}\n`
  try {
    if (text === undefined) throw cellFault('line', 'is longer than 64 KiB')
    if (object === undefined) throw cellFault('line', 'is no JSON object')
    return { ...place, rejected, row: readCells(object) }
  } catch (error) {
    if (error instanceof Refusal) return { ...place, rejected, fault: error }
    throw error
  }
}

function inOrder(columns: readonly FileColumn[], row: FileRow): FileRow {
  return Object.fromEntries(
    columns.flatMap((column) => (row[column] === undefined ? [] : [[column, row[column]]])),
  )
}

/** The cells of an object. Refused as `API_PARAMS_ERROR` where it is no row. */
export function readCells(object: object): FileRow {
  const cells: (readonly [FileColumn, Cell])[] = []
  for (const [key, cell] of Object.entries(object)) {
    if (key === reasonColumn || cell === null) continue
    if (!isFileColumn(key)) throw cellFault('line', 'has a key that is no column')
    if (!isCell(cell)) throw cellFault(key, 'is neither text nor number nor a list of texts')
    cells.push([key, cell])
  }
  return Object.fromEntries(cells)
}

function isCell(value: unknown): value is Cell {
  if (typeof value === 'string' || typeof value === 'number') return true
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Keeps no more than one line; of one that is too long nothing. */
async function* readLines(path: string): AsyncGenerator<Line> {
  let parts: Buffer[] = []
  let length = 0
  let line = 0
  let bytes = 0
  const take = (): Line => {
    const text =
      length > mostBytesOfLine
        ? undefined
        : Buffer.concat(parts)
            .toString('utf8')
            .replace(/^\uFEFF/, '')
    parts = []
    length = 0
    line += 1
    return { text, line, bytes }
  }
  const keep = (part: Buffer) => {
    length += part.length
    bytes += part.length
    if (length <= mostBytesOfLine) parts.push(part)
    else parts = []
  }
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      keep(chunk.subarray(from, at))
      bytes += 1
      yield take()
      from = at + 1
    }
    keep(chunk.subarray(from))
  }
  if (length > 0) yield take()
}
