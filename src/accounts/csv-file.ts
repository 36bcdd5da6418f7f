/** Files of users as CSV (RFC 4180): a header line, UTF-8, every cell in quotes. */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { CsvError, type Info, type Options, parse } from 'csv-parse'
import { stringify } from 'csv-stringify/sync'
import { Refusal, refuse } from '../base/refusal.ts'
import { guardWritten, readCell, writeCell } from './csv-cell.ts'
import {
  cellFault,
  type FileColumn,
  type FileRow,
  fileColumns,
  isFileColumn,
  type ReadRow,
  reasonColumn,
} from './file-row.ts'

type ParsedRecord = { readonly record: readonly string[]; readonly info: Info }

/** A record longer than this has a quote that was never closed. */
const mostBytesOfRecord = 65_536

const options: Options = {
  bom: true,
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: mostBytesOfRecord,
}

export function writeCsvHeader(columns: readonly string[]): string {
  return stringify([[...columns]], { quoted: true })
}

export function writeCsvRows(columns: readonly FileColumn[], rows: readonly FileRow[]): string {
  return stringify(
    rows.map((row) => columns.map((column) => writeCell(column, row[column]))),
    { quoted: true, quoted_empty: false },
  )
}

/**
 * The rows behind the header. Where quotes are misplaced nobody can tell where rows end: that is a refusal for the
 * whole file, as are unknown columns. `onHeader` gets the header line of a file of rejects.
 */
export async function* readCsvRows(
  path: string,
  onHeader: (rejectsHeader: string) => void = () => {},
): AsyncGenerator<ReadRow> {
  let header: Header | undefined
  for await (const { record, info } of parseRecords(path)) {
    if (header === undefined) {
      header = readHeader(record)
      onHeader(header.rejected(record, reasonColumn))
    } else yield readRow(header, record, info)
  }
  if (header === undefined) throw cellFault('header', 'is missing: the first line has to name the columns')
}

async function* parseRecords(path: string): AsyncGenerator<ParsedRecord> {
  const parser = parse(options)
  // The parser tells what went wrong in either stream.
  pipeline(createReadStream(path), parser, () => {})
  try {
    yield* parser as AsyncIterable<ParsedRecord>
  } catch (error) {
    throw error instanceof CsvError ? misplaced(error) : error
  }
}

function misplaced({ message, code }: CsvError): Refusal {
  const line = Number(/at line (\d+)/.exec(message)?.[1] ?? 0)
  const fault = code === 'CSV_MAX_RECORD_SIZE' ? 'is not closed within 64 KiB' : 'is misplaced or not closed'
  return refuse('API_PARAMS_ERROR', { arguments: { [`line ${line}`]: `a quote ${fault}` } })
}

type Header = {
  readonly columns: readonly (FileColumn | undefined)[]
  readonly rejected: (record: readonly string[], reason: string) => string
}

function readHeader(names: readonly string[]): Header {
  const unknown = names.filter((name) => !isFileColumn(name) && name !== reasonColumn)
  if (unknown.length > 0)
    throw cellFault(
      'header',
      `has unknown columns: ${unknown.join(', ')}; known are ${fileColumns.join(', ')}`,
    )
  if (new Set(names).size < names.length) throw cellFault('header', 'names a column twice')
  return {
    columns: names.map((name) => (isFileColumn(name) ? name : undefined)),
    rejected(record, reason) {
      const cells = Array.from({ length: Math.max(names.length, record.length) }, (_, i) => record[i] ?? '')
      const kept = cells.filter((_, i) => names[i] !== reasonColumn)
      return stringify([[...kept, reason].map(guardWritten)], { quoted: true })
    },
  }
}

function readRow(header: Header, record: readonly string[], info: Info): ReadRow {
  const place = {
    line: info.lines,
    bytes: info.bytes,
    rejected: (reason: string) => header.rejected(record, reason),
  }
  try {
    return { ...place, row: readCells(header, record) }
  } catch (error) {
    if (error instanceof Refusal) return { ...place, fault: error }
    throw error
  }
}

function readCells({ columns }: Header, record: readonly string[]): FileRow {
  if (record.length !== columns.length)
    throw cellFault('row', `has ${record.length} cells where the header has ${columns.length}`)
  const cells = columns.flatMap((column, i) => {
    const cell = column && readCell(column, record[i] ?? '')
    return cell === undefined ? [] : [[column, cell] as const]
  })
  return Object.fromEntries(cells)
}
