/** Texts that a client's users have to agree to: before the first code, and before a session on every path. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { generate } from 'otplib'
import type { AuthSvc } from '../../src/login/auth-functions.ts'
import type { PhoneLogin } from '../../src/login/phone/phone-type.ts'
import { client, clientId, otherClient, otherClientId } from './support/app-files.ts'
import { deviceHeaders, type Headers, type Json, openHttpApp, publicUrl } from './support/http-app.ts'

const mobile = '13800138000'
const redirectUri = 'https://shop.example/back'
const title = { en: 'Terms', zh: '服务协议' }
const agreements = [
  { name: 'terms', version: '3', title, url: 'https://shop.example/terms' },
  { name: 'privacy', version: '2', title, url: '/privacy' },
]
const stated: Headers = { 'x-agreements': 'terms@3, privacy@2' }
const inPart: Headers = { 'x-agreements': 'terms@3,privacy@1' }

const files = {
  'clients/web/client.json': { ...client, mfa: 'optional', agreements, redirectUris: [redirectUri] },
  'clients/app/client.json': { ...otherClient, autoRegister: true },
  'auths/loginTypes/password/password.json': {
    passwordTransport: 'plain',
    captcha: 'risk',
    allowRegister: 1,
  },
}

async function open(t: TestContext) {
  const app = await openHttpApp(t, { files })
  const given = async () => {
    const query = (await app.rooms.database.kysely()).selectFrom('agreements')
    const rows = await query.select(['client_id', 'name', 'version', 'agreed_at']).orderBy('name').execute()
    return rows.map((row) => ({ ...row }))
  }
  const send = (headers: Headers = {}, type = 'LOGIN_SMS') => app.sdk('sms/send', { mobile, type }, headers)
  const login = async (headers: Headers = {}) =>
    (
      await app.sdk('login/mobile-verify-code', { mobile, verify_code: await app.codeOf(mobile) }, headers)
    ).json()
  const phone = (name: string, named: Json, headers: Headers = {}) =>
    app.element('auths.loginTypes.phone', name, named, headers)
  return { ...app, given, send, logIn: login, phone }
}

const needed = 'IDAAS.SDK.USER.9012'
const refusedAs = (answer: { json(): { errmsg: string } }) => answer.json().errmsg.split(':')[0]

describe('agreements before the first code', () => {
  test('no message leaves without all of them, whoever has the number, and nothing is counted', async (t) => {
    const app = await open(t)
    for (const type of ['LOGIN_SMS', 'REGISTER_SMS', 'FORGET_PWD_SMS'])
      for (const headers of [{}, inPart, { 'x-agreements': 'terms@3' }]) {
        const answer = (await app.send(headers, type)).json()
        assert.equal(answer.error_code, needed, type)
        assert.equal(answer.error_msg, 'Please agree to the terms first')
      }
    assert.equal(refusedAs(await app.phone('sendMessage', { phone: mobile })), 'AGREEMENT_REQUIRED')
    assert.deepEqual(await app.app.inbox(mobile), [])
    assert.equal((await app.send(stated)).statusCode, 200)
    assert.equal((await app.app.inbox(mobile)).length, 1)
  })

  test('a client without agreements asks nothing and stores nothing', async (t) => {
    const app = await open(t)
    await app.login(mobile, { 'x-client-id': otherClientId, ...stated })
    assert.deepEqual(await app.given(), [])
  })

  test('in-process code answers for its users itself', async (t) => {
    const app = await open(t)
    const phones = app.app.getElement<PhoneLogin>('auths.loginTypes.phone')
    await phones.sendMessage(mobile, 'login')
    const { loginCode } = await phones.register(mobile, await app.codeOf(mobile), 'Ann')
    const auth = app.app.getElement<AuthSvc>('auths.loginTypes.services.AuthSvc')
    assert.equal((await auth.loginByCode(loginCode, 'acme')).success, true)
  })
})

describe('agreements before a session', () => {
  test('a right code without them stays good; what was agreed to is kept with its time and asked once', async (t) => {
    const app = await open(t)
    await app.send(stated)
    assert.equal((await app.logIn()).error_code, needed)
    assert.equal((await app.logIn(inPart)).error_code, needed)
    assert.deepEqual(await app.given(), [])
    const at = app.now()
    assert.equal((await app.logIn(stated)).status, 'SUCCESS')
    const rows = [
      { client_id: clientId, name: 'privacy', version: '2', agreed_at: at },
      { client_id: clientId, name: 'terms', version: '3', agreed_at: at },
    ]
    assert.deepEqual(await app.given(), rows)
    app.pass(60)
    await app.send(stated)
    assert.equal((await app.logIn()).status, 'SUCCESS')
    app.pass(60)
    await app.send(stated)
    assert.equal((await app.logIn(stated)).status, 'SUCCESS')
    assert.deepEqual(await app.given(), rows)
  })

  test('element face: registration and login code ask for them, and a login code survives the question', async (t) => {
    const app = await open(t)
    await app.phone('sendMessage', { phone: mobile }, stated)
    const named = { phone: mobile, code: await app.codeOf(mobile), nick: 'Ann' }
    assert.equal(refusedAs(await app.phone('register', named)), 'AGREEMENT_REQUIRED')
    assert.equal((await app.phone('register', named, stated)).json().errcode, 0)
    assert.equal((await app.given()).length, 2)

    app.pass(60)
    const { password } = { password: 'correct horse' }
    const registering = { username: 'bobby', password, captcha: '', token: '', nick: 'Bob' }
    const byName = (headers: Headers) =>
      app.element('auths.loginTypes.password', 'register', registering, headers)
    assert.equal(refusedAs(await byName({})), 'AGREEMENT_REQUIRED')

    await app.phone('sendMessage', { phone: mobile }, stated)
    const code = await app.codeOf(mobile)
    const got = (await app.phone('getLoginCode', { phone: mobile, code })).json().data
    const rooms = (await app.rooms.database.kysely()).deleteFrom('agreements')
    await rooms.execute()
    const exchange = (headers: Headers) =>
      app.element(
        'auths.loginTypes.services.AuthSvc',
        'loginByCode',
        { loginCode: got.loginCode, corp: 'acme' },
        headers,
      )
    assert.equal(refusedAs(await exchange({})), 'AGREEMENT_REQUIRED')
    assert.equal((await exchange(stated)).json().data.success, true)
    assert.equal((await app.given()).length, 2)
  })

  test('a login that waits for a second factor keeps what its first call stated', async (t) => {
    const app = await open(t)
    await app.send(stated)
    const { id_token } = await app.logIn(stated)
    const signedIn = { authorization: `Bearer ${id_token}` }
    const { secret } = (await app.sdk('mfa/totp/enrol', {}, signedIn)).json()
    const code = async () => generate({ secret, epoch: Math.floor(app.now() / 1000) })
    assert.equal((await app.sdk('mfa/totp/confirm', { code: await code() }, signedIn)).statusCode, 200)
    await (await app.rooms.database.kysely()).deleteFrom('agreements').execute()
    app.pass(60)
    await app.send(stated)
    const waiting = await app.logIn(stated)
    assert.equal(waiting.status, 'MFA_AUTH')
    assert.deepEqual(await app.given(), [])
    const state = { 'x-state-token': waiting.state_token }
    const done = (await app.sdk('mfa/totp', { code: await code() }, state)).json()
    assert.equal(done.status, 'SUCCESS', JSON.stringify(done))
    assert.equal((await app.given()).length, 2)
  })

  test('a session of another client opens one here only with them', async (t) => {
    const app = await open(t)
    const token = await app.login(mobile, { 'x-client-id': otherClientId, origin: publicUrl })
    const codeVerifier = 'v'.repeat(43)
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
    const authorize = (headers: Headers) =>
      app.post(
        '/api/v1/login/authorize',
        { redirectUri, codeChallenge },
        { origin: publicUrl, cookie: `latchkey=${token}`, 'x-client-id': clientId, ...headers },
      )
    assert.equal((await authorize({})).json().error, 'AGREEMENT_REQUIRED')
    const { redirectTo } = (await authorize(stated)).json()
    assert.deepEqual(await app.given(), [])
    const code = new URL(redirectTo).searchParams.get('code')
    const body = { code, redirectUri, codeVerifier }
    assert.equal((await app.post('/api/v1/login/token', body, { 'x-client-id': clientId })).statusCode, 200)
    assert.equal((await app.given()).length, 2)
    assert.ok((await authorize({})).json().redirectTo)
  })

  test('the login page is told what to show, and pages of other origins may send the header', async (t) => {
    const app = await open(t)
    const facts = (await app.get('/api/v1/login/page')).json()
    assert.deepEqual(facts.agreements, [
      { key: 'terms@3', title, url: 'https://shop.example/terms' },
      { key: 'privacy@2', title, url: '/privacy' },
    ])
    const { headers } = await app.ask({
      method: 'OPTIONS',
      url: '/api/v2/sdk/sms/send',
      headers: { ...deviceHeaders, origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    })
    assert.match(String(headers['access-control-allow-headers']), /X-agreements/)
  })

  test('one text listed in two versions, and an address that is none, stop the start', async (t) => {
    const open2 = (list: readonly object[]) =>
      openHttpApp(t, { files: { ...files, 'clients/web/client.json': { ...client, agreements: list } } })
    await assert.rejects(
      open2([agreements[0] ?? {}, { ...agreements[0], version: '4' }]),
      /is listed twice: terms/,
    )
    await assert.rejects(open2([{ ...agreements[0], url: 'javascript:alert(1)' }]), /agreements\/0\/url/)
  })
})
