/** The samples of the BambooCloud document on login by mobile number, as HTTP. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { createClientSecret } from '../../src/clients/client-secret.ts'
import {
  bamboocloudClient,
  closedClientId,
  bamboocloudHeaders as headers,
  bamboocloudMobile as mobile,
  sdkFiles,
} from './sample-files.ts'
import { type Answer, type Headers, type ServedSeed, serveSeedApp } from './serve-seed-app.ts'

const sendPath = '/api/v2/sdk/sms/send'
const loginPath = '/api/v2/sdk/login/mobile-verify-code'
const body = { mobile: '11012345678', verify_code: '232326' }

async function send({ post }: ServedSeed): Promise<Answer> {
  return post(sendPath, { mobile, type: 'LOGIN_SMS' }, headers)
}

/** The sample, after the message that it presupposes. */
async function logIn(seed: ServedSeed): Promise<Answer> {
  await send(seed)
  return seed.post(loginPath, body, headers)
}

function without(name: keyof typeof headers): Headers {
  const { [name]: _, ...rest } = headers
  return rest
}

describe('seed 003: the samples', () => {
  test('success: 200 with session token, expire 432000, status and id_token', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    const { status, headers: answered, body } = await logIn(seed)
    assert.equal(status, 200)
    assert.match(String(answered['content-type']), /^application\/json/)
    assert.deepEqual(Object.keys(body ?? {}).sort(), ['expire', 'id_token', 'session_token', 'status'])
    assert.equal(body?.status, 'SUCCESS')
    assert.match(String(body?.session_token), /^[A-Za-z0-9]{32}$/)
    assert.equal(body?.expire, 432000)
  })

  test('error: 400 with error_code and error_msg', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    await send(seed)
    const wrong = { ...body, verify_code: '232327' }
    const { status, body: answer } = await seed.post(loginPath, wrong, { ...headers, 'X-L': 'en' })
    assert.equal(status, 400)
    assert.deepEqual(answer, {
      error_code: 'IDAAS.SDK.CAPTCHA.0007',
      error_msg: 'Incorrect verification code',
    })
  })

  test('the id_token is a JWT that says who the user is, good for 5 minutes', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    const { body } = await logIn(seed)
    const keys = (await seed.get('/api/v1/oauth2/keys')).body as unknown as JSONWebKeySet
    const options = { audience: bamboocloudClient.clientId, currentDate: new Date(seed.now()) }
    const { payload } = await jwtVerify(String(body?.id_token), createLocalJWKSet(keys), options)
    assert.equal((payload.exp ?? 0) - (payload.iat ?? 0), 300)
    const { id, mobile, name } = JSON.parse(String(payload.api))
    assert.deepEqual([id, mobile, name], [payload.sub, '+86-11012345678', '110****5678'])
  })

  test('the life of session and id_token is configurable', async (t) => {
    const client = { ...bamboocloudClient, sessionTtl: 3600, idTokenTtl: 60 }
    const seed = await serveSeedApp(t, { ...sdkFiles, 'clients/bamboocloud/bamboocloud.json': client })
    assert.equal((await logIn(seed)).body?.expire, 3600)
  })

  test('the session token gives a new id_token until it expires', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    const { body } = await logIn(seed)
    const renew = () =>
      seed.post('/api/v2/sdk/sso/session-token/id-token', undefined, {
        ...headers,
        'session-token': String(body?.session_token),
      })
    seed.pass(431_999)
    const renewed = await renew()
    assert.deepEqual(Object.keys(renewed.body ?? {}), ['session_token', 'expire', 'id_token'])
    assert.equal(renewed.body?.expire, 1)
    assert.notEqual(renewed.body?.id_token, body?.id_token)
    seed.pass(1)
    assert.equal((await renew()).body?.error_code, 'IDAAS.SDK.PARAM.0023')
  })
})

