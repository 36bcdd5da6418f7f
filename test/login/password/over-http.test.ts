import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createAppServers } from '../../../src/app/app-server.ts'
import { captchaText, clientId, openPasswordApp, type PasswordAppParts } from './open-password-app.ts'

type Json = Readonly<Record<string, unknown>>

/** The app behind its HTTP server. */
async function serve(t: Parameters<typeof openPasswordApp>[0], parts: PasswordAppParts = {}) {
  const app = await openPasswordApp(t, parts)
  const { main } = createAppServers(app, {
    production: false,
    trustedProxies: [],
    adminPort: undefined,
    publicUrl: () => 'http://127.0.0.1:8080',
  })
  t.after(() => main.close())
  const post = (url: string, payload: Json, headers: Record<string, string> = {}) =>
    main.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } })
  return {
    ...app,
    /** A function of the element. */
    call: (name: string, named: Json = {}, headers: Record<string, string> = {}) =>
      post(`/api/test/login/auths/loginTypes/password/${name}`, named, headers),
    authService: (name: string, named: Json) =>
      post(`/api/test/login/auths/loginTypes/services/AuthSvc/${name}`, named),
    sdk: (path: string, body: Json, headers: Record<string, string> = {}) =>
      post(`/api/v2/sdk/${path}`, body, {
        'x-operating-sys-version': 'test',
        'x-device-fingerprint': 'device-1',
        'x-agent': 'test',
        'x-client-id': clientId,
        ...headers,
      }),
  }
}

describe('spec 1 and 3: a password login over the element face', () => {
  test('captcha, register, log in, session', async (t) => {
    const { call, authService } = await serve(t, { settings: { captcha: 'always' } })
    const captcha = async () => (await call('generateCaptcha')).json().data
    const { token, img } = await captcha()
    assert.ok(img.startsWith('iVBOR'))
    assert.equal((await call('checkCaptcha', { token, code: 'a2b3' })).json().data, true)
    const alice = { username: 'alice', password: 'correct horse', captcha: captchaText }
    const registered = (await call('register', { ...alice, token, nick: 'Alice' })).json()
    assert.equal(registered.errcode, 0)
    assert.equal(registered.data.username, 'alice')
    assert.equal(registered.data.corpList[0].corpId, 'acme')
    const code = (await call('getLoginCode', { ...alice, token: (await captcha()).token })).json().data
    assert.equal(code.userId, registered.data.userId)
    const session = (await authService('loginByCode', { loginCode: code.loginCode })).json().data
    assert.equal(session.success, true)
    const own = { authorization: `Bearer ${session.sessionToken}` }
    const change = { userId: code.userId, oldPassword: 'correct horse', newPassword: 'battery staple' }
    assert.deepEqual((await call('updatePassword', change, own)).json().data, { success: true })
    assert.deepEqual(
      (await call('updateUsername', { userId: code.userId, username: 'Bob' }, own)).json().data,
      {
        success: true,
      },
    )
  })

  test('A21: unknown user and wrong password have one status and one body', async (t) => {
    const app = await serve(t)
    await app.add('alice')
    const answers = []
    for (const username of ['alice', 'nobody']) {
      const answer = await app.call('getLoginCode', { username, password: 'wrong' })
      const { requestId: _, sysTime: __, duration: ___, ...body } = answer.json()
      answers.push({ status: answer.statusCode, body })
    }
    assert.deepEqual(answers[0], answers[1])
    assert.equal(answers[0]?.status, 400)
    assert.equal(answers[0]?.body.errmsg, 'PASSWORD_ERROR: Incorrect password')
  })

  test('statuses: 401 without a session, 403 for another user, 429 for a lock with Retry-After, 404 for what is not exposed', async (t) => {
    const app = await serve(t, { settings: { lockout: { failures: 1 } } })
    const userId = await app.add('alice')
    assert.equal((await app.call('unbind', { userId })).statusCode, 401)
    const { loginCode } = await app.login.getLoginCode('alice', 'correct horse')
    const { sessionToken } = await app.session(loginCode)
    const own = { authorization: `Bearer ${sessionToken}` }
    assert.equal((await app.call('unbind', { userId: 'another' }, own)).statusCode, 403)
    assert.match((await app.call('unbind', { userId }, own)).json().errmsg, /^LAST_LOGIN_METHOD/)
    for (const name of [
      'encryptPassword',
      'refreshDbPassword',
      'authType',
      'refreshPasswords',
      'loginByPassword',
    ])
      assert.equal((await app.call(name, {}, own)).statusCode, 404, name)
    await app.call('getLoginCode', { username: 'alice', password: 'wrong' })
    const locked = await app.call('getLoginCode', { username: 'alice', password: 'correct horse' })
    assert.deepEqual([locked.statusCode, locked.headers['retry-after']], [429, '30'])
  })

  test('A36: captchas from one address are limited with Retry-After', async (t) => {
    const { call } = await serve(t)
    for (let time = 0; time < 30; time += 1) assert.equal((await call('generateCaptcha')).statusCode, 200)
    const limited = await call('generateCaptcha')
    assert.equal(limited.statusCode, 429)
    assert.ok(Number(limited.headers['retry-after']) >= 60)
  })

  test('PASSWORD_WEAK names the unmet limits to people', async (t) => {
    const { call } = await serve(t, { settings: { limit: { minLength: 8, requireNumber: true } } })
    const weak = { username: 'alice', password: 'abc', captcha: '', token: '', nick: 'Alice' }
    const { errmsg } = (await call('register', weak)).json()
    assert.equal(errmsg, 'PASSWORD_WEAK: The password is too weak: minLength, requireNumber')
  })
})

