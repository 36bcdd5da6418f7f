/** What every vendor's service promises when the network or the vendor fails, over real HTTP. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { SmsOptions, SmsParams, SmsResult } from '../../../src/sms/sms-service.ts'
import { openTestApp } from '../../support/open-test-app.ts'
import { type Answer, closedPort, startSilence, startVendor, type Vendor } from './vendor-server.ts'

export type VendorCase = {
  readonly type: string
  /** Without `endpoint`. */
  readonly config: Readonly<Record<string, unknown>>
  readonly vendor: () => Vendor
  /** Answers as the vendor does when it takes the message. */
  readonly accept: Answer
  /** The host of the endpoint; else 127.0.0.1. */
  readonly host?: string
  /** The library hides whether its connection came about, or what the status was. */
  readonly blind?: boolean
  /** The library waits on when the connection ends within an answer. */
  readonly waitsOn?: boolean
}

export const phone = '+8613800138000'
export const code = { code: '123456', minutes: 5, language: 'en' } as const

type Service = {
  sendMessage(phoneList: string[], params: SmsParams, options?: SmsOptions): Promise<SmsResult[]>
}

export async function openVendor(
  t: TestContext,
  { type, config, vendor, accept, host }: VendorCase,
  more = {},
) {
  const server = await startVendor(t, vendor(), accept)
  const name = host ?? '127.0.0.1'
  const endpoint = `http://${name}:${server.port}`
  const opened = await openTestApp(t, {
    elements: { 'SMS.vendor': { type, config: { endpoint, ...config, ...more } } },
  })
  const service = opened.app.getElement<Service>('SMS.vendor')
  const send = async (params: SmsParams = code, options: SmsOptions = {}) =>
    (await service.sendMessage([phone], params, options))[0]
  return { ...opened, server, service, send, name }
}

export const failed = (reason: string, perhapsSent: boolean) => ({
  phone,
  messageId: '',
  accepted: false,
  reason,
  perhapsSent,
})

const html = '<html><body>Bad gateway</body></html>'

const unclear: readonly (readonly [string, Answer])[] = [
  ['HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html)],
  ['HTML with status 502', (response) => response.writeHead(502, { 'content-type': 'text/html' }).end(html)],
  ['nothing, with status 200', (response) => response.writeHead(200).end()],
  ['nothing, with status 500', (response) => response.writeHead(500).end()],
  ['null', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('null')],
  ['{}', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}')],
  ['a connection that is reset', (response) => response.socket?.resetAndDestroy()],
  ['a connection that is closed', (response) => response.socket?.end()],
]

export function vendorContract(one: VendorCase): void {
  describe(`${one.type}: failures of the network and of what is in between`, () => {
    for (const [name, answer] of unclear)
      test(`${name}: perhaps sent, and no second try`, async (t) => {
        const { server, send } = await openVendor(t, one)
        server.behave = answer
        assert.deepEqual(await send(), failed('UNAVAILABLE', true))
        assert.equal(server.received.length, 1)
      })

    test('half a body: perhaps sent, and no second try', async (t) => {
      const { server, send } = await openVendor(t, one, { timeoutMs: 2_000 })
      server.behave = (response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': 999 })
          .write('{"Code":"OK"', () => response.socket?.destroy())
      assert.deepEqual(await send(), failed(one.waitsOn ? 'TIMEOUT' : 'UNAVAILABLE', true))
      assert.equal(server.received.length, 1)
    })

    for (const status of [301, 302, 303, 307, 308])
      test(`a redirect with status ${status} is not followed: perhaps sent`, async (t) => {
        const { server, send, name } = await openVendor(t, one)
        const other = await startVendor(t, one.vendor(), one.accept)
        server.behave = (response) =>
          response.writeHead(status, { location: `http://${name}:${other.port}/` }).end(html)
        assert.deepEqual(await send(), failed('UNAVAILABLE', true))
        assert.deepEqual([server.received.length, other.received.length], [1, 0])
      })

    test('429 from something in between: not sent, unless the library hides the status', async (t) => {
      const { server, send } = await openVendor(t, one)
      server.behave = (response) => response.writeHead(429, { 'content-type': 'text/html' }).end(html)
      const expected = one.blind
        ? failed('UNAVAILABLE', true)
        : { ...failed('RATE_LIMITED', false), detail: '429' }
      assert.deepEqual(await send(), expected)
      assert.equal(server.received.length, 1)
    })

    test('a time-out after the request has arrived: perhaps sent', async (t) => {
      const { server, send } = await openVendor(t, one, { timeoutMs: 300 })
      server.behave = () => {}
      assert.deepEqual(await send(), failed('TIMEOUT', true))
      assert.equal(server.received.length, 1)
    })

    test('a time-out in the middle of the answer: perhaps sent', async (t) => {
      const { server, send } = await openVendor(t, one, { timeoutMs: 300 })
      server.behave = (response) => response.writeHead(200, { 'content-length': 99 }).write('{')
      assert.deepEqual(await send(), failed('TIMEOUT', true))
    })

    test('a time-out before the request could leave: not sent, if the library lets us see it', async (t) => {
      const silence = await startSilence(t)
      const endpoint = `https://${one.host ?? '127.0.0.1'}:${silence.port}`
      const { send } = await openVendor(t, one, { endpoint, timeoutMs: 300 })
      assert.deepEqual(await send(), failed('TIMEOUT', one.blind === true))
      assert.equal(silence.connections, 1)
    })

    test('nobody listens, or no TLS: not sent', async (t) => {
      const host = one.host ?? '127.0.0.1'
      const closed = await openVendor(t, one, { endpoint: `http://${host}:${await closedPort()}` })
      assert.deepEqual(await closed.send(), failed('UNAVAILABLE', false))
      const plain = await startVendor(t, one.vendor(), one.accept)
      const noTls = await openVendor(t, one, { endpoint: `https://${host}:${plain.port}` })
      assert.deepEqual(await noTls.send(), failed('UNAVAILABLE', false))
      assert.equal(plain.received.length, 0)
    })

    test('no such host: not sent', async (t) => {
      const { send } = await openVendor(t, one, { endpoint: 'https://sms.invalid' })
      assert.deepEqual(await send(), failed('UNAVAILABLE', false))
    })
  })
}
