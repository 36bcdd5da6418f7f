/** The sample of the OneAccess document on login by mobile number, as HTTP. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose'
import type { TenantId } from '../../src/base/ids.ts'
import { Refusal } from '../../src/base/refusal.ts'
import { createClientSecret } from '../../src/clients/client-secret.ts'
import type { PasswordLogin } from '../../src/index.ts'
import type { Files } from '../elements/support/temp-folder.ts'
import {
  oneaccessHeaders as headers,
  oneaccessMobile as mobile,
  oneaccessClient,
  passwordConfig,
  passwordManifest,
  sdkCode,
  sdkFiles,
} from './sample-files.ts'
import { type Answer, type Headers, type ServedSeed, serveSeedApp } from './serve-seed-app.ts'

const loginPath = '/api/v2/sdk/login/mobile-verify-code'
const tokenPath = '/api/v2/sdk/sso/session-token/id-token'
const body = { mobile: '12345678901', verify_code: '232326' }

async function send({ post }: ServedSeed, more: Headers = {}): Promise<Answer> {
  return post('/api/v2/sdk/sms/send', { mobile, type: 'LOGIN_SMS' }, { ...headers, ...more })
}

/** The sample, after the message that it presupposes. */
async function logIn(seed: ServedSeed): Promise<Answer> {
  await send(seed)
  return seed.post(loginPath, body, headers)
}

async function tokenAnswer(seed: ServedSeed, sessionToken: unknown): Promise<Answer> {
  return seed.post(tokenPath, undefined, { ...headers, 'session-token': String(sessionToken) })
}

function without(name: keyof typeof headers): Headers {
  const { [name]: _, ...rest } = headers
  return rest
}

describe('seed 002: the sample', () => {
  test('login by mobile number and code answers 200 with session token and expire 604800', async (t) => {
    const { status, headers: answered, body } = await logIn(await serveSeedApp(t, sdkFiles))
    assert.equal(status, 200)
    assert.match(String(answered['content-type']), /^application\/json/)
    assert.deepEqual(Object.keys(body ?? {}), ['status', 'session_token', 'expire', 'id_token'])
    assert.equal(body?.status, 'SUCCESS')
    assert.match(String(body?.session_token), /^[A-Za-z0-9]{32}$/)
    assert.equal(body?.expire, 604800)
  })

  test('the id_token is a JWT of the user, good for 2 hours', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    const { body } = await logIn(seed)
    const keys = (await seed.get('/api/v1/oauth2/keys')).body as unknown as JSONWebKeySet
    const { payload, protectedHeader } = await jwtVerify(String(body?.id_token), createLocalJWKSet(keys), {
      audience: oneaccessClient.clientId,
      currentDate: new Date(seed.now()),
    })
    assert.equal(protectedHeader.alg, 'RS256')
    assert.equal((payload.exp ?? 0) - (payload.iat ?? 0), 7200)
    assert.equal(JSON.parse(String(payload.api)).mobile, '+86-12345678901')
  })

  test('the life of the id_token is configurable', async (t) => {
    const client = { ...oneaccessClient, idTokenTtl: 600 }
    const seed = await serveSeedApp(t, { ...sdkFiles, 'clients/oneaccess/oneaccess.json': client })
    const { exp = 0, iat = 0 } = decodeJwt(String((await logIn(seed)).body?.id_token))
    assert.equal(exp - iat, 600)
  })

  test('the session token is good for expire seconds', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    const token = (await logIn(seed)).body?.session_token
    seed.pass(604_799)
    assert.equal((await tokenAnswer(seed, token)).status, 200)
    seed.pass(1)
    assert.equal((await tokenAnswer(seed, token)).status, 400)
  })
})

const sso = '/api/v2/tenant/sso'
const { secret, stored } = createClientSecret()
const device = {
  operating_sys_version: headers['X-operating-sys-version'],
  device_ip: headers['X-device-ip'],
  device_fingerprint: headers['X-device-fingerprint'],
}