describe('seed 003: before the login', () => {
  test('sms/send with type LOGIN_SMS sends the code and answers an empty body', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    const asked = { mobile: '13800138000', type: 'LOGIN_SMS' }
    const { status, body } = await seed.post(sendPath, asked, headers)
    assert.deepEqual([status, body], [200, undefined])
    const [message] = await seed.app.inbox('13800138000')
    const login = { mobile: '13800138000', verify_code: message?.code }
    assert.equal((await seed.post(loginPath, login, headers)).body?.status, 'SUCCESS')
  })

  test('a graphical captcha is asked for before a message, unless the client switches it off', async (t) => {
    const { captcha: _, ...client } = bamboocloudClient
    const seed = await serveSeedApp(t, { ...sdkFiles, 'clients/bamboocloud/bamboocloud.json': client })
    const { status, body } = await send(seed)
    assert.deepEqual([status, body?.error_code], [400, 'IDAAS.SDK.CAPTCHA.0002'])
  })

  test('the captcha calls: a slider is asked for, its answer opens one message', async (t) => {
    const { captcha: _, ...client } = bamboocloudClient
    const files = { ...sdkFiles, 'clients/bamboocloud/bamboocloud.json': client }
    const seed = await serveSeedApp(t, files, { sliderSource: () => ({ x: 237, y: 40 }) })
    const captcha = (await seed.get('/api/v2/sdk/captcha', headers)).body
    assert.equal(captcha?.result, false)
    const answer = { point_json: '{"x":237.0,"y":5.0}', token: captcha?.token, sender: mobile }
    const { body } = await seed.post('/api/v2/sdk/captcha/verify', answer, headers)
    assert.deepEqual(body, { captcha_token: `${captcha?.token}---{"x":237.0,"y":5.0}` })
    const asked = { mobile, type: 'LOGIN_SMS', captcha_token: body?.captcha_token }
    assert.equal((await seed.post(sendPath, asked, headers)).status, 200)
    assert.equal((await seed.post(sendPath, asked, headers)).body?.error_code, 'IDAAS.SDK.CAPTCHA.0002')
  })

  test('a new number is registered only where the client says so', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    await send(seed)
    const closed = await seed.post(loginPath, body, {
      ...headers,
      'X-client-id': closedClientId,
    })
    assert.equal(closed.body?.error_code, 'IDAAS.SDK.USER.0001')
    assert.equal((await seed.post(loginPath, body, headers)).body?.status, 'SUCCESS')
  })

  test('X-device-ip and X-L are not required, the other headers are', async (t) => {
    const seed = await serveSeedApp(t, sdkFiles)
    for (const name of ['X-operating-sys-version', 'X-device-fingerprint', 'X-agent', 'X-client-id'] as const)
      assert.equal((await seed.post(loginPath, body, without(name))).status, 400, name)
    await send(seed)
    const { 'X-device-ip': _ip, 'X-L': _language, ...rest } = headers
    assert.equal((await seed.post(loginPath, body, rest)).status, 200)
  })
})

describe('seed 003: what leads on', () => {
  const { secret, stored } = createClientSecret()
  const json = { 'Content-Type': 'application/json' }
  const pair = Buffer.from(`${bamboocloudClient.clientId}:${secret}`).toString('base64')
  const device = {
    operating_sys_version: headers['X-operating-sys-version'],
    device_ip: headers['X-device-ip'],
    device_fingerprint: headers['X-device-fingerprint'],
  }

  test('session_token gives a ticket within expire', async (t) => {
    const client = { ...bamboocloudClient, clientSecret: stored }
    const seed = await serveSeedApp(t, { ...sdkFiles, 'clients/bamboocloud/bamboocloud.json': client })
    const post = async (path: string, body: object, authorization: string) =>
      seed.post(`/api/v2/tenant/${path}`, body, { ...json, Authorization: authorization })
    const bearer = async () => {
      const { body } = await post('token', { grant_type: 'client_credentials' }, `Basic ${pair}`)
      return `Bearer ${body?.access_token}`
    }
    const session_token = (await logIn(seed)).body?.session_token
    const ask = async () => post('sso/session-token/sso-ticket', { ...device, session_token }, await bearer())
    seed.pass(431_999)
    const sso_ticket = (await ask()).body?.sso_ticket
    assert.match(String(sso_ticket), /^ssoTicket-/)
    const { body } = await post('sso/sso-ticket/verify', { ...device, sso_ticket }, await bearer())
    assert.deepEqual(Object.keys(body ?? {}), ['id', 'userName', 'name', 'mobile', 'email'])
    seed.pass(1)
    assert.equal((await ask()).status, 400)
  })
})
