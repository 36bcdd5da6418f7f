/** Every call × every two faults of a request: the one that is checked first answers (spec 5, "Headers"). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SdkErrorName } from '../../../src/http/sdk/error-codes.ts'
import { type Row, rows } from './call-rows.ts'
import {
  assertFails,
  type CallTable,
  isGet,
  isOfBackend,
  openCallTable,
  requestOf,
} from './open-call-table.ts'

type Parts = {
  readonly headers: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, unknown>>
  /** In place of the fields. */
  readonly text?: string
}

/** Two faults of one place cannot be in one request. */
type Fault = {
  readonly place: string
  readonly error: SdkErrorName
  readonly apply: (parts: Parts) => Parts
}

const ofHeader = (name: string, value: string, error: SdkErrorName): Fault => ({
  place: name,
  error,
  apply: (parts) => ({ ...parts, headers: { ...parts.headers, [name]: value } }),
})

const ofField = (name: string, value: unknown, error: SdkErrorName): Fault => ({
  place: name,
  error,
  apply: (parts) => ({ ...parts, fields: { ...parts.fields, [name]: value } }),
})

const ofText = (text: string, error: SdkErrorName): Fault => ({
  place: 'body',
  error,
  apply: (parts) => ({ ...parts, text }),
})

const ofApps = [
  ofHeader('x-operating-sys-version', '', 'deviceIncomplete'),
  ofHeader('x-device-fingerprint', ' ', 'deviceIncomplete'),
  ofHeader('x-agent', '', 'deviceIncomplete'),
  ofHeader('x-client-id', '', 'clientIdEmpty'),
  ofHeader('x-client-id', 'nobody', 'clientUnknown'),
]

/** In the order in which they are checked. */
function faultsOf(row: Row): readonly Fault[] {
  const backend = row.shows === 'secret' ? 'clientSecretWrong' : 'accessTokenInvalid'
  const shown = isOfBackend(row) ? [ofHeader('authorization', 'Basic eDp4', backend)] : ofApps
  const headers = [...shown, ofHeader('x-tenant-id', 'elsewhere', 'tenantUnknown')]
  if (isGet(row)) return headers
  return [...headers, ...bodyFaults, ...Object.entries(row.fields).flatMap(fieldFaults)]
}

const bodyFaults = [
  ofHeader('content-type', 'text/plain', 'contentTypeWrong'),
  ofText('x'.repeat(65 * 1024), 'bodyTooLarge'),
  ofText('{', 'bodyInvalid'),
]

function fieldFaults([name, empty]: readonly [string, SdkErrorName | null]): Fault[] {
  const wrong = ofField(name, 1, 'bodyInvalid')
  return empty === null ? [wrong] : [ofField(name, '', empty), wrong]
}

const pairs = (faults: readonly Fault[]) =>
  faults.flatMap((first, at) =>
    faults
      .slice(at + 1)
      .flatMap((second) => (second.place === first.place ? [] : [[first, second] as const])),
  )

function ask(table: CallTable, row: Row, faults: readonly Fault[]) {
  const right: Parts = { headers: table.headersOf(row), fields: row.body }
  const { headers, fields, text } = faults.reduce((parts, { apply }) => apply(parts), right)
  return table.ask(requestOf(row, headers, text ?? fields))
}

test('spec 5: of two faults the first in the order of checks answers', async (t) => {
  const table = await openCallTable(t)
  for (const row of rows)
    await t.test(row.call, async () => {
      for (const [first, second] of pairs(faultsOf(row)))
        assertFails(await ask(table, row, [first, second]), first.error, `${first.place}, ${second.place}`)
    })
  assert.deepEqual(table.defects, [])
})

test('spec 5: of all faults at once too, and every fault alone answers for itself', async (t) => {
  const table = await openCallTable(t)
  for (const row of rows) {
    const faults = faultsOf(row)
    const [first] = faults
    assertFails(await ask(table, row, faults), first?.error ?? row.after, row.call)
    for (const fault of faults)
      assertFails(await ask(table, row, [fault]), fault.error, `${row.call} ${fault.place}`)
    assertFails(await ask(table, row, []), row.after, row.call)
  }
  assert.deepEqual(table.defects, [])
})
