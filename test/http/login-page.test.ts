/** What the login page is told, and how a session goes from it to an application (RFC 7636, S256). */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { decodeJwt } from 'jose'
import { createLog } from '../../src/base/log.ts'
import {
  allowedOrigin,
  client,
  clientId,
  otherClient,
  otherClientId,
  phoneSettings,
} from './support/app-files.ts'
import { openFlowApp, password, username } from './support/flow-app.ts'
import { bearer, deviceHeaders, type Headers, openHttpApp, publicUrl } from './support/http-app.ts'

const mobile = '13800138000'
const redirectUri = 'https://shop.example/back?from=login'
const png = Buffer.from('no real picture').toString('base64')

const files = {
  'clients/web/client.json': {
    ...client,
    redirectUris: [redirectUri, 'https://shop.example/other'],
    page: { title: { en: 'Shop', zh: '商店' }, logo: `data:image/png;base64,${png}`, colour: '#aa0044' },
  },
  'clients/app/client.json': { ...otherClient, redirectUris: [redirectUri] },
}

const ownPage: Headers = { origin: publicUrl }
const verifier = randomBytes(32).toString('base64url')
const codeChallenge = createHash('sha256').update(verifier).digest('base64url')

async function open(t: TestContext, more: Readonly<Record<string, object>> = {}) {
  const app = await openHttpApp(t, { files: { ...files, ...more } })
  const cookieOf = (token: string): Headers => ({ ...ownPage, cookie: `latchkey=${token}` })

  /** The login page's part: a session in a cookie, and the address to go back to. */
  async function authorize(token: string, body: object = {}, headers: Headers = {}) {
    return app.post(
      '/api/v1/login/authorize',
      { redirectUri, codeChallenge, ...body },
      { ...cookieOf(token), 'x-client-id': clientId, ...headers },
    )
  }

  async function codeFor(token: string, body: object = {}): Promise<string> {
    const { redirectTo } = (await authorize(token, body)).json()
    return new URL(redirectTo).searchParams.get('code') ?? ''
  }

  const redeem = (code: string, body: object = {}, headers: Headers = {}) =>
    app.post(
      '/api/v1/login/token',
      { code, redirectUri, codeVerifier: verifier, ...body },
      { 'x-client-id': clientId, ...headers },
    )

  return { ...app, cookieOf, authorize, codeFor, redeem }
}

