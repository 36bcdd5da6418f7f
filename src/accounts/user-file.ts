/** A file of users that is to be imported: what it is, and its rows. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { TextDecoder } from 'node:util'
import { type Refusal, refuse } from '../base/refusal.ts'
import { readCsvRows } from './csv-file.ts'
import type { ReadRow } from './file-row.ts'
import { readJsonLines } from './json-lines-file.ts'

export type FileFormat = 'csv' | 'jsonl'

export type UserFile = {
  readonly format: FileFormat
  /** Digest of its content: what an interrupted import knows it by. */
  readonly id: string
  readonly bytes: number
  /** What a file of rejects begins with. */
  readonly rejectsHeader: string
  rows(): AsyncGenerator<ReadRow>
}

/**
 * Reads the file once, so that one that cannot be read to its end is refused before anything is imported:
 * `API_PARAMS_ERROR` when it is not UTF-8, when a quote is misplaced or when it has unknown columns.
 */
export async function openUserFile(path: string, format: FileFormat): Promise<UserFile> {
  const { id, bytes } = await digestText(path)
  if (format === 'jsonl') return { format, id, bytes, rejectsHeader: '', rows: () => readJsonLines(path) }
  let rejectsHeader = ''
  const rows = readCsvRows(path, (header) => {
    rejectsHeader = header
  })
  for await (const _ of rows);
  return { format, id, bytes, rejectsHeader, rows: () => readCsvRows(path) }
}

/** By the name's end; nothing when it says neither. */
export function formatOf(path: string): FileFormat | undefined {
  if (/\.csv$/i.test(path)) return 'csv'
  return /\.(?:jsonl|ndjson)$/i.test(path) ? 'jsonl' : undefined
}

async function digestText(path: string): Promise<{ readonly id: string; readonly bytes: number }> {
  const hash = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    // UTF-16 of plain letters is UTF-8 with a NUL at every second place.
    if (chunk.includes(0)) throw notUtf8()
    decode(decoder, chunk)
    hash.update(chunk)
    bytes += chunk.length
  }
  decode(decoder, undefined)
  return { id: hash.digest('base64url'), bytes }
}

/** Without a chunk: the end of the text. */
function decode(decoder: TextDecoder, chunk: Buffer | undefined): void {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined })
  } catch (error) {
    if (error instanceof TypeError) throw notUtf8()
    throw error
  }
}

function notUtf8(): Refusal {
  return refuse('API_PARAMS_ERROR', { arguments: { file: 'is not UTF-8 text: save it as "CSV UTF-8"' } })
}
