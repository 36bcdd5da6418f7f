/** Every call × every header missing, blank, repeated, very long, odd or unknown (spec 5, "Headers"). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SdkErrorName } from '../../../src/http/sdk/error-codes.ts'
import { deviceHeaders, type Headers } from '../support/http-app.ts'
import { exchange, listen, request } from '../support/raw-request.ts'
import { otherClientId } from '../support/tenant-app.ts'
import { type Row, rows } from './call-rows.ts'
import {
  type Answered,
  assertFails,
  type CallTable,
  isGet,
  isOfBackend,
  openCallTable,
  requestOf,
  urlOf,
} from './open-call-table.ts'

/** What the header that says who asks is called, and the error without it. */
const shownBy = {
  state: ['x-state-token', 'stateInvalid'],
  idToken: ['authorization', 'idTokenInvalid'],
  session: ['session-token', 'sessionTokenInvalid'],
  secret: ['authorization', 'clientSecretWrong'],
  accessToken: ['authorization', 'accessTokenInvalid'],
} as const

/** Without a Bearer these look for the state of a login. */
const alsoOfLogins = ['POST /sdk/mfa/totp/enrol', 'POST /sdk/mfa/totp/confirm']

function required(row: Row): readonly (readonly [string, SdkErrorName])[] {
  const device = Object.keys(deviceHeaders).map((name) => [name, 'deviceIncomplete'] as const)
  const ofApp = isOfBackend(row) ? [] : [...device, ['x-client-id', 'clientIdEmpty'] as const]
  if (row.shows === undefined) return ofApp
  const [name, error] = shownBy[row.shows]
  return [...ofApp, [name, alsoOfLogins.includes(row.call) ? 'stateInvalid' : error]]
}

test('spec 5: every call × every required header missing, blank or wrong', async (t) => {
  const table = await openCallTable(t)
  for (const row of rows) await t.test(row.call, () => checkRequired(table, row))
  assert.deepEqual(table.defects, [])
})

async function checkRequired(table: CallTable, row: Row): Promise<void> {
  const headers = table.headersOf(row)
  const ask = (changed: Headers) => table.ask(requestOf(row, { ...headers, ...changed }))
  for (const [name, error] of required(row)) {
    const { [name]: _left, ...others } = headers
    assertFails(await table.ask(requestOf(row, others)), error, `without ${name}`)
    if (name === 'authorization') continue
    for (const blank of ['', ' ', '\t ']) assertFails(await ask({ [name]: blank }), error, `blank ${name}`)
  }
  assertFails(await ask({ 'x-tenant-id': 'elsewhere' }), 'tenantUnknown', 'another tenant')
  assertFails(await ask({ 'x-tenant-id': 'x'.repeat(4000) }), 'tenantUnknown', 'a long tenant')
  for (const tenant of ['', ' ', 'default'])
    assertFails(await ask({ 'x-tenant-id': tenant }), row.after, tenant)
  if (!isOfBackend(row))
    for (const id of [
      'nobody',
      otherClientId.toUpperCase(),
      `${otherClientId}0`,
      '__proto__',
      'x'.repeat(4000),
    ])
      assertFails(await ask({ 'x-client-id': id }), 'clientUnknown', id)
  if (row.shows !== undefined) await checkShown(row, ask)
}

/** Whatever is no token is a wrong one. */
async function checkShown(row: Row, ask: (changed: Headers) => Promise<Answered>): Promise<void> {
  const [name, error] = shownBy[row.shows ?? 'state']
  const isBearer = name === 'authorization'
  const wrong = isOfBackend(row) ? error : row.after
  for (const value of ['x'.repeat(9000), 'a.b.c', '\u00e9', "' OR 1=1 --", 'null'])
    assertFails(await ask({ [name]: isBearer ? `Bearer ${value}` : value }), wrong, value)
  if (isBearer && !alsoOfLogins.includes(row.call))
    for (const value of ['', 'x', 'Bearer', 'Bearer ', 'Basic !', 'Digest x'])
      assertFails(await ask({ authorization: value }), wrong, value)
}

test('spec 5: every call: unknown and hinting headers change nothing', async (t) => {
  const table = await openCallTable(t)
  const odd: Headers = {
    'x-device-ip': "not an address' --",
    'x-forwarded-for': ',, x',
    'x-unknown': 'x'.repeat(4000),
    'x-http-method-override': 'DELETE',
    'x-forwarded-host': 'evil.example',
    'x-original-url': '/healthz',
    accept: 'text/html',
    cookie: 'latchkey=x; latchkey-device=x; =; __proto__=1',
    'user-agent': '',
    'if-none-match': '*',
    range: 'bytes=0-1',
    expect: '',
  }
  for (const row of rows) {
    const ask = (headers: Headers) => table.ask(requestOf(row, { ...table.headersOf(row), ...headers }))
    for (const [name, value] of Object.entries(odd))
      assertFails(await ask({ [name]: value }), row.after, `${row.call} ${name}`)
    const shouted = Object.entries(table.headersOf(row)).map(([name, value]) => [name.toUpperCase(), value])
    const loud = requestOf(row, Object.fromEntries(shouted))
    assertFails(await table.ask(loud), row.after, `${row.call} in capitals`)
  }
  assert.deepEqual(table.defects, [])
})

test('spec 5: over a socket: every call × every header repeated, oversized, with odd bytes', async (t) => {
  const table = await openCallTable(t)
  const port = await listen(table.server)
  for (const row of rows) await t.test(row.call, () => checkBytes(table, port, row))
  assert.deepEqual(table.defects, [])
})

/** A repeated header of the client or of who asks names nobody; one of the device says more of it. */
async function checkBytes(table: CallTable, port: number, row: Row): Promise<void> {
  const headers = Object.entries(table.headersOf(row))
  const send = async (more: readonly string[], left = ''): Promise<Answered> => {
    const lines = headers.filter(([name]) => name !== left).map(([name, value]) => `${name}: ${value}`)
    const body = isGet(row) ? '' : JSON.stringify(row.body)
    const type = body === '' ? [] : ['Content-Type: application/json']
    const method = isGet(row) ? 'GET' : 'POST'
    const answer = await exchange(
      port,
      Buffer.from(request(method, urlOf(row), [...lines, ...type, ...more], body), 'latin1'),
    )
    assert.ok(answer)
    return { status: answer.status, type: /content-type: ([^\r]*)/.exec(answer.head)?.[1], body: answer.body }
  }
  for (const [name, value] of headers) {
    const twice = name === 'x-client-id' ? 'clientUnknown' : row.after
    assertFails(await send([`${name}: ${value}`]), twice, `${name} twice`)
    assertFails(await send([`${name}: ${'x'.repeat(17_000)}`], name), 'requestInvalid', `${name} of 17 KiB`)
    for (const bytes of ['\u0000', '\u0001x', 'a\u007f'])
      assertFails(await send([`${name}: ${bytes}`], name), 'requestInvalid', JSON.stringify(bytes))
    if (name in deviceHeaders) assertFails(await send([`${name}: \u00e9\u00ff`], name), row.after, 'no ASCII')
  }
  assertFails(await send(['X-tenant-id: default', 'X-Tenant-Id: default']), 'tenantUnknown', 'tenant twice')
  assertFails(await send(['X-L: fr', 'X-L: zh']), row.after, 'language twice', 'zh')
  assertFails(await send(['Content-Length: 1', 'Content-Length: 2']), 'requestInvalid', 'two lengths')
  assertFails(await send([' : x']), 'requestInvalid', 'no name')
}
