/** Every call × every fault of its body and of each field (spec 5, "Headers" and "Calls"). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sdkErrors } from '../../../src/http/sdk/error-codes.ts'
import { sdkCalls } from '../../../src/http/sdk/sdk-face.ts'
import { objectField, type Row, rows } from './call-rows.ts'
import {
  type Answered,
  assertFails,
  assertFailsAsDeclared,
  type CallTable,
  declarationOf,
  isGet,
  openCallTable,
  requestOf,
} from './open-call-table.ts'

const empties = { missing: undefined, null: null, 'an empty text': '', blanks: ' \t ' }
const noTexts = {
  'a number': 13800138000,
  zero: 0,
  true: true,
  false: false,
  'an array': ['1'],
  '1,025 characters': 'x'.repeat(1025),
}
const oddTexts = {
  SQL: "' OR 1=1; DROP TABLE users; --",
  NUL: '1\u0000',
  'a lone surrogate': '\ud800',
  '1,024 characters': 'x'.repeat(1024),
  'other digits': '１３８',
}

const { bodyInvalid } = sdkErrors

const posts = rows.filter((row) => !isGet(row))

test('the table lists every call, and its fields in the order that is declared', () => {
  const declared = sdkCalls.map(({ method = 'POST', path }) => `${method} ${path}`)
  assert.deepEqual(
    rows.map(({ call }) => call).toSorted(),
    declared.toSorted() as (typeof rows)[number]['call'][],
  )
  for (const row of rows)
    assert.deepEqual(
      declarationOf(row).fields.map(({ name }) => name),
      Object.keys(row.fields),
      row.call,
    )
})

test('spec 5: every call × every field × every value', async (t) => {
  const table = await openCallTable(t)
  for (const row of posts)
    for (const name of Object.keys(row.fields))
      await t.test(`${row.call}: ${name}`, () => checkField(table, row, name))
  assert.deepEqual(table.defects, [])
})

async function checkField(table: CallTable, row: Row, name: string): Promise<void> {
  const ask = (value: unknown) =>
    table.ask(requestOf(row, table.headersOf(row), { ...row.body, [name]: value }))
  for (const [kind, value] of Object.entries(empties))
    assertFails(await ask(value), row.fields[name] ?? row.after, kind)
  const isObject = name === objectField
  const wrong = { ...noTexts, ...(isObject ? { 'a text': 'x' } : { 'an object': { value: '1' } }) }
  for (const [kind, value] of Object.entries(wrong)) assertFails(await ask(value), 'bodyInvalid', kind)
  for (const [kind, value] of Object.entries(isObject ? { 'an object': { value: '1' } } : oddTexts)) {
    const answer = await ask(value)
    assertFailsAsDeclared(answer, row, kind)
    assert.notEqual(JSON.parse(answer.body).error_code, bodyInvalid.code, kind)
  }
}

test('spec 5: every call × every fault of the body', async (t) => {
  const table = await openCallTable(t)
  for (const row of posts) await t.test(row.call, () => checkBody(table, row))
  assert.deepEqual(table.defects, [])
})

async function checkBody(table: CallTable, row: Row): Promise<void> {
  const headers = table.headersOf(row)
  const ask = (body: unknown, type = 'application/json') =>
    table.ask(requestOf(row, { ...headers, 'content-type': type }, body))
  const takesFields = Object.keys(row.fields).length > 0

  for (const body of [
    '{',
    '<a>',
    'mobile=1',
    "{'a':1}",
    '{"a":1}{',
    '{"__proto__":1}',
    '\ufeff{',
    '{"a":\u0000}',
  ])
    assertFails(await ask(body), 'bodyInvalid', body)
  const noBody = row.noBody ?? (takesFields ? 'bodyInvalid' : row.after)
  for (const body of ['[]', '[{}]', '"x"', '1', 'true', 'null'])
    assertFails(await ask(body), takesFields ? 'bodyInvalid' : row.after, body)
  assertFails(await ask(''), noBody, 'an empty body')
  const { payload: _body, ...none } = { ...requestOf(row, headers), headers: { ...headers } }
  assertFails(await table.ask(none), noBody, 'no body')

  const large = JSON.stringify({ ...row.body, more: 'x'.repeat(64 * 1024) })
  assertFails(await ask(large), 'bodyTooLarge', 'more than 64 KiB')
  const unknown = { ...row.body, more: 1, 'X-client-id': 'x', error_code: [], valueOf: null }
  assertFails(await ask(unknown), row.after, 'unknown fields')

  const types = ['utf8', 'utf-8', 'UTF-8', '"utf-8"'].map((charset) => `application/json;charset=${charset}`)
  for (const type of [...types, 'Application/JSON']) assertFails(await ask(row.body, type), row.after, type)
  for (const type of [
    'application/json;charset=gbk',
    'text/plain',
    'application/xml',
    'multipart/form-data',
    '/',
  ])
    assertFails(await ask(row.body, type), 'contentTypeWrong', type)
  const untyped = { ...none, payload: JSON.stringify(row.body) }
  assertFails(await table.ask(untyped), 'contentTypeWrong', 'no content type')

  await checkTwice(row, ask)
}

/** The last of two members of a name counts. */
async function checkTwice(row: Row, ask: (body: string) => Promise<Answered>): Promise<void> {
  const [name, empty] = Object.entries(row.fields).find(([, error]) => error !== null) ?? []
  if (name === undefined || empty == null) return
  const right = JSON.stringify(row.body).slice(1, -1)
  assertFails(await ask(`{"${name}":"",${right}}`), row.after, 'empty, then right')
  assertFails(await ask(`{${right},"${name}":""}`), empty, 'right, then empty')
}
