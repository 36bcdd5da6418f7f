/** The development inbox over HTTP (spec 4, rule 10). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import type { AppServerOptions } from '../../src/app/app-server.ts'
import { type HttpApp, openHttpApp } from './support/http-app.ts'
import { exchange, listen } from './support/raw-request.ts'

const mobile = '13800138000'

const send = (app: HttpApp, phone = mobile) => app.sdk('sms/send', { mobile: phone, type: 'LOGIN_SMS' })

const messages = async (app: HttpApp, query = '') => (await app.get(`/dev/inbox${query}`)).json().messages

describe('spec 4 rule 10: GET /dev/inbox', () => {
  test('gives code, phone, purpose, text and time, newest first', async (t) => {
    const app = await openHttpApp(t)
    await send(app)
    app.pass(50)
    await send(app, '13900139000')
    const [newest, oldest] = await messages(app)
    assert.deepEqual(Object.keys(newest), ['code', 'phone', 'purpose', 'text', 'at'])
    assert.deepEqual([newest.phone, oldest.phone], ['+8613900139000', `+86${mobile}`])
    assert.deepEqual([newest.purpose, newest.at], ['LOGIN_SMS', app.now()])
    assert.match(newest.code, /^\d{6}$/)
  })

  test('phone in any form, and only that number’s messages', async (t) => {
    const app = await openHttpApp(t)
    await send(app)
    await send(app, '13900139000')
    const forms = ['13800138000', '+8613800138000', '%2B86%20138-0013-8000', '0086%20138%200013%208000']
    for (const form of [...forms, '%EF%BC%91380013 8000'.replace(' ', '')])
      assert.deepEqual(
        (await messages(app, `?phone=${form}`)).map((one: { phone: string }) => one.phone),
        [`+86${mobile}`],
      )
    for (const form of ['', 'abc', '13700137000', '1&phone=2'])
      assert.deepEqual(await messages(app, `?phone=${form}`), [])
  })

  test('a number without + may be of the default country of a phone login', async (t) => {
    const files = {
      'auths/loginTypes/phone/phone.json': {
        smsFullName: 'SMS.console',
        allowedCountries: ['US'],
        defaultCountry: 'US',
      },
    }
    const app = await openHttpApp(t, { files })
    await send(app, '4155550123')
    assert.equal((await messages(app, '?phone=(415)%20555-0123')).length, 1)
  })

  test('forgets a message when its code is dead', async (t) => {
    const app = await openHttpApp(t)
    await send(app)
    app.pass(301)
    assert.deepEqual(await messages(app), [])
  })

  test('in a browser it is a page that refreshes itself, with everything escaped', async (t) => {
    const app = await openHttpApp(t)
    await app.rooms.inbox.add(
      { code: '<b>1</b>', phone: '+8613800138000', purpose: '"&\'', text: '<script>', at: app.now() },
      60_000,
    )
    const { headers, body } = await app.get('/dev/inbox', { accept: 'text/html,*/*' })
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
    assert.match(body, /http-equiv="refresh"/)
    assert.match(body, /&lt;b&gt;1&lt;\/b&gt;/)
    assert.doesNotMatch(body, /<script|<b>|style=/)
    assert.equal((await app.get('/dev/inbox.css')).headers['content-type'], 'text/css; charset=utf-8')
  })

  test('only from loopback to a loopback host name: to others it is not there', async (t) => {
    const app = await openHttpApp(t)
    await send(app)
    const status = async (request: Partial<InjectOptions>) => {
      const statuses: number[] = []
      for (const url of ['/dev/inbox', '/dev/inbox.css'])
        statuses.push((await app.ask({ method: 'GET', url, ...request })).statusCode)
      return statuses
    }
    for (const remoteAddress of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])
      assert.deepEqual(await status({ remoteAddress }), [200, 200], remoteAddress)
    for (const host of ['localhost', 'localhost:8080', '127.0.0.1:8080', '[::1]:8080'])
      assert.deepEqual(await status({ remoteAddress: '::1', headers: { host } }), [200, 200], host)
    for (const remoteAddress of ['192.0.2.1', '10.0.0.1', '2001:db8::1', '::ffff:192.0.2.1'])
      assert.deepEqual(await status({ remoteAddress }), [404, 404], remoteAddress)
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.0.2.1'])
      assert.deepEqual(await status({ headers: { host } }), [404, 404], host)
  })
})

describe('security test 1: the inbox does not leak through a proxy on the same machine', () => {
  const paths = ['/dev/inbox', '/dev/inbox.css']

  const shapeOf = async (app: HttpApp, url: string) => {
    const { statusCode, body, headers } = await app.get(url)
    const { requestId, ...rest } = JSON.parse(body)
    assert.ok(requestId)
    return [statusCode, rest, Object.keys(headers)]
  }

  const servers: Readonly<Record<string, Partial<AppServerOptions>>> = {
    'PUBLIC_URL is no loopback host': { publicUrl: () => 'https://login.example' },
    'PUBLIC_URL only begins like one': { publicUrl: () => 'http://localhost.example' },
    'TRUSTED_PROXIES is set': { trustedProxies: ['127.0.0.1/32'] },
  }
  for (const [where, server] of Object.entries(servers))
    test(`where ${where} it is absent, like any unknown path`, async (t) => {
      const app = await openHttpApp(t, { server })
      await send(app)
      const unknown = await shapeOf(app, '/dev/nothing')
      for (const url of paths) assert.deepEqual(await shapeOf(app, url), unknown, url)
    })

  test('a loopback PUBLIC_URL in each of its forms keeps it', async (t) => {
    for (const url of ['http://localhost:9000', 'http://127.0.0.1', 'http://[::1]:8080']) {
      const app = await openHttpApp(t, { server: { publicUrl: () => url } })
      for (const path of paths) assert.equal((await app.get(path)).statusCode, 200, url)
    }
  })

  test('a request with any header that proxies add is refused', async (t) => {
    const app = await openHttpApp(t)
    const names = ['X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'x-forwarded-anything']
    const more = ['Forwarded', 'Via', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP']
    for (const name of [...names, ...more])
      for (const value of ['127.0.0.1', ''])
        for (const path of paths)
          assert.equal((await app.get(path, { [name]: value })).statusCode, 404, `${name} ${path}`)
    assert.equal((await app.get('/dev/inbox', { 'x-client-id': 'x', dnt: '1' })).statusCode, 200)
  })

  test('HTTP/1.0, two Host headers and none are refused', async (t) => {
    const app = await openHttpApp(t)
    await send(app)
    const port = await listen(app.server)
    const status = async (version: string, ...lines: string[]) =>
      (
        await exchange(
          port,
          [`GET /dev/inbox HTTP/${version}`, ...lines, 'Connection: close', '', ''].join('\r\n'),
        )
      )?.status
    assert.equal(await status('1.1', 'Host: localhost'), 200)
    assert.equal(await status('1.0', 'Host: localhost'), 404)
    assert.equal(await status('1.1', 'Host: localhost', 'Host: localhost'), 404)
    assert.equal(await status('1.1', 'Host: localhost', 'host: evil.example'), 404)
    assert.equal(await status('1.1'), 404)
  })

  test('a path with a percent escape is refused, a query may have one', async (t) => {
    const app = await openHttpApp(t)
    for (const url of ['/dev/inbo%78', '/dev/%69nbox', '/%64ev/inbox.css', '/%64ev/inbox?phone=1'])
      assert.equal((await app.get(url)).statusCode, 404, url)
    assert.equal((await app.get('/dev/inbox?phone=%2B8613800138000')).statusCode, 200)
  })
})
