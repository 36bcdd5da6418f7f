/** The first calls of the SDK API: messages, logins, tokens of a session (spec 5, "Calls"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import { client, clientId, otherClientId, phoneSettings } from './support/app-files.ts'
import { bearer, openHttpApp, publicUrl } from './support/http-app.ts'

const mobile = '13800138000'
const send = { mobile, type: 'LOGIN_SMS' }
const ofOther = { 'x-client-id': otherClientId }

const clientFile = (more: object) => ({ 'clients/web/client.json': { ...client, ...more } })

describe('spec 5: sms/send', () => {
  test('answers 200 with an empty body', async (t) => {
    const app = await openHttpApp(t)
    const { statusCode, body, headers } = await app.sdk('sms/send', send)
    assert.deepEqual([statusCode, body, headers['content-type']], [200, '', undefined])
    assert.match(await app.codeOf(mobile), /^\d{6}$/)
  })

  test('fields are checked in the order of the table: mobile, then type', async (t) => {
    const app = await openHttpApp(t)
    const code = async (body: unknown) => (await app.sdk('sms/send', body)).json().error_code
    assert.equal(await code({}), 'IDAAS.SDK.USER.0004')
    assert.equal(await code({ mobile: ' ', type: 5 }), 'IDAAS.SDK.USER.0004')
    assert.equal(await code({ mobile: 13800138000, type: '' }), 'IDAAS.SDK.PARAM.9002')
    assert.equal(await code({ mobile }), 'IDAAS.SDK.PARAM.9001')
    assert.equal(await code({ mobile, type: 'login_sms' }), 'IDAAS.SDK.PARAM.9001')
    assert.equal(await code({ mobile, type: ['LOGIN_SMS'] }), 'IDAAS.SDK.PARAM.9002')
    assert.equal(await code({ mobile: 'abc', type: 'LOGIN_SMS' }), 'IDAAS.SDK.USER.9001')
    assert.equal(await code({ mobile: '+447911123456', type: 'LOGIN_SMS' }), 'IDAAS.SDK.USER.9001')
    assert.equal(await code({ mobile: '1'.repeat(1025), type: 'LOGIN_SMS' }), 'IDAAS.SDK.PARAM.9002')
  })

  test('A35: a client that asks for a captcha sends nothing without one', async (t) => {
    const app = await openHttpApp(t, { files: clientFile({ captcha: ['slider'] }) })
    for (const body of [send, { ...send, captcha_token: 'x' }])
      assert.equal((await app.sdk('sms/send', body)).json().error_code, 'IDAAS.SDK.CAPTCHA.0002')
    assert.deepEqual(await app.app.inbox(), [])
  })

  test('a limit answers 429, the seconds in Retry-After and in the text', async (t) => {
    const app = await openHttpApp(t)
    await app.sdk('sms/send', send)
    app.pass(5)
    const { statusCode, headers, body } = await app.sdk('sms/send', send, { 'x-l': 'zh' })
    assert.deepEqual([statusCode, headers['retry-after']], [429, '40'])
    assert.deepEqual(JSON.parse(body), {
      error_code: 'IDAAS.SDK.COM.9001',
      error_msg: '请求过于频繁,请稍后再试（40 秒）',
    })
  })

  test('limitStatus 400: for clients that know only the vendors’ statuses', async (t) => {
    const app = await openHttpApp(t, { files: clientFile({ limitStatus: 400 }) })
    await app.sdk('sms/send', send)
    const { statusCode, headers } = await app.sdk('sms/send', send)
    assert.deepEqual([statusCode, headers['retry-after']], [400, '45'])
  })

  test('A03: forged X-Forwarded-For and X-device-ip do not make a new address', async (t) => {
    const settings = { ...phoneSettings, limits: { address: { hour: 2, day: 9 } } }
    const app = await openHttpApp(t, { files: { 'auths/loginTypes/phone/phone.json': settings } })
    const statuses: number[] = []
    for (const i of [1, 2, 3]) {
      const body = { ...send, mobile: `1380013800${i}` }
      const forged = { 'x-forwarded-for': `203.0.113.${i}`, 'x-device-ip': `203.0.113.${i}` }
      const device = { 'x-device-fingerprint': `device-${i}` }
      statuses.push((await app.sdk('sms/send', body, { ...forged, ...device })).statusCode)
    }
    assert.deepEqual(statuses, [200, 200, 429])
  })

  test('N1: behind a trusted proxy the right-most foreign hop counts', async (t) => {
    const settings = { ...phoneSettings, limits: { address: { hour: 1, day: 9 } } }
    const app = await openHttpApp(t, {
      files: { 'auths/loginTypes/phone/phone.json': settings },
      server: { trustedProxies: ['127.0.0.1/32'] },
    })
    const from = async (mobile: string, hops: string) =>
      (
        await app.sdk(
          'sms/send',
          { ...send, mobile },
          { 'x-forwarded-for': hops, 'x-device-fingerprint': hops },
        )
      ).statusCode
    assert.equal(await from('13800138001', '203.0.113.1'), 200)
    assert.equal(await from('13800138002', '203.0.113.2'), 200)
    assert.equal(await from('13800138003', '203.0.113.9, 203.0.113.2'), 429)
  })
})

describe('spec 5: login/mobile-verify-code', () => {
  test('answers status, session_token, expire and id_token, and nothing else', async (t) => {
    const app = await openHttpApp(t)
    await app.sdk('sms/send', send)
    const answer = (
      await app.sdk('login/mobile-verify-code', { mobile, verify_code: await app.codeOf(mobile) })
    ).json()
    assert.deepEqual(Object.keys(answer), ['status', 'session_token', 'expire', 'id_token'])
    assert.equal(answer.status, 'SUCCESS')
    assert.match(answer.session_token, /^[A-Za-z0-9]{32}$/)
  })

  for (const { profile, ttl, idTokenTtl } of [
    { profile: 'bamboocloud', ttl: 432_000, idTokenTtl: 300 },
    { profile: 'oneaccess', ttl: 604_800, idTokenTtl: 7200 },
  ])
    test(`defaults of ${profile}: a session of ${ttl} s, an id_token of ${idTokenTtl} s`, async (t) => {
      const app = await openHttpApp(t, { files: clientFile({ profile }) })
      await app.sdk('sms/send', send)
      const answer = (
        await app.sdk('login/mobile-verify-code', { mobile, verify_code: await app.codeOf(mobile) })
      ).json()
      const { exp = 0, iat = 0 } = decodeJwt(answer.id_token)
      assert.deepEqual([answer.expire, exp - iat], [ttl, idTokenTtl])
      const session = (name: string) => app.get('/api/v1/session', bearer(name))
      app.pass(ttl - 1)
      assert.equal((await session(answer.session_token)).statusCode, 200)
      app.pass(1)
      assert.equal((await session(answer.session_token)).statusCode, 401)
    })

  test('every single default of a profile can be set', async (t) => {
    const app = await openHttpApp(t, { files: clientFile({ sessionTtl: 600, idTokenTtl: 60 }) })
    await app.sdk('sms/send', send)
    const answer = (
      await app.sdk('login/mobile-verify-code', { mobile, verify_code: await app.codeOf(mobile) })
    ).json()
    const { exp = 0, iat = 0 } = decodeJwt(answer.id_token)
    assert.deepEqual([answer.expire, exp - iat], [600, 60])
  })

  test('autoRegister off: a right code of an unknown number is USER.0001, and stays good', async (t) => {
    const app = await openHttpApp(t)
    await app.sdk('sms/send', send, ofOther)
    const body = { mobile, verify_code: await app.codeOf(mobile) }
    const refused = await app.sdk('login/mobile-verify-code', body, ofOther)
    assert.equal(refused.json().error_code, 'IDAAS.SDK.USER.0001')
    assert.equal((await app.sdk('login/mobile-verify-code', body)).json().status, 'SUCCESS')
  })

  test('autoRegister off: a known number logs in', async (t) => {
    const app = await openHttpApp(t)
    await app.login(mobile)
    assert.match(await app.login(mobile, ofOther), /^\w{32}$/)
  })

  test('A21: whether a number is known is told only after a right code', async (t) => {
    const app = await openHttpApp(t)
    await app.login('13800138001')
    app.pass(60)
    const ask = async (mobile: string) => {
      const sent = await app.sdk('sms/send', { mobile, type: 'LOGIN_SMS' }, ofOther)
      const wrong = (await app.codeOf(mobile)) === '111111' ? '222222' : '111111'
      const tried = await app.sdk('login/mobile-verify-code', { mobile, verify_code: wrong }, ofOther)
      return [sent.statusCode, sent.body, tried.statusCode, tried.body]
    }
    assert.deepEqual(await ask('13800138001'), await ask('13800138002'))
  })

  test('A09: one right code, 50 parallel uses, one session', async (t) => {
    const app = await openHttpApp(t)
    await app.sdk('sms/send', send)
    const body = { mobile, verify_code: await app.codeOf(mobile) }
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => app.sdk('login/mobile-verify-code', body)),
    )
    assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  })

  test('the id_token is for this client, from this server, and its key is in the JWKS', async (t) => {
    const app = await openHttpApp(t)
    const token = await app.login(mobile)
    const { id_token } = (
      await app.sdk('sso/session-token/id-token', undefined, { 'session-token': token })
    ).json()
    const keys = createLocalJWKSet((await app.get('/api/v1/oauth2/keys')).json())
    const { payload } = await jwtVerify(id_token, keys, {
      issuer: publicUrl,
      audience: clientId,
      currentDate: new Date(app.now()),
    })
    assert.deepEqual(Object.keys(JSON.parse(String(payload.api))), [
      'id',
      'userName',
      'name',
      'mobile',
      'email',
    ])
    assert.equal(JSON.parse(String(payload.api)).mobile, `+86-${mobile}`)
  })
})

describe('spec 5: a client of an own Type', () => {
  const files = {
    'auths/loginTypes/Invited/e.json': {
      title: 'Invited',
      type: 'auths.loginTypes.PhoneType',
      backendBundleEntry: './invited.js',
    },
    'auths/loginTypes/Invited/invited.js': `
import { PhoneType } from 'latchkey'
export class Invited extends PhoneType {
  static refusals = { INVITATION_NEEDED: { en: 'By invitation only', zh: '仅限邀请' } }
  async admit() { throw this.refusal('INVITATION_NEEDED') }
}`,
    'auths/loginTypes/phone/e.json': { title: 'Phone', type: 'auths.loginTypes.Invited' },
  }

  test('what the Type refuses on its own has one code, and the Type’s text', async (t) => {
    const app = await openHttpApp(t, { files })
    await app.sdk('sms/send', send)
    const body = { mobile, verify_code: await app.codeOf(mobile) }
    const refused = async (language: string) =>
      (await app.sdk('login/mobile-verify-code', body, { 'x-l': language })).json()
    assert.deepEqual(await refused('en'), {
      error_code: 'IDAAS.SDK.COM.9003',
      error_msg: 'By invitation only',
    })
    assert.deepEqual(await refused('zh'), { error_code: 'IDAAS.SDK.COM.9003', error_msg: '仅限邀请' })
  })

  test('a client without a login of the kind says so', async (t) => {
    const app = await openHttpApp(t, { files: clientFile({ phoneLogin: undefined }) })
    assert.equal((await app.sdk('sms/send', send)).json().error_code, 'IDAAS.SDK.PARAM.9006')
  })

  test('a login type that is switched off says so', async (t) => {
    const settings = { ...phoneSettings, isActive: false }
    const app = await openHttpApp(t, { files: { 'auths/loginTypes/phone/phone.json': settings } })
    assert.equal((await app.sdk('sms/send', send)).json().error_code, 'IDAAS.SDK.PARAM.9006')
  })
})

describe('spec 5: calls with a session token', () => {
  test('sso/session-token/id-token: the same session, what is left of it, a new id_token', async (t) => {
    const app = await openHttpApp(t)
    const token = await app.login(mobile)
    app.pass(1000)
    const answer = (await app.sdk('sso/session-token/id-token', undefined, { 'session-token': token })).json()
    assert.deepEqual(Object.keys(answer), ['session_token', 'expire', 'id_token'])
    assert.deepEqual([answer.session_token, answer.expire], [token, 432_000 - 1000])
    assert.equal(decodeJwt(answer.id_token).auth_time, app.now() / 1000 - 1000)
  })

  test('logout: 200 and empty; the session is dead, a second logout is refused', async (t) => {
    const app = await openHttpApp(t)
    const headers = { 'session-token': await app.login(mobile) }
    const done = await app.sdk('logout', undefined, headers)
    assert.deepEqual([done.statusCode, done.body], [200, ''])
    assert.equal((await app.get('/api/v1/session', bearer(headers['session-token']))).statusCode, 401)
    const again = await app.sdk('logout', undefined, headers)
    assert.deepEqual([again.statusCode, again.json().error_code], [400, 'IDAAS.SDK.PARAM.0023'])
  })

  test('absent, unknown, expired and other clients’ session tokens are PARAM.0023', async (t) => {
    const app = await openHttpApp(t)
    const token = await app.login(mobile)
    const tried: readonly Readonly<Record<string, string>>[] = [
      {},
      { 'session-token': '' },
      { 'session-token': 'x'.repeat(32) },
      { 'session-token': `${token} ${token}` },
      { ...ofOther, 'session-token': token },
    ]
    for (const path of ['sso/session-token/id-token', 'logout'])
      for (const headers of tried) {
        const { statusCode, body } = await app.sdk(path, undefined, headers)
        assert.deepEqual([statusCode, JSON.parse(body).error_code], [400, 'IDAAS.SDK.PARAM.0023'], path)
      }
    assert.equal((await app.get('/api/v1/session', bearer(token))).statusCode, 200)
    app.pass(432_000)
    const expired = await app.sdk('logout', undefined, { 'session-token': token })
    assert.equal(expired.json().error_code, 'IDAAS.SDK.PARAM.0023')
  })

  test('GET /api/v1/session: who is behind a session token, and nothing secret', async (t) => {
    const app = await openHttpApp(t)
    const token = await app.login(mobile)
    const { statusCode, body } = await app.get('/api/v1/session', bearer(token))
    const session = JSON.parse(body)
    assert.equal(statusCode, 200)
    assert.deepEqual(Object.keys(session), [
      'sessionId',
      'clientId',
      'tenantId',
      'corpId',
      'method',
      'authTime',
      'expiresAt',
      'user',
    ])
    assert.deepEqual(
      [session.clientId, session.method, session.user.phone],
      [clientId, 'sms', `+86${mobile}`],
    )
    assert.equal(body.includes(token), false)
    const refused = await app.get('/api/v1/session')
    assert.deepEqual([refused.statusCode, refused.headers['www-authenticate']], [401, 'Bearer'])
    assert.equal(refused.json().error, 'SESSION_INVALID')
  })
})
