/** Property: no input to any route gives a 5xx, and what is refused below /api/v2 has that API's shape. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { sdkCalls, sdkPrefix } from '../../src/http/sdk/sdk-face.ts'
import { clientId, silentSms } from './support/app-files.ts'
import { deviceHeaders, type HttpApp, openHttpApp } from './support/http-app.ts'
import { listen, sendAndEnd } from './support/raw-request.ts'

const numRuns = Number(process.env.FUZZ_RUNS ?? 300)

/** Probes break on purpose. */
const withoutProbes = Object.fromEntries(
  ['Meta', 'Probe', 'probe'].map((name) => [`probes/${name}/e.json`, { title: name, type: '' }]),
)

const paths = [
  ...sdkCalls.map(({ path }) => `${sdkPrefix}${path}`),
  '/api/v2',
  '/api/v2/tenant',
  '/api/v1/session',
  '/api/v1/logout',
  '/api/v1/oauth2/keys',
  '/openapi.json',
  '/docs',
  '/docs.css',
  '/dev/inbox',
  '/dev/inbox.css',
  '/healthz',
  '/readyz',
  '/metrics',
]

const elementPaths = async (app: HttpApp): Promise<string[]> =>
  Object.keys((await app.get('/openapi.json')).json().paths).filter((path) => path.startsWith('/api/acme/'))

/** Texts that have broken parsers: lone surrogates, controls, digits of other scripts, SQL, long ones. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '13800138000',
    '+8613800138000',
    '１３８',
    '\u202e+86',
    '\ud800',
    '\0',
    "' or 1=1 --",
    '%',
    '{{X}}',
  ),
  fc.nat().map(String),
  fc.string({ minLength: 300, maxLength: 2000 }),
)

const names = [
  ...['mobile', 'type', 'verify_code', 'user_name', 'password', 'captcha_token', 'phone', 'code', 'nick'],
  ...['userId', 'username', 'captcha', 'token', 'ticket', 'loginCode', 'corp', 'platform', 'id', 'purpose'],
]

const body = fc
  .oneof(
    fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor'), fc.oneof(text, fc.jsonValue())),
    fc.jsonValue(),
  )
  .map((value) => JSON.stringify(value))

const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
})

const headers = fc.record(
  {
    'x-client-id': fc.oneof(fc.constant(clientId), headerText),
    'x-tenant-id': headerText,
    'x-l': fc.oneof(fc.constantFrom('zh', 'en;q=x', ','), headerText),
    'accept-language': headerText,
    'session-token': headerText,
    authorization: fc.oneof(
      headerText,
      headerText.map((token) => `Bearer ${token}`),
    ),
    cookie: fc.oneof(
      headerText,
      headerText.map((token) => `latchkey=${token}; latchkey-device=${token}`),
    ),
    origin: fc.oneof(fc.constantFrom('http://127.0.0.1:8080', 'null', 'https://shop.example'), headerText),
    'x-forwarded-for': headerText,
    'content-type': fc.oneof(
      fc.constantFrom('application/json', 'application/json;charset=utf8'),
      headerText,
    ),
    accept: fc.constantFrom('text/html', '*/*'),
    'access-control-request-method': headerText,
    host: headerText,
  },
  { requiredKeys: [] },
)

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'] as const

function assertAnswered(status: number, body: string, url: string, method: string): void {
  assert.ok(status >= 200 && status < 500, `${status} ${method} ${url}`)
  if (method === 'HEAD' || status < 400 || !url.startsWith('/api/v2')) return
  assert.deepEqual(Object.keys(JSON.parse(body)), ['error_code', 'error_msg'])
}

const profiles = {
  development: { files: withoutProbes },
  production: {
    files: { ...withoutProbes, ...silentSms },
    app: { production: true },
    server: { production: true },
  },
}