describe('GET /api/v1/login/page', () => {
  test('tells what the page shows for the client', async (t) => {
    const app = await open(t)
    const { statusCode, headers, ...answer } = await app.get('/api/v1/login/page', {
      'x-client-id': clientId,
    })
    assert.equal(statusCode, 200)
    assert.equal(headers['cache-control'], 'no-store')
    const facts = answer.json()
    assert.deepEqual(facts.client, {
      clientId,
      title: { en: 'Shop', zh: '商店' },
      logo: `/login/logo?client_id=${clientId}`,
      colour: '#aa0044',
      darkColour: null,
    })
    assert.equal(facts.elements, '/api/acme/login')
    assert.deepEqual(facts.phone.allowedCountries, ['CN', 'US'])
    assert.equal(facts.password.limit.maxLength, 20)
    assert.deepEqual([facts.captchas, facts.mayRegister], [[], true])
    assert.equal(facts.asksNick, true)
    assert.deepEqual(facts.callingCodes, { CN: '86', US: '1' })
  })

  test('tells who holds a cookie, and where the development inbox is to who may open it', async (t) => {
    const app = await open(t)
    const facts = async (headers: Headers) => (await app.get('/api/v1/login/page', headers)).json()
    const here = await facts({ host: '127.0.0.1:8080' })
    assert.deepEqual([here.hasSession, here.inbox], [false, '/dev/inbox'])
    const elsewhere = await facts({ host: 'login.example', cookie: 'latchkey=x' })
    assert.deepEqual([elsewhere.hasSession, elsewhere.inbox], [true, null])
  })

  test('of a client without more: its own title, no password login, no logo', async (t) => {
    const app = await open(t)
    const facts = (await app.get(`/api/v1/login/page?client_id=${otherClientId}`)).json()
    assert.deepEqual(facts.client.title, { en: 'App', zh: 'App' })
    assert.deepEqual([facts.client.logo, facts.password, facts.asksFactor], [null, null, false])
  })

  test('a login that is switched off is not there', async (t) => {
    const off = { ...phoneSettings, isActive: false }
    const app = await open(t, { 'auths/loginTypes/phone/phone.json': off })
    const facts = (await app.get('/api/v1/login/page')).json()
    assert.deepEqual([facts.phone, facts.mayRegister], [null, false])
  })

  test('an address that the client does not list is refused, in the language of the browser', async (t) => {
    const app = await open(t)
    const ask = (uri: string, headers: Headers = {}) =>
      app.get(`/api/v1/login/page?${new URLSearchParams({ redirect_uri: uri })}`, headers)
    assert.equal((await ask(redirectUri)).statusCode, 200)
    for (const uri of ['https://evil.example/', `${redirectUri}&x=1`, 'https://shop.example/', 'x'])
      assert.equal((await ask(uri)).json().error, 'REDIRECT_INVALID')
    const refused = await ask('https://evil.example/', { 'accept-language': 'zh-CN' })
    assert.equal(refused.json().message, '应用未登记该返回地址')
    assert.equal((await app.get('/api/v1/login/page?x=1')).json().arguments.x, 'is unknown')
    assert.equal((await app.get('/api/v1/login/page?client_id=nobody')).json().error, 'CLIENT_UNKNOWN')
  })

  test('the log names the address that is not listed, without its query, once in ten seconds', async (t) => {
    const lines: string[] = []
    const log = createLog('info', { write: (line) => lines.push(line) })
    const app = await openHttpApp(t, { files: { ...files }, app: { log } })
    const ask = (uri: string) =>
      app.get(`/api/v1/login/page?${new URLSearchParams({ redirect_uri: uri, client_id: clientId })}`)
    const told = () =>
      lines.map((line) => JSON.parse(line)).filter(({ msg }) => /does not list/.test(String(msg)))
    await ask(redirectUri)
    await ask('https://new.example/back?token=secret')
    await ask('https://other.example/')
    assert.deepEqual(
      told().map((line) => [line.clientId, line.redirectUri]),
      [[clientId, 'https://new.example/back']],
    )
    app.pass(11)
    await ask('https://other.example/')
    assert.equal(told().length, 2)
  })

  test('the logo is a picture and nothing that runs', async (t) => {
    const app = await open(t)
    const { headers, rawPayload } = await app.get(`/login/logo?client_id=${clientId}`)
    assert.equal(headers['content-type'], 'image/png')
    assert.match(String(headers['content-security-policy']), /default-src 'none'/)
    assert.equal(rawPayload.toString('base64'), png)
    assert.equal((await app.get(`/login/logo?client_id=${otherClientId}`)).statusCode, 404)
  })
})

describe('POST /api/v1/login/session', () => {
  test('a session that takes the place of another in the cookie ends that one, and no other', async (t) => {
    const app = await open(t)
    const [elsewhere, first, second] = [
      await app.login(mobile),
      await app.login(mobile),
      await app.login(mobile),
    ]
    const show = (headers: Headers) =>
      app.post('/api/v1/login/session', { sessionToken: second }, { ...headers, 'x-client-id': clientId })
    const isAlive = async (token: string) =>
      (await app.get('/api/v1/session', bearer(token))).statusCode === 200
    const evil = { ...app.cookieOf(first), origin: 'https://evil.example' }
    assert.equal((await show(evil)).statusCode, 401)
    assert.deepEqual([await isAlive(first), await isAlive(second)], [true, true])
    assert.equal((await show(app.cookieOf(first))).statusCode, 200)
    assert.equal((await show(app.cookieOf(second))).statusCode, 200)
    assert.deepEqual(
      [await isAlive(elsewhere), await isAlive(first), await isAlive(second)],
      [true, false, true],
    )
  })

  test('keeps a session in a cookie that pages of the server alone can use', async (t) => {
    const app = await open(t)
    const sessionToken = await app.login(mobile)
    const kept = await app.post('/api/v1/login/session', { sessionToken }, ownPage)
    assert.deepEqual(
      [kept.json().phone, kept.json().corps],
      ['+86138****8000', [{ corpId: 'acme', corpName: 'Acme' }]],
    )
    assert.match(
      String(kept.headers['set-cookie']),
      new RegExp(`latchkey=${sessionToken}; Max-Age=432000; Path=/; HttpOnly; SameSite=Lax`),
    )
    assert.doesNotMatch(String(kept.headers['set-cookie']), /device/)
    const known = await app.post('/api/v1/login/session', {}, app.cookieOf(sessionToken))
    assert.equal(known.json().userId, kept.json().userId)
    for (const headers of [{}, { origin: 'https://evil.example' }, bearer(sessionToken)])
      assert.equal((await app.post('/api/v1/login/session', { sessionToken }, headers)).statusCode, 401)
    assert.equal((await app.post('/api/v1/login/session', { sessionToken: 'x' }, ownPage)).statusCode, 401)
  })
})

