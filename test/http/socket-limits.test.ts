/** Limits of size and time, and what no HTTP library reads, over real sockets (spec 6, D3; spec 5, "Headers"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openHttpApp } from './support/http-app.ts'
import { exchange, listen, type RawAnswer, request, trickle } from './support/raw-request.ts'

const json = 'Content-Type: application/json'
const device = ['X-operating-sys-version: a', 'X-device-fingerprint: b', 'X-agent: c']
const complete = [...device, 'X-client-id: web0web0web0web0web0web0web0web0', json]
const sendPath = '/api/v2/sdk/sms/send'

function assertSdkFailure(answer: RawAnswer | undefined, name: string, code: RegExp = /./): void {
  assert.ok(answer, name)
  const { error_code, error_msg, ...more } = JSON.parse(answer.body)
  assert.match(error_code, /^IDAAS\.SDK\.[A-Z]+\.\d{4}$/, name)
  assert.match(error_code, code, name)
  assert.equal(typeof error_msg, 'string', name)
  assert.deepEqual(more, {}, name)
  assert.match(answer.head, /content-type: application\/json; charset=utf-8/, name)
}

describe('D3: bodies ≤ 64 KiB, headers ≤ 16 KiB, request time ≤ 30 s', () => {
  test('a body of 64 KiB is read, one byte more is refused, and the refusal arrives', async (t) => {
    const port = await listen((await openHttpApp(t)).server)
    const bodyOf = (size: number) => `{"a":"${'x'.repeat(size - 8)}"}`
    const fits = await exchange(port, request('POST', sendPath, complete, bodyOf(64 * 1024)))
    assertSdkFailure(fits, 'fits', /USER\.0004/)
    for (const size of [64 * 1024 + 1, 1024 * 1024, 8 * 1024 * 1024]) {
      const tooLarge = await exchange(port, request('POST', sendPath, complete, bodyOf(size)))
      assertSdkFailure(tooLarge, String(size), /PARAM\.9005/)
      assert.equal(tooLarge?.status, 400)
    }
  })

  test('a body in chunks meets the same limit', async (t) => {
    const port = await listen((await openHttpApp(t)).server)
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    const head = request('POST', sendPath, [...complete, 'Transfer-Encoding: chunked'])
    assertSdkFailure(await exchange(port, head, ...Array(6).fill(chunk)), 'chunks', /PARAM\.9005/)
  })

  test('headers over 16 KiB are refused in the shape of the face', async (t) => {
    const port = await listen((await openHttpApp(t)).server)
    const big = `X-big: ${'x'.repeat(17 * 1024)}`
    const sdk = await exchange(port, request('POST', sendPath, [...complete, 'X-L: zh', big]))
    assertSdkFailure(sdk, 'sdk', /PARAM\.9007/)
    assert.equal(sdk?.status, 400)
    assert.match(sdk.body, /请求无法解析/)
    const plain = await exchange(port, request('GET', '/healthz', [big]))
    assert.equal(plain?.status, 431)
    assert.equal(JSON.parse(plain.body).error, 'REQUEST_INVALID')
    const fits = await exchange(port, request('GET', '/healthz', [`X-big: ${'x'.repeat(15 * 1024)}`]))
    assert.equal(fits?.status, 200)
  })

  for (const { what, parts } of [
    { what: 'headers', parts: ['POST /api/v2/sdk/sms/send HTTP/1.1\r\nHost: x\r\nX-L: zh\r\nX-agent: slo'] },
    { what: 'its body', parts: [request('POST', sendPath, [...complete, 'Content-Length: 100']), '{"mob'] },
    { what: 'nothing at all', parts: [] },
  ])
    test(`who sends ${what} slowly is cut off`, async (t) => {
      const port = await listen((await openHttpApp(t, { server: { requestTimeoutMs: 150 } })).server)
      const started = performance.now()
      const answer = await exchange(port, ...parts)
      assert.ok(performance.now() - started < 5000)
      if (answer === undefined) return assert.deepEqual(parts, [])
      assert.equal(answer.status, 408)
      assertSdkFailure(answer, what)
    })

  test('who never stops sending, byte by byte, is cut off as well', async (t) => {
    const port = await listen((await openHttpApp(t, { server: { requestTimeoutMs: 150 } })).server)
    const answer = await trickle(port, request('GET', '/healthz').slice(0, -4), 'X')
    assert.equal(answer?.status, 408)
  })
})

describe('spec 5: what cannot be read as HTTP', () => {
  const start = 'POST /api/v2/sdk/sms/send HTTP/1.1\r\nHost: x\r\n'
  const unreadable: Readonly<Record<string, string | Buffer>> = {
    'a header without a colon': `${start}nonsense\r\n\r\n`,
    'a header with control characters': `${start}X-agent: a\x01b\x00\r\n\r\n`,
    'two lengths': `${start}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`,
    'a length that is no number': `${start}Content-Length: x\r\n\r\n`,
    'length and chunks': `${start}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    'a chunk that is none': `${start}${complete.join('\r\n')}\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n`,
    'no HTTP': 'hello\r\n\r\n',
    'a version that is none': 'GET /api/v2/x HTTP/9.9\r\n\r\n',
    'a TLS greeting': Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3]),
  }

  test('is refused as JSON of the SDK API, and the connection closed', async (t) => {
    const app = await openHttpApp(t)
    const port = await listen(app.server)
    for (const [name, bytes] of Object.entries(unreadable)) {
      const answer = await exchange(port, bytes)
      assertSdkFailure(answer, name)
      assert.equal(answer?.status, 400, name)
      assert.match(answer.head, /x-content-type-options: nosniff/, name)
    }
    assert.deepEqual(app.defects, [])
  })

  test('requests that HTTP libraries answer on their own are answered by the face', async (t) => {
    const port = await listen((await openHttpApp(t)).server)
    const odd: Readonly<Record<string, string>> = {
      'an expectation': request('POST', sendPath, ['Expect: a miracle']),
      'no host': `POST ${sendPath} HTTP/1.1\r\nConnection: close\r\n\r\n`,
      'HTTP/1.0': `POST ${sendPath} HTTP/1.0\r\n\r\n`,
      'an upgrade': request('POST', sendPath, ['Upgrade: websocket']),
      'an absolute target': request('POST', `http://elsewhere${sendPath}`),
    }
    for (const [name, text] of Object.entries(odd)) {
      const answer = await exchange(port, text)
      assertSdkFailure(answer, name, /PARAM\.0001/)
      assert.equal(answer?.status, 400, name)
    }
  })

  test('A02: dots in a path lead nowhere', async (t) => {
    const port = await listen((await openHttpApp(t)).server)
    for (const path of ['/x/../api/v2/sdk/sms/send', '/api/v2/%2e/sdk/sms/send', '/api/v2/./sdk/sms/send'])
      assertSdkFailure(await exchange(port, request('POST', path, complete, '{}')), path, /PARAM\.9004/)
    const element = '/api/acme/login/probes/%2e/probe/excess'
    const answer = await exchange(port, request('POST', element, [json], '{}'))
    assert.equal(answer?.status, 404)
  })
})

describe('the process: stopping', () => {
  test('what is in flight is finished, and no new connection is taken', async (t) => {
    const app = await openHttpApp(t)
    const port = await listen(app.server)
    const body = JSON.stringify({ mobile: '13800138000', type: 'LOGIN_SMS' })
    const [head = '', payload = ''] = request('POST', sendPath, complete, body).split(/(?<=\r\n\r\n)/)
    const arrived = new Promise<void>((resolve) => app.server.server.once('request', () => resolve()))
    const inFlight = new Promise<RawAnswer | undefined>((resolve, reject) => {
      exchange(port, head, payload).then(resolve, reject)
    })
    await arrived
    await app.server.close()
    assert.equal((await inFlight)?.status, 200)
    await assert.rejects(exchange(port, request('GET', '/healthz')), /ECONNREFUSED/)
  })
})
