/** Sessions of browsers: cookies, their attributes, and the Origin that they need (spec 1, "Elements over HTTP"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { allowedOrigin, clientId, otherClient, otherClientId } from './support/app-files.ts'
import {
  bearer,
  type Headers,
  type HttpApp,
  type HttpAppParts,
  openHttpApp,
  publicUrl,
} from './support/http-app.ts'

const mobile = '13800138000'
const service = 'auths.loginTypes.services.AuthSvc'
const own: Headers = { origin: publicUrl }
const httpsUrl = 'https://login.example'

/** From a new code to the answer of loginByCode; who is new is registered. */
async function logIn(app: HttpApp, headers: Headers): Promise<LightMyRequestResponse> {
  app.pass(3600)
  const phoneLogin = (name: string, named: object) =>
    app.element('auths.loginTypes.phone', name, named, headers)
  await phoneLogin('sendMessage', { phone: mobile })
  const proof = { phone: mobile, code: await app.codeOf(mobile) }
  const known = await phoneLogin('getLoginCode', proof)
  const answer = known.statusCode === 200 ? known : await phoneLogin('register', { ...proof, nick: 'Ann' })
  const { loginCode } = answer.json().data
  return app.element(service, 'loginByCode', { loginCode, corp: 'acme', platform: 'web' }, headers)
}

const cookiesOf = ({ headers }: LightMyRequestResponse): string[] => [headers['set-cookie'] ?? []].flat()

/** What a browser sends back. */
const jar = (answer: LightMyRequestResponse): Headers => ({
  cookie: cookiesOf(answer)
    .map((cookie) => cookie.split(';')[0])
    .join('; '),
})

const https: HttpAppParts = { server: { publicUrl: () => httpsUrl } }

const who = async (app: HttpApp, headers: Headers) =>
  (await app.element(service, 'currentUser', {}, headers)).statusCode