describe('from the page to the application', () => {
  test('a code and the state come back in the address, and become a session of the same login', async (t) => {
    const app = await open(t)
    const token = await app.login(mobile)
    const { redirectTo } = (await app.authorize(token, { state: 'a b&c' })).json()
    const url = new URL(redirectTo)
    assert.equal(url.origin + url.pathname, 'https://shop.example/back')
    assert.deepEqual([url.searchParams.get('from'), url.searchParams.get('state')], ['login', 'a b&c'])
    const answer = (await app.redeem(url.searchParams.get('code') ?? '')).json()
    assert.equal(answer.expire, 432_000)
    const first = (await app.get('/api/v1/session', bearer(token))).json()
    const second = (await app.get('/api/v1/session', bearer(answer.sessionToken))).json()
    assert.deepEqual(
      [second.user.userId, second.clientId, second.method, second.authTime],
      [first.user.userId, clientId, 'sms', first.authTime],
    )
    assert.notEqual(second.sessionId, first.sessionId)
    const { sub, aud, sid } = decodeJwt(answer.idToken)
    assert.deepEqual([sub, aud, sid], [first.user.userId, clientId, second.sessionId])
  })

  test('one use, for this client, this address and this verifier, within 60 seconds', async (t) => {
    const app = await open(t)
    const token = await app.login(mobile)
    const refused = async (code: string, body: object = {}, headers: Headers = {}) =>
      assert.equal((await app.redeem(code, body, headers)).json().error, 'LOGIN_CODE_INVALID')
    await refused('x')
    const used = await app.codeFor(token)
    assert.equal((await app.redeem(used)).statusCode, 200)
    await refused(used)
    await refused(await app.codeFor(token), { codeVerifier: 'y'.repeat(43) })
    await refused(await app.codeFor(token), { redirectUri: 'https://shop.example/other' })
    await refused(await app.codeFor(token), {}, { 'x-client-id': otherClientId })
    const late = await app.codeFor(token)
    app.pass(61)
    await refused(late)
    const burnt = await app.codeFor(token)
    await refused(burnt, { codeVerifier: 'y'.repeat(43) })
    await refused(burnt)
  })

  test('50 parallel uses of one code make one session', async (t) => {
    const app = await open(t)
    const code = await app.codeFor(await app.login(mobile))
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.redeem(code)))
    assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  })

  test('a session that ended meanwhile gives none', async (t) => {
    const app = await open(t)
    const token = await app.login(mobile)
    const code = await app.codeFor(token)
    await app.element('auths.loginTypes.services.AuthSvc', 'logout', {}, bearer(token))
    assert.equal((await app.redeem(code)).json().error, 'LOGIN_CODE_INVALID')
  })

  test('a code is given to pages of the server, for listed addresses and with a challenge only', async (t) => {
    const app = await open(t)
    const token = await app.login(mobile)
    const errorOf = async (body: object, headers: Headers = {}) =>
      (await app.authorize(token, body, headers)).json().error
    assert.equal(await errorOf({ redirectUri: 'https://evil.example/' }), 'REDIRECT_INVALID')
    assert.equal(await errorOf({ redirectUri: `${redirectUri}#x` }), 'REDIRECT_INVALID')
    assert.equal(await errorOf({ codeChallenge: 'short' }), 'API_PARAMS_ERROR')
    assert.equal(await errorOf({ corpId: 'unknown' }), 'CORP_INVALID')
    assert.equal(await errorOf({}, { origin: 'https://shop.example' }), 'LOGIN_REQUIRED')
    assert.equal(await errorOf({}, { cookie: '' }), 'LOGIN_REQUIRED')
  })

  test('another client of the tenant gets a code only where it would let the user in', async (t) => {
    const app = await open(t, {
      'clients/app/client.json': { ...otherClient, mfa: 'required', redirectUris: [redirectUri] },
    })
    const token = await app.login(mobile, ownPage)
    const { error } = (await app.authorize(token, {}, { 'x-client-id': otherClientId })).json()
    assert.equal(error, 'SECOND_FACTOR_REQUIRED')
  })

  test('an authenticator app is asked for where the client says so', async (t) => {
    const app = await open(t, { 'clients/app/client.json': { ...otherClient, mfa: 'optional' } })
    const facts = (await app.get(`/api/v1/login/page?client_id=${otherClientId}`)).json()
    assert.equal(facts.asksFactor, true)
  })

  test("the other client's addresses are asked of the browser that goes there", async (t) => {
    const access = { addresses: { allow: ['10.0.0.0/8'] } }
    const app = await open(t, {
      'clients/app/client.json': { ...otherClient, access, redirectUris: [redirectUri] },
    })
    const token = await app.login(mobile, ownPage)
    const { error } = (await app.authorize(token, {}, { 'x-client-id': otherClientId })).json()
    assert.equal(error, 'FORBIDDEN')
  })

  test('a session of the page opens other clients, what a client itself has held only its own', async (t) => {
    const app = await open(t)
    const other = { 'x-client-id': otherClientId }
    const refused = async (token: string, headers: Headers = other) =>
      assert.equal((await app.authorize(token, {}, headers)).json().error, 'LOGIN_REQUIRED')

    const ofBackEnd = await app.login(mobile)
    assert.equal(
      (await app.post('/api/v1/login/session', { sessionToken: ofBackEnd }, ownPage)).statusCode,
      200,
    )
    await refused(ofBackEnd)
    assert.equal((await app.authorize(ofBackEnd)).statusCode, 200)
    await refused(await app.login(mobile, { origin: allowedOrigin }))

    const ofPage = await app.login(mobile, ownPage)
    const { redirectTo } = (await app.authorize(ofPage, {}, other)).json()
    const code = new URL(redirectTo).searchParams.get('code') ?? ''
    const handedOver = (await app.redeem(code, {}, { ...other, ...ownPage })).json().sessionToken
    assert.equal((await app.authorize(handedOver, {}, other)).statusCode, 200)
    await refused(handedOver, {})
  })

  test('a login is of the page when its first step was', async (t) => {
    const app = await openFlowApp(t, {
      passwords: { expireDays: 90, warnDays: 7 },
      files: { 'clients/app/client.json': { ...otherClient, redirectUris: [redirectUri] } },
    })
    app.pass(85 * 86_400)
    const login = { user_name: username, password }
    const authorizing = async (first: Headers, second: Headers) => {
      const { state_token } = await app.call('login', login, first)
      const headers = { ...deviceHeaders, 'x-client-id': clientId, 'x-state-token': String(state_token) }
      const done = await app.get('pwd/skip-update', { ...headers, ...second })
      const cookie = { ...ownPage, cookie: `latchkey=${done.session_token}` }
      const asked = { ...cookie, 'x-client-id': otherClientId }
      return (await app.post('/api/v1/login/authorize', { redirectUri, codeChallenge }, asked)).statusCode
    }
    // A browser names no origin in a GET of its own page.
    assert.equal(await authorizing(ownPage, {}), 200)
    assert.equal(await authorizing({}, ownPage), 401)
  })

  test('a secret need not be shown, but a wrong one is refused', async (t) => {
    const app = await open(t)
    const token = await app.login(mobile)
    const wrong = { authorization: `Basic ${Buffer.from(`${clientId}:wrong`).toString('base64')}` }
    assert.equal((await app.redeem(await app.codeFor(token), {}, wrong)).json().error, 'FORBIDDEN')
  })
})
