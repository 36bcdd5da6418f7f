/** `docs/reference/errors.md` says what the code does: every code, number, status and text. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { elementAnswers, ownTypeAnswer } from '../../src/http/elements/errcodes.ts'
import { eiamCode } from '../../src/http/sdk/eiam-codes.ts'
import { type SdkErrorName, sdkErrors } from '../../src/http/sdk/error-codes.ts'
import { refusalTexts } from '../../src/i18n/refusal-texts.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/reference/errors.md'), 'utf8')

/** Rows of the tables of a section, cell by cell. */
function rowsOf(heading: string): string[][] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
    .map((line) => line.slice(2, -2).split(' | '))
}

const told = (cells: readonly string[]) => cells.every((cell) => cell.trim().length > 3)

describe('docs/reference/errors.md', () => {
  test('SDK API: status, code and both texts, with cause and what to do', () => {
    const rows = rowsOf('SDK API')
    const expected = Object.values(sdkErrors)
      .map(({ status, code, en, zh }) => [String(status), `\`${code}\``, en, zh])
      .toSorted(([, a = ''], [, b = '']) => (a < b ? -1 : 1))
    assert.deepEqual(
      rows.map((row) => row.slice(0, 4)),
      expected,
    )
    for (const row of rows) assert.ok(row.length === 6 && told(row.slice(4)), row[1])
  })

  test('the other namespace: what each code of it is for, and which error it takes the place of', () => {
    const codes = Object.entries(sdkErrors).map(([name, { code }]) => [
      `\`${eiamCode(name as SdkErrorName)}\``,
      `\`${code}\``,
    ])
    const expected = codes
      .filter(([eiam = '']) => /\.1\d{3}`$/.test(eiam))
      .toSorted((left, right) => (left.join() < right.join() ? -1 : 1))
    assert.deepEqual(
      rowsOf('The other namespace').map((row) => row.slice(0, 2)),
      expected,
    )
  })

  test('elements: code, errcode, status and both texts, with the cause', () => {
    const rows = rowsOf('Elements')
    const expected = Object.entries(elementAnswers).map(([code, { errcode, status }]) => {
      const { en, zh } = refusalTexts[code as keyof typeof refusalTexts]
      return [`\`${code}\``, String(errcode), String(status), en, zh]
    })
    assert.deepEqual(
      rows.map((row) => row.slice(0, 5)),
      expected,
    )
    for (const row of rows) assert.ok(row.length === 6 && told(row.slice(5)), row[0])
  })

  test('elements: what own Types get', () => {
    const { errcode, status } = ownTypeAnswer
    assert.ok(page.includes(`have the errcode ${errcode}, the status ${status} and the Type's texts`))
  })

  test('no two codes share a number', () => {
    const numbers = Object.values(elementAnswers).map(({ errcode }) => errcode)
    assert.equal(new Set([...numbers, ownTypeAnswer.errcode]).size, numbers.length + 1)
    const codes = Object.values(sdkErrors).map(({ code }) => code)
    assert.equal(new Set(codes).size, codes.length)
  })

  test('spec 5: our own SDK codes are above 9000, in the vendors’ pattern', () => {
    for (const { code } of Object.values(sdkErrors))
      assert.match(code, /^IDAAS\.SDK\.(PARAM|USER|CAPTCHA|COM)\.(00|90)\d\d$/)
  })
})