describe('spec 1: the session cookie', () => {
  test('on loopback without TLS: a name of its own, HttpOnly, SameSite=Lax, not Secure', async (t) => {
    const app = await openHttpApp(t)
    const [session = '', device = ''] = cookiesOf(await logIn(app, own))
    assert.match(session, /^latchkey=[A-Za-z0-9]{32}; Max-Age=432000; Path=\/; HttpOnly; SameSite=Lax$/)
    assert.match(
      device,
      /^latchkey-device=[A-Za-z0-9]{32}\.[\w-]{22}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })

  test('behind https: the __Host- prefix and Secure', async (t) => {
    const app = await openHttpApp(t, https)
    const [session = '', device = ''] = cookiesOf(await logIn(app, { origin: httpsUrl }))
    assert.match(session, /^__Host-latchkey=\w{32}; Max-Age=432000; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
    assert.match(device, /^__Host-latchkey-device=.*; Secure$/)
  })

  test('on a host without TLS that is not loopback there is no cookie', async (t) => {
    const url = 'http://login.example'
    const app = await openHttpApp(t, { server: { publicUrl: () => url } })
    const answer = await logIn(app, { origin: url })
    assert.deepEqual([answer.statusCode, cookiesOf(answer)], [200, []])
  })

  test('is set only for a page of this server or of an allowed origin', async (t) => {
    const app = await openHttpApp(t)
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${publicUrl}0` },
    ]) {
      const answer = await logIn(app, headers as Headers)
      assert.deepEqual([answer.statusCode, cookiesOf(answer)], [200, []])
    }
    assert.equal(cookiesOf(await logIn(app, { origin: allowedOrigin })).length, 2)
  })

  test('A37: a login makes a new session, whatever cookie was there', async (t) => {
    const app = await openHttpApp(t)
    const preset = { ...own, cookie: `latchkey=${'a'.repeat(32)}` }
    const [session = ''] = cookiesOf(await logIn(app, preset))
    assert.ok(!session.includes('a'.repeat(32)))
  })

  test('counts on every call only together with the right Origin', async (t) => {
    const app = await openHttpApp(t)
    const cookies = jar(await logIn(app, own))
    assert.equal(await who(app, { ...own, ...cookies }), 200)
    assert.equal(await who(app, { origin: allowedOrigin, ...cookies }), 200)
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { referer: publicUrl },
    ])
      assert.equal(await who(app, { ...cookies, ...(headers as Headers) }), 401)
  })

  test('A42: the Origin is compared with the configured address, never with Host', async (t) => {
    const app = await openHttpApp(t)
    const cookies = jar(await logIn(app, own))
    const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
    assert.equal(await who(app, { ...cookies, ...forged, origin: 'https://evil.example' }), 401)
    assert.equal(await who(app, { ...cookies, ...forged, ...own }), 200)
  })

  test('is another client’s where a page of an allowed origin brings it', async (t) => {
    const files = {
      'clients/app/client.json': { ...otherClient, allowedOrigins: ['https://other.example'] },
    }
    const app = await openHttpApp(t, { files })
    const cookies = jar(await logIn(app, own))
    const foreign = { origin: 'https://other.example', 'x-client-id': otherClientId }
    assert.equal(await who(app, { ...cookies, ...foreign }), 401)
    assert.equal(await who(app, { ...cookies, origin: allowedOrigin, 'x-client-id': clientId }), 200)
  })

  test('Bearer needs no Origin, and wins over the cookie', async (t) => {
    const app = await openHttpApp(t)
    const token = await app.login('13900139000')
    const cookies = jar(await logIn(app, own))
    const { data } = (
      await app.element(service, 'currentUser', {}, { ...own, ...cookies, ...bearer(token) })
    ).json()
    assert.equal(data.phone, '+8613900139000')
    assert.equal(await who(app, bearer(token)), 200)
  })

  test('logout ends the session and takes the cookie away', async (t) => {
    const app = await openHttpApp(t)
    const headers = { ...own, ...jar(await logIn(app, own)) }
    const answer = await app.element(service, 'logout', {}, headers)
    assert.deepEqual(cookiesOf(answer), ['latchkey=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax'])
    assert.equal(await who(app, headers), 401)
  })

  test('a logout from a foreign page does nothing', async (t) => {
    const app = await openHttpApp(t)
    const cookies = jar(await logIn(app, own))
    const answer = await app.element(service, 'logout', {}, { ...cookies, origin: 'https://evil.example' })
    assert.deepEqual([answer.statusCode, cookiesOf(answer)], [401, []])
    assert.equal(await who(app, { ...own, ...cookies }), 200)
  })
})

describe('O5: the device token of browsers', () => {
  test('is kept over logins, so that the device is known again', async (t) => {
    const app = await openHttpApp(t)
    const first = await logIn(app, own)
    const { cookie = '' } = jar(first)
    const device = cookie.split('; ')[1] ?? ''
    const second = await logIn(app, { ...own, cookie: device })
    assert.equal(cookiesOf(second)[1], cookiesOf(first)[1])
    const devices = await (await app.rooms.database.kysely())
      .selectFrom('known_devices')
      .select('device')
      .where('device', 'like', 'dt:%')
      .execute()
    assert.equal(devices.length, 1)
    assert.equal(String(devices[0]?.device).includes(device.split('=')[1] ?? ''), false)
  })

  test('a garbled one is replaced', async (t) => {
    const app = await openHttpApp(t)
    const answer = await logIn(app, { ...own, cookie: 'latchkey-device=x; latchkey-device' })
    assert.match(cookiesOf(answer)[1] ?? '', /^latchkey-device=[A-Za-z0-9]{32}\.[\w-]{22};/)
  })
})

describe('A56: nothing but a JSON POST acts', () => {
  test('neither GET nor a form sends an SMS', async (t) => {
    const app = await openHttpApp(t)
    const path = '/api/acme/login/auths/loginTypes/phone/sendMessage'
    await app.get(`${path}?phone=${mobile}`, own)
    const forms = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=b']
    for (const type of forms) {
      const { statusCode } = await app.post(path, `{"phone":"${mobile}"}`, { ...own, 'content-type': type })
      assert.equal(statusCode, 400, type)
    }
    assert.deepEqual(await app.app.inbox(), [])
    assert.equal((await app.post(path, { phone: mobile }, own)).statusCode, 200)
  })
})
