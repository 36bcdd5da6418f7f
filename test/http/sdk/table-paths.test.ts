/** Every call × methods and spellings of its path that are not its own, and × languages (spec 5, "Headers"). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sdkErrors } from '../../../src/http/sdk/error-codes.ts'
import { sdkPrefix } from '../../../src/http/sdk/sdk-face.ts'
import { exchange, listen, request } from '../support/raw-request.ts'
import { type Row, rows } from './call-rows.ts'
import { assertFails, type CallTable, isGet, openCallTable, requestOf, urlOf } from './open-call-table.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'] as const

test('spec 5: every call × every other method: no such call', async (t) => {
  const table = await openCallTable(t)
  for (const row of rows) {
    const own = isGet(row) ? 'GET' : 'POST'
    for (const method of methods.filter((one) => one !== own)) {
      const answer = await table.ask({ ...requestOf(row, table.headersOf(row)), method })
      const told = `${method} ${row.call}`
      if (method !== 'HEAD') assertFails(answer, 'pathUnknown', told)
      else assert.deepEqual([answer.status, answer.body], [400, ''], told)
    }
  }
  assert.deepEqual(table.defects, [])
})

/** Other spellings of a path, and paths beside and below it. */
function misspelled(path: string): string[] {
  const last = path.at(-1) ?? ''
  const escaped = `${path.slice(0, -1)}%${last.charCodeAt(0).toString(16)}`
  return [
    ...[`${path}/`, `${path}//`, `${path}/x`, `${path}x`, path.slice(0, -1), `${path};x=1`, `${path}.json`],
    ...[`/${path}`, path.replace('/sdk/', '//sdk/'), path.replace(/\/(?=[^/]*$)/, '//')],
    ...[`/.${path}`, path.replace('/api/', '/api/./'), `${path}/.`, `${path}/../x`, `${path}/%2e`],
    ...[`${path}/%2e%2e/x`, path.replace('/api/', '/api/%2e/'), path.replace('v2', '%76%32'), escaped],
    ...[path.toUpperCase(), path.replace('v2', 'V2'), path.replace('/sdk/', '/Sdk/'), `${path}%00`],
    ...[path.replace(/\/(?=[^/]*$)/, '%2f'), path.replaceAll('/', '\\'), `${path}%20`, `${path}%zz`],
    ...[`${path}/${'x'.repeat(5000)}`, `http://x${path}/`],
  ].filter((one) => one !== path)
}

const strangers = [
  ...['', '/', '/sdk', '/sdk/', '/tenant', '/tenant/', '/tenant/sso', '/tenant/x', '/sdk/x', '/x', '/sdk/*'],
  ...['/sdk/login/x', '/tenant/token/x', '/:path', '/sdk/__proto__', '/sdk/%F0%9F', '/../v2/x', '//', '/.'],
].map((path) => `${sdkPrefix}${path}`)

test('spec 5: over a socket: a path has one spelling; every other one is answered in the same shape', async (t) => {
  const table = await openCallTable(t)
  const port = await listen(table.server)
  for (const row of rows)
    await t.test(row.call, () => checkPaths(table, port, row, misspelled(urlOf(row).split('?')[0] ?? '')))
  const [row] = rows
  assert.ok(row)
  await t.test('paths that are no call', () => checkPaths(table, port, row, strangers))
  assert.deepEqual(table.defects, [])
})

const unknown = ['pathUnknown', 'requestInvalid'].map((name) => sdkErrors[name as 'pathUnknown'])

async function checkPaths(table: CallTable, port: number, row: Row, paths: readonly string[]): Promise<void> {
  const headers = Object.entries(table.headersOf(row)).map(([name, value]) => `${name}: ${value}`)
  for (const path of paths)
    for (const [method, body] of [
      ['GET', ''],
      ['POST', JSON.stringify(row.body)],
    ] as const) {
      const type = body === '' ? [] : ['Content-Type: application/json']
      const answer = await exchange(port, request(method, path, [...headers, ...type], body))
      const told = `${method} ${path}`
      assert.ok(answer, told)
      const { error_code, ...more } = JSON.parse(answer.body)
      const error = unknown.find(({ code }) => code === error_code)
      assert.deepEqual([answer.status, more], [400, { error_msg: error?.en }], told)
      assert.match(answer.head, /content-type: application\/json; charset=utf-8/, told)
    }
}

const languages = {
  zh: ['zh', 'ZH', 'zh-CN', 'zh_CN', 'zh-Hans-CN', 'fr, zh;q=0.5', 'en;q=0.4,zh;q=0.5', 'zh;q=1'],
  en: [
    undefined,
    '',
    ' ',
    'en',
    'en-US',
    'en_GB',
    'fr',
    'zhx',
    'zh;q=0',
    '*',
    ';q=,;',
    '\u00e9',
    'x'.repeat(4000),
  ],
} as const

test('spec 5: every call × X-L: the text is in its language, English where it is absent or unknown', async (t) => {
  const table = await openCallTable(t)
  for (const row of rows)
    for (const language of ['zh', 'en'] as const)
      for (const asked of languages[language]) {
        const headers = { ...table.headersOf(row), 'accept-language': language === 'zh' ? 'en' : 'zh' }
        const stated = asked === undefined ? headers : { ...headers, 'x-l': asked }
        const told = `${row.call} ${asked}`
        assertFails(await table.ask(requestOf(row, stated)), row.after, told, language)
        const wrong = { ...requestOf(row, stated), url: `${sdkPrefix}/x` }
        assertFails(await table.ask(wrong), 'pathUnknown', told, language)
      }
  assert.deepEqual(table.defects, [])
})

test('spec 5: every error has an English and a Chinese text', () => {
  for (const [name, { en, zh }] of Object.entries(sdkErrors)) {
    assert.match(en, /^[ -~]{8,}$/, name)
    assert.match(zh, /\p{Script=Han}{2}/u, name)
  }
})