describe('spec 5: sdk/login and sdk/login/auth', () => {
  const right = { user_name: 'Alice', password: 'correct horse' }

  test('give status, session_token, expire and id_token', async (t) => {
    const app = await serve(t, { settings: { passwordTransport: 'plain' } })
    await app.add('alice')
    for (const path of ['login', 'login/auth']) {
      const answer = await app.sdk(path, right)
      assert.equal(answer.statusCode, 200)
      const { status, session_token, expire, id_token } = answer.json()
      assert.deepEqual([status, expire], ['SUCCESS', 432_000])
      assert.match(session_token, /^[A-Za-z0-9]{32}$/)
      assert.equal(id_token.split('.').length, 3)
    }
  })

  test('errors: empty fields in order, wrong name or password alike, in both languages', async (t) => {
    const app = await serve(t)
    await app.add('alice')
    const codeOf = async (path: string, body: Json) => (await app.sdk(path, body)).json().error_code
    for (const path of ['login', 'login/auth']) {
      assert.equal(await codeOf(path, {}), 'IDAAS.SDK.USER.9004')
      assert.equal(await codeOf(path, { user_name: 'alice', password: ' ' }), 'IDAAS.SDK.USER.9005')
    }
    const wrong = await app.sdk('login', { user_name: 'alice', password: 'wrong' })
    const unknown = await app.sdk('login', { user_name: 'nobody', password: 'wrong' })
    assert.deepEqual([wrong.statusCode, wrong.json()], [unknown.statusCode, unknown.json()])
    assert.deepEqual(wrong.json(), {
      error_code: 'IDAAS.SDK.USER.9003',
      error_msg: 'Wrong user name or password',
    })
    const chinese = await app.sdk('login', { user_name: 'alice', password: 'wrong' }, { 'x-l': 'zh' })
    assert.equal(chinese.json().error_msg, '用户名或密码错误')
  })

  test('A34: a stranger’s failures ask the owner for no captcha; the lock spares the owner’s device', async (t) => {
    const app = await serve(t, { settings: { lockout: { failures: 4 } } })
    await app.add('alice')
    const from = (device: string) => ({ 'x-device-fingerprint': device })
    const fail = () => app.sdk('login', { user_name: 'alice', password: 'wrong' }, from('stranger'))
    for (let time = 0; time < 3; time += 1) await fail()
    assert.equal((await app.sdk('login', right, from('own'))).statusCode, 200)
    for (let time = 0; time < 4; time += 1) await fail()
    const elsewhere = await app.sdk('login', right, from('new'))
    assert.equal(elsewhere.json().error_code, 'IDAAS.SDK.COM.9002')
    assert.equal((await app.sdk('login', right, from('own'))).statusCode, 200)
  })

  test('a lock is 429 with Retry-After', async (t) => {
    const app = await serve(t, { settings: { lockout: { failures: 2 } } })
    await app.add('alice')
    for (let time = 0; time < 2; time += 1) await app.sdk('login', { user_name: 'alice', password: 'wrong' })
    const locked = await app.sdk('login', right)
    assert.deepEqual([locked.statusCode, locked.headers['retry-after']], [429, '30'])
    assert.equal(locked.json().error_code, 'IDAAS.SDK.COM.9002')
  })

  test('a client without a password login has no login of this kind', async (t) => {
    const { sdk } = await serve(t, { client: { passwordLogin: undefined } })
    assert.equal((await sdk('login', right)).json().error_code, 'IDAAS.SDK.PARAM.9006')
  })

  test('a password that has expired: a state token and no session', async (t) => {
    const app = await serve(t, { settings: { expireDays: 90 } })
    await app.add('alice')
    app.clock.advance(90 * 86_400_000)
    const { status, state_token, data, session_token } = (await app.sdk('login', right)).json()
    assert.deepEqual([status, session_token], ['PASSWORD_EXPIRED', undefined])
    assert.equal(state_token.split('.').length, 3)
    assert.equal(JSON.parse(data).minLength, 6)
  })

  test('login/auth takes a mobile number, login does not', async (t) => {
    const app = await serve(t)
    await app.phone.sendMessage('13800138000')
    const code = (await app.app.inbox('13800138000'))[0]?.code ?? ''
    const { userId } = await app.phone.register('13800138000', code, 'Alice')
    await app.login.bind(userId, 'alice', 'correct horse')
    const byNumber = { user_name: '138 0013 8000', password: 'correct horse' }
    assert.equal((await app.sdk('login/auth', byNumber)).json().status, 'SUCCESS')
    assert.equal((await app.sdk('login', byNumber)).json().error_code, 'IDAAS.SDK.USER.9003')
  })
})
