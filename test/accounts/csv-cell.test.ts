/** Cells of CSV files: no spreadsheet takes one for a formula, and each comes back exactly as it was. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readCell, writeCell } from '../../src/accounts/csv-cell.ts'
import { readCsvRows, writeCsvHeader, writeCsvRows } from '../../src/accounts/csv-file.ts'
import {
  type FileColumn,
  type FileRow,
  fileColumns,
  listColumns,
  type ReadRow,
} from '../../src/accounts/file-row.ts'
import { readJsonLines, writeJsonLines } from '../../src/accounts/json-lines-file.ts'

const formulaStarts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']

/** Texts that are hard on CSV, more often than chance would have them. */
const hardText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...formulaStarts, "'", '"', ',', ';', '[', ']', '\r\n', ' ', '张'),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join('').replaceAll('\0', ''))
  .filter((text) => text !== '' && text.length < 2000 && text.isWellFormed())

const row: fc.Arbitrary<FileRow> = fc
  .record({
    nick: hardText,
    name: hardText,
    phone: fc.oneof(hardText, fc.array(hardText, { minLength: 2, maxLength: 3 })),
    username: hardText,
    password: fc.array(hardText, { minLength: 2, maxLength: 3 }),
    corps: fc.array(hardText, { maxLength: 3 }),
  })
  .map((cells) => ({ ...cells }))

/** One value of a list reads as that value. */
function plain(cells: FileRow): FileRow {
  const entries = Object.entries(cells).map(([column, cell]) => {
    const isList = Array.isArray(cell) && listColumns.has(column)
    return [column, isList && cell.length === 1 ? cell[0] : cell]
  })
  return Object.fromEntries(entries)
}

async function rowsOf(file: AsyncIterable<ReadRow>): Promise<FileRow[]> {
  const rows: FileRow[] = []
  for await (const { row } of file) rows.push(row ?? {})
  return rows
}

describe('cells', () => {
  for (const start of formulaStarts) {
    test(`a text that begins with ${JSON.stringify(start)} is written with ' in front`, () => {
      for (const column of ['nick', 'phone'] as const) {
        const written = writeCell(column, `${start}cmd|' /C calc'!A0`)
        assert.equal(written[0], "'")
        assert.equal(readCell(column, written), `${start}cmd|' /C calc'!A0`)
      }
    })
  }

  test('a text that begins with our own sign keeps it', () => {
    for (const text of ["'", "''", "'=1", "'plain", "''+1"])
      assert.equal(readCell('nick', writeCell('nick', text)), text)
  })

  test("a hand-written ' in front of anything else stays", () => {
    assert.equal(readCell('nick', "'Ndrangheta"), "'Ndrangheta")
    assert.equal(readCell('nick', "'=1"), '=1')
  })
})

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-csv-'))
  after(() => rmSync(folder, { recursive: true }))
  const columns: FileColumn[] = [...fileColumns]

  test('what is written as CSV is read as it was, line breaks, quotes and formulas included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (rows) => {
        const path = join(folder, 'users.csv')
        const text = writeCsvHeader(columns) + writeCsvRows(columns, rows)
        const cells = parse(text) as string[][]
        assert.ok(cells.flat().every((cell) => !/^[=+\-@\t\r\n＝＋－＠]/.test(cell)))
        writeFileSync(path, text)
        const read = await rowsOf(readCsvRows(path))
        assert.deepEqual(read.map(plain), rows.map(plain))
      }),
      { numRuns: 200 },
    )
  })

  test('what is written as JSON lines is read as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (rows) => {
        const path = join(folder, 'users.jsonl')
        writeFileSync(path, writeJsonLines(columns, rows))
        const read = await rowsOf(readJsonLines(path))
        assert.deepEqual(read, rows)
      }),
      { numRuns: 200 },
    )
  })
})
