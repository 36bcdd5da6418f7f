/** `AuthSvc.loginByCode`: spec 1, "From login code to session". */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { ClientId, TenantId } from '../../src/base/ids.ts'
import { openTestApp, testClientId } from '../support/open-test-app.ts'
import { atOnce, refusal } from '../support/refusals.ts'
import {
  amysPhone,
  anonymous,
  audited,
  authOf,
  laterCodeFor,
  loginCodeOf,
  phoneOf,
  sessionRows,
} from './phone/phone-people.ts'

const otherClientId = 'otherAppotherAppotherAppotherApp'
const otherClient = {
  'clients.other': {
    type: 'clients.NormalType',
    config: { clientId: otherClientId, profile: 'oneaccess', idTokenAlg: 'ES256' },
  },
}
const twoCorps = {
  'corps.Second': { type: 'corps.NormalType', config: { corpId: 'second', title: 'The Second' } },
}

describe('spec 1: loginByCode', () => {
  test('gives session token, session id, expiry and id_token', async (t) => {
    const opened = await openTestApp(t)
    const login = await authOf(anonymous(opened)).loginByCode(await loginCodeOf(opened), 'acme', 'web')
    const { userId, sessionToken = '', sessionId = '', idToken, ...rest } = login
    assert.match(userId, /^[A-Za-z0-9]{20}$/)
    assert.match(sessionToken, /^[A-Za-z0-9]{32}$/)
    assert.match(idToken ?? '', /^[\w-]+\.[\w-]+\.[\w-]+$/)
    const [session] = await authOf(opened.app.as({ userId, sessionId })).listSessions()
    assert.deepEqual([session?.id, session?.current], [sessionId, true])
    assert.deepEqual(rest, { success: true, status: 'SUCCESS', corpId: 'acme', expire: 432_000 })
  })

  test('the id_token says who, for whom, in which session, as jose reads it', async (t) => {
    const opened = await openTestApp(t, { publicUrl: 'https://login.example.com' })
    const loginCode = await loginCodeOf(opened)
    const proven = opened.clock.now()
    opened.clock.advance(60_000)
    const { idToken = '', userId } = await authOf(opened.app).loginByCode(loginCode)
    const { keys } = await opened.rooms.signingKeys.jwks()
    const { payload, protectedHeader } = await jwtVerify(idToken, createLocalJWKSet({ keys: [...keys] }), {
      issuer: 'https://login.example.com',
      audience: testClientId,
      currentDate: new Date(opened.clock.now()),
    })
    const now = opened.clock.now() / 1000
    const [session] = await sessionRows(opened)
    assert.equal(protectedHeader.alg, 'ES256')
    assert.ok(keys.some(({ kid }) => kid === protectedHeader.kid))
    const { jti, ...claims } = payload
    assert.match(jti ?? '', /^\w{22}$/)
    assert.deepEqual(claims, {
      iss: 'https://login.example.com',
      aud: testClientId,
      sub: userId,
      sid: session?.id,
      auth_time: proven / 1000,
      iat: now,
      nbf: now - 120,
      exp: now + 300,
      api: JSON.stringify({ id: userId, userName: '', name: 'Amy', mobile: '+86-13800138000', email: '' }),
    })
  })

  test('A46: a login code is good once, of 50 parallel uses one makes a session', async (t) => {
    const opened = await openTestApp(t)
    const loginCode = await loginCodeOf(opened)
    const results = await atOnce(50, () => authOf(anonymous(opened)).loginByCode(loginCode))
    assert.deepEqual(results, { ok: 1, LOGIN_CODE_INVALID: 49 })
    assert.equal((await sessionRows(opened)).length, 1)
  })

  for (const [seconds, isGood] of [
    [299, true],
    [300, false],
    [301, false],
  ] as const)
    test(`A63: after ${seconds} s it is ${isGood ? 'good' : 'gone'}`, async (t) => {
      const opened = await openTestApp(t)
      const loginCode = await loginCodeOf(opened)
      opened.clock.advance(seconds * 1000)
      const login = authOf(opened.app).loginByCode(loginCode)
      if (isGood) assert.equal((await login).success, true)
      else await assert.rejects(login, refusal('LOGIN_CODE_INVALID'))
    })

  test('A46: it is worth nothing to another client, and stays good for its own', async (t) => {
    const opened = await openTestApp(t, { elements: otherClient })
    const loginCode = await loginCodeOf(opened)
    const other = authOf(opened.app.with({ clientId: otherClientId as ClientId }))
    await assert.rejects(other.loginByCode(loginCode), refusal('LOGIN_CODE_INVALID'))
    await authOf(opened.app.with({ clientId: testClientId as ClientId })).loginByCode(loginCode)
  })

  test('A45: it is worth nothing to another tenant, nor is a client of another tenant', async (t) => {
    const opened = await openTestApp(t)
    const loginCode = await loginCodeOf(opened)
    const other = authOf(opened.app.with({ tenantId: 'other' as TenantId }))
    await assert.rejects(other.loginByCode(loginCode), refusal('CLIENT_UNKNOWN'))
    await authOf(opened.app).loginByCode(loginCode)
  })

  test('a client that does not exist is CLIENT_UNKNOWN, and so is none at all', async (t) => {
    const opened = await openTestApp(t, { elements: { 'clients.web': undefined } })
    const loginCode = await loginCodeOf(opened)
    await assert.rejects(authOf(opened.app).loginByCode(loginCode), refusal('CLIENT_UNKNOWN'))
    const unknown = authOf(opened.app.with({ clientId: 'x' as ClientId }))
    await assert.rejects(unknown.loginByCode(loginCode), refusal('CLIENT_UNKNOWN'))
  })

  test('the organisation is named by id or name, and left out by who has one', async (t) => {
    const opened = await openTestApp(t)
    const first = await loginCodeOf(opened)
    assert.equal((await authOf(opened.app).loginByCode(first, 'Default')).corpId, 'acme')
    const { loginCode } = await phoneOf(opened.app).getLoginCode(
      amysPhone,
      await laterCodeFor(opened, amysPhone),
    )
    assert.equal((await authOf(opened.app).loginByCode(loginCode, '')).corpId, 'acme')
  })

  test('who has several has to choose; a wrong or missing choice leaves the login code good', async (t) => {
    const opened = await openTestApp(t, { elements: twoCorps })
    const loginCode = await loginCodeOf(opened)
    const auth = authOf(opened.app)
    for (const corp of ['', 'nothing', 'Acme', '__proto__'])
      await assert.rejects(auth.loginByCode(loginCode, corp), refusal('CORP_INVALID'))
    await assert.rejects(auth.loginByCode(loginCode), refusal('CORP_INVALID'))
    assert.equal((await auth.loginByCode(loginCode, 'The Second')).corpId, 'second')
    const [session] = await sessionRows(opened)
    assert.equal(session?.corp_id, 'second')
  })

  test('who belongs to none leaves it empty, and may name none', async (t) => {
    const elements = { 'corps.Default': { config: { allowJoin: 0 } } }
    const opened = await openTestApp(t, { elements })
    const loginCode = await loginCodeOf(opened)
    await assert.rejects(authOf(opened.app).loginByCode(loginCode, 'acme'), refusal('CORP_INVALID'))
    assert.equal((await authOf(opened.app).loginByCode(loginCode, '')).corpId, null)
  })

  test('platform is web, mobile or app', async (t) => {
    const opened = await openTestApp(t)
    const loginCode = await loginCodeOf(opened)
    const call = opened.app.callFunction(
      'auths.loginTypes.services.AuthSvc',
      'loginByCode',
      { loginCode, platform: 'fridge' },
      true,
    )
    await assert.rejects(call, refusal('API_PARAMS_ERROR'))
    await authOf(opened.app).loginByCode(loginCode, '', 'mobile')
    assert.equal((await sessionRows(opened))[0]?.platform, 'mobile')
  })

  test('what is no login code is refused', async (t) => {
    const { app } = await openTestApp(t)
    for (const loginCode of ['', 'x', '\0', '__proto__', 'A'.repeat(128)])
      await assert.rejects(authOf(app).loginByCode(loginCode), refusal('LOGIN_CODE_INVALID'))
    await assert.rejects(authOf(app).loginByCode('A'.repeat(129)), refusal('API_PARAMS_ERROR'))
  })

  test('is audited with client, address and login type', async (t) => {
    const opened = await openTestApp(t)
    const loginCode = await loginCodeOf(opened)
    const view = anonymous(opened, { address: '198.51.100.7', clientId: testClientId as ClientId })
    const { userId } = await authOf(view).loginByCode(loginCode)
    const [record] = await audited(opened, 'login.sms')
    assert.equal(record?.user_id, userId)
    assert.equal(record?.address, '198.51.100.7')
    assert.equal(record?.client_id, testClientId)
    assert.equal(record?.subject, 'auths.loginTypes.phone')
  })
})
