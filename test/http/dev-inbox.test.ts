/** The development inbox over HTTP (spec 4, rule 10). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { type HttpApp, openHttpApp } from './support/http-app.ts'

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
    const app = await openHttpApp(t, { server: { trustedProxies: ['127.0.0.1/32'] } })
    await send(app)
    const status = async (request: Partial<InjectOptions>) => {
      const statuses: number[] = []
      for (const url of ['/dev/inbox', '/dev/inbox.css'])
        statuses.push((await app.ask({ method: 'GET', url, ...request })).statusCode)
      return statuses
    }
    for (const remoteAddress of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])
      if (remoteAddress !== '127.0.0.1')
        assert.deepEqual(await status({ remoteAddress }), [200, 200], remoteAddress)
    for (const host of ['localhost', 'localhost:8080', '127.0.0.1:8080', '[::1]:8080'])
      assert.deepEqual(await status({ remoteAddress: '::1', headers: { host } }), [200, 200], host)
    for (const remoteAddress of ['192.0.2.1', '10.0.0.1', '2001:db8::1', '::ffff:192.0.2.1'])
      assert.deepEqual(await status({ remoteAddress }), [404, 404], remoteAddress)
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.0.2.1'])
      assert.deepEqual(await status({ headers: { host } }), [404, 404], host)
    for (const name of ['x-forwarded-for', 'forwarded'])
      assert.deepEqual(await status({ headers: { [name]: '127.0.0.1' } }), [404, 404], name)
  })
})