describe('seed 002: what leads on', () => {
  test('session_token gives an sso_ticket, and that gives the user', async (t) => {
    const client = { ...oneaccessClient, clientSecret: stored }
    const seed = await serveSeedApp(t, { ...sdkFiles, 'clients/oneaccess/oneaccess.json': client })
    const { body: login } = await logIn(seed)
    const pair = Buffer.from(`${oneaccessClient.clientId}:${secret}`).toString('base64')
    const grant = { grant_type: 'client_credentials' }
    const { body: token } = await seed.post('/api/v2/tenant/token', grant, {
      'Content-Type': 'application/json',
      Authorization: `Basic ${pair}`,
    })
    const bearer = {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${token?.access_token}`,
    }
    const asked = { ...device, session_token: login?.session_token }
    const { body: given } = await seed.post(`${sso}/session-token/sso-ticket`, asked, bearer)
    assert.equal(given?.expire, 300)
    const shown = { ...device, sso_ticket: given?.sso_ticket }
    const { body: answer } = await seed.post(`${sso}/sso-ticket/verify`, shown, bearer)
    assert.equal(Object(answer).data.user.mobile, '+86-12345678901')
  })

  test('ISV application: X-tenant-id is required and picks the tenant', async (t) => {
    const { tenantId, ...template } = { ...oneaccessClient, isv: true }
    const seed = await serveSeedApp(t, { ...sdkFiles, 'clients/oneaccess/oneaccess.json': template })
    const { tenants, database } = seed.rooms
    const refusedBefore = await send(seed)
    assert.equal(refusedBefore.body?.error_code, 'IDAAS.SDK.PARAM.9003')
    const row = { id: tenantId as TenantId, title: 'Sample' }
    await database.commit([tenants.insert(row, seed.now(), () => new Refusal('TAKEN'))])
    seed.pass(2)
    assert.equal((await logIn(seed)).body?.status, 'SUCCESS')
    const absent = await seed.post(loginPath, body, without('X-tenant-id'))
    assert.equal(absent.body?.error_code, 'IDAAS.SDK.PARAM.9003')
  })
})

describe('seed 002: headers', () => {
  const required = ['X-operating-sys-version', 'X-device-fingerprint', 'X-agent', 'X-client-id'] as const
  test('the device headers and X-client-id are required', async (t) => {
    const { post } = await serveSeedApp(t, sdkFiles)
    for (const name of required) assert.equal((await post(loginPath, body, without(name))).status, 400, name)
  })

  test('X-device-ip and X-L may be left out', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    await send(seed)
    const { 'X-device-ip': _ip, 'X-L': _language, ...rest } = headers
    assert.equal((await seed.post(loginPath, body, rest)).body?.status, 'SUCCESS')
  })

  test('X-device-ip is not whose limit a message counts in', async (t) => {
    const config = { smsFullName: 'SMS.aliyunSms', limits: { address: { hour: 1 } } }
    const { post } = await serveSeedApp(t, { ...sdkFiles, 'auths/loginTypes/phone/phone.json': config })
    const sendTo = (mobile: string, ip: string) =>
      post('/api/v2/sdk/sms/send', { mobile, type: 'LOGIN_SMS' }, { ...headers, 'X-device-ip': ip })
    assert.equal((await sendTo('13800138000', '10.10.10.1')).status, 200)
    assert.equal((await sendTo('13900139000', '10.10.10.2')).status, 429)
  })

  test('X-L says the language of error_msg', async (t) => {
    const { post } = await serveSeedApp(t, sdkFiles)
    const inChinese = await post(loginPath, body, headers)
    const inEnglish = await post(loginPath, body, { ...headers, 'X-L': 'en' })
    assert.equal(inChinese.body?.error_msg, '验证码不正确')
    assert.equal(inEnglish.body?.error_msg, 'Incorrect verification code')
  })

  test('X-tenant-id is the tenant of the client, or absent', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    const other = await send(seed, { 'X-tenant-id': '00000000000000000000000000000000' })
    assert.deepEqual([other.status, other.body?.error_code], [400, 'IDAAS.SDK.PARAM.9003'])
    await send(seed)
    assert.equal((await seed.post(loginPath, body, without('X-tenant-id'))).body?.status, 'SUCCESS')
  })

  test('Content-Type is JSON with or without a charset', async (t) => {
    const { post } = await serveSeedApp(t, sdkFiles)
    const ask = (type: string) => post(loginPath, body, { ...headers, 'Content-Type': type })
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'application/json;charset=utf8',
    ])
      assert.equal((await ask(type)).body?.error_code, 'IDAAS.SDK.CAPTCHA.0007', type)
    assert.equal((await ask('text/plain')).body?.error_code, 'IDAAS.SDK.PARAM.9008')
  })
})

describe('seed 002: body and statuses', () => {
  test('400 answers error_code and error_msg', async (t) => {
    const { post } = await serveSeedApp(t, sdkFiles)
    const { status, body } = await post(loginPath, { mobile }, headers)
    assert.equal(status, 400)
    assert.deepEqual(body, { error_code: 'IDAAS.SDK.PARAM.0009', error_msg: '验证码不能为空' })
  })

  test('mobile and verify_code are required', async (t) => {
    const { post } = await serveSeedApp(t, sdkFiles)
    const ask = async (body: object) => (await post(loginPath, body, headers)).body?.error_code
    assert.equal(await ask({ verify_code: sdkCode }), 'IDAAS.SDK.USER.0004')
    assert.equal(await ask({ mobile, verify_code: '' }), 'IDAAS.SDK.PARAM.0009')
  })

  /** A password that gets old after ten days. */
  const expiring: Files = {
    ...sdkFiles,
    'auths/loginTypes/MyPasswordAuth/e.json': passwordManifest,
    'auths/loginTypes/MyPasswordAuth/Config.json': { ...passwordConfig, expireDays: 10, warnDays: 2 },
  }

  /** The sample's user, with a password, logs in after some days. */
  async function logInAfter(seed: ServedSeed, days: number) {
    const first = await logIn(seed)
    const { sub = '' } = decodeJwt(String(first.body?.id_token))
    const tenant = seed.app.with({ tenantId: oneaccessClient.tenantId as TenantId })
    const passwords = tenant.getElement<PasswordLogin>('auths.loginTypes.MyPasswordAuth')
    await passwords.bind(sub, 'admin', 'e10adc3949ba59abbe56e057f20f883e')
    seed.pass(days * 86_400)
    return (await logIn(seed)).body
  }

  test('PASSWORD_WARN: the password is about to expire, and a state token stands for the login', async (t) => {
    const answer = await logInAfter(await serveSeedApp(t, expiring), 8)
    assert.deepEqual(Object.keys(answer ?? {}), ['status', 'state_token', 'data'])
    assert.equal(answer?.status, 'PASSWORD_WARN')
    assert.equal(typeof decodeJwt(String(answer?.state_token)).subject, 'string')
    assert.equal(JSON.parse(String(answer?.data)).minLength, 6)
  })

  test('PASSWORD_EXPIRED: the password has expired, and no session is made', async (t) => {
    const answer = await logInAfter(await serveSeedApp(t, expiring), 10)
    assert.deepEqual(Object.keys(answer ?? {}), ['status', 'state_token', 'data'])
    assert.equal(answer?.status, 'PASSWORD_EXPIRED')
  })
})