describe('property: no input to any route gives a 5xx', () => {
  for (const [profile, parts] of Object.entries(profiles))
    test(`random bodies and headers to every route, in ${profile}`, async (t) => {
      const app = await openHttpApp(t, parts)
      const all = [...paths, ...(await elementPaths(app))]
      const input = fc.record({
        url: fc.constantFrom(...all),
        method: fc.constantFrom(...methods),
        headers,
        body,
      })
      await fc.assert(
        fc.asyncProperty(input, async ({ url, method, headers: random, body: payload }) => {
          const sent = {
            ...deviceHeaders,
            'x-client-id': clientId,
            'content-type': 'application/json',
            ...random,
          }
          const request: InjectOptions = { method, url, headers: sent, payload }
          const answer = await app.ask(request)
          assertAnswered(answer.statusCode, answer.body, url, method)
        }),
        { numRuns },
      )
      assert.deepEqual(app.defects, [])
    })

  test('right fields with random texts reach the login types', async (t) => {
    const app = await openHttpApp(t, { files: withoutProbes })
    const { paths: documented } = (await app.get('/openapi.json')).json()
    const operations = Object.entries(documented).flatMap(([url, methods]) => {
      const schema = Object(methods).post?.requestBody?.content['application/json'].schema
      return schema === undefined ? [] : [{ url, fields: Object.keys(schema.properties) }]
    })
    const input = fc.constantFrom(...operations).chain(({ url, fields }) =>
      fc.record({
        url: fc.constant(url),
        values: fc.record(Object.fromEntries(fields.map((name) => [name, text]))),
      }),
    )
    const token = await app.login('13800138000')
    await fc.assert(
      fc.asyncProperty(input, fc.boolean(), async ({ url, values }, asUser) => {
        const session = asUser ? { authorization: `Bearer ${token}` } : {}
        const sent = { ...deviceHeaders, 'x-client-id': clientId, ...session }
        const answer = await app.post(url, { ...values, type: 'LOGIN_SMS' }, sent)
        assertAnswered(answer.statusCode, answer.body, url, 'POST')
        const exact = await app.post(url, values, sent)
        assertAnswered(exact.statusCode, exact.body, url, 'POST')
      }),
      { numRuns },
    )
    assert.deepEqual(app.defects, [])
  })

  test('random paths and queries', async (t) => {
    const app = await openHttpApp(t, { files: withoutProbes })
    const segment = fc.oneof(
      fc.constantFrom(
        'api',
        'v1',
        'v2',
        'sdk',
        'acme',
        'login',
        'dev',
        'inbox',
        '..',
        '%2e',
        '%zz',
        '%00',
        '',
        '*',
      ),
      fc.string({ maxLength: 20 }).map(encodeURIComponent),
    )
    const path = fc.array(segment, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`)
    const query = fc.oneof(
      fc.constant(''),
      fc.webQueryParameters().map((one) => `?phone=${one}`),
    )
    await fc.assert(
      fc.asyncProperty(path, query, fc.constantFrom(...methods), async (one, asked, method) => {
        const answer = await app.ask({ method, url: `${one}${asked}` })
        assert.ok(answer.statusCode < 500, `${answer.statusCode} ${method} ${one}${asked}`)
      }),
      { numRuns },
    )
    assert.deepEqual(app.defects, [])
  })

  test('garbage over a socket', async (t) => {
    const app = await openHttpApp(t, { files: withoutProbes })
    const port = await listen(app.server)
    const start = fc.constantFrom(
      '',
      'GET / HTTP/1.1\r\n',
      'POST /api/v2/sdk/sms/send HTTP/1.1\r\nHost: x\r\n',
      'POST /api/v2/sdk/sms/send HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n',
      'POST //%zz HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n',
    )
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
    await fc.assert(
      fc.asyncProperty(start, bytes, fc.constantFrom('', '\r\n\r\n'), async (head, garbage, end) => {
        const bytes = Buffer.concat([Buffer.from(head), garbage, Buffer.from(end)])
        const answer = await sendAndEnd(port, bytes)
        assert.ok(answer === undefined || answer.status < 500, String(answer?.status))
      }),
      { numRuns },
    )
    assert.equal((await app.get('/healthz')).statusCode, 200)
    assert.deepEqual(app.defects, [])
  })
})
