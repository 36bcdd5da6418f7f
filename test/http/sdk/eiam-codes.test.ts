/** `error_codes: "EIAM"`: the failures of the SDK API in the other namespace (spec 5, "Error codes"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eiamCode } from '../../../src/http/sdk/eiam-codes.ts'
import { type SdkErrorName, sdkErrors } from '../../../src/http/sdk/error-codes.ts'
import { clientId } from '../support/app-files.ts'
import { deviceHeaders } from '../support/http-app.ts'
import { mobile, openRegisterApp } from './open-register-app.ts'

const client = { error_codes: 'EIAM' }
const names = Object.keys(sdkErrors) as SdkErrorName[]
const blank = 'SDK.COMMON.1001'

describe('error_codes "EIAM"', () => {
  test('the documented codes', async (t) => {
    const app = await openRegisterApp(t, { client })
    const ask = async (path: string, body: object, headers = {}) => {
      const { statusCode, body: text } = await app.sdk(path, body, headers)
      return [statusCode, JSON.parse(text).error_code]
    }
    assert.deepEqual(await ask('register/mobile-verify-code', {}), [400, blank])
    assert.deepEqual(await ask('register/mobile-verify-code', { mobile }), [400, blank])
    assert.deepEqual(await ask('login', {}), [400, blank])
    assert.deepEqual(await ask('login', { user_name: 'x' }), [400, blank])
    const unnamed = { 'x-agent': '' }
    assert.deepEqual(await ask('login', {}, unnamed), [400, 'SDK.COMMON.1003'])
    const code = await app.codeFor(mobile, 'LOGIN_SMS')
    const login = { mobile, verify_code: code }
    assert.deepEqual(await ask('login/mobile-verify-code', login), [400, 'SDK.COMMON.1013'])
    await (await app.rooms.database.kysely()).schema.dropTable('phone_bindings').execute()
    assert.deepEqual(await ask('login/mobile-verify-code', login), [500, 'SDK.COMMON.1008'])
  })

  test('a wrong password tells how many tries are left, then that the account is locked', async (t) => {
    const app = await openRegisterApp(t, { client })
    const body = { user_name: 'nobody', password: 'wrong' }
    const ask = async (language: string) => {
      const { statusCode, headers, body: text } = await app.sdk('login', body, { 'x-l': language })
      return { statusCode, seconds: headers['retry-after'], ...JSON.parse(text) }
    }
    const wrong = (error_msg: string) => ({
      statusCode: 400,
      seconds: undefined,
      error_code: 'SDK.LOGIN.1005',
      error_msg,
    })
    assert.deepEqual(await ask('en'), wrong('Wrong user name or password, 9 tries left'))
    assert.deepEqual(await ask('zh'), wrong('用户名或密码错误,还可尝试8次'))
    for (let failure = 3; failure < 9; failure += 1) await ask('en')
    assert.deepEqual(await ask('en'), wrong('Wrong user name or password, 1 try left'))
    assert.deepEqual(await ask('en'), wrong('Wrong user name or password, 0 tries left'))
    assert.deepEqual(await ask('en'), {
      statusCode: 429,
      seconds: '30',
      error_code: 'SDK.LOGIN.1003',
      error_msg: 'Too many wrong attempts, please try again later (30 s)',
    })
  })

  test('A21: known and unknown names have the same tries left', async (t) => {
    const app = await openRegisterApp(t, { client })
    await app.register({ mobile, verify_code: await app.codeFor(), user_name: 'known', pwd: 'correct horse' })
    const stranger = { 'x-device-fingerprint': 'a stranger' }
    const ask = async (user_name: string) =>
      (await app.sdk('login', { user_name, password: 'wrong' }, stranger)).body
    for (let failure = 1; failure <= 11; failure += 1) assert.equal(await ask('known'), await ask('unknown'))
  })

  test('who is no client of this kind gets the first namespace', async (t) => {
    const app = await openRegisterApp(t, { client })
    const codeOf = async (headers: Record<string, string>) =>
      (await app.post('/api/v2/sdk/login', {}, headers)).json().error_code
    assert.equal(await codeOf({}), 'IDAAS.SDK.PARAM.0001')
    assert.equal(await codeOf({ 'x-client-id': clientId }), 'SDK.COMMON.1003')
    assert.equal(await codeOf(deviceHeaders), 'IDAAS.SDK.PARAM.0002')
    assert.equal(await codeOf({ ...deviceHeaders, 'x-client-id': 'nobody' }), 'IDAAS.SDK.PARAM.0003')
  })

  test('every error has a code: a documented one, or one of ours above 9000 that no other has', () => {
    const documented = names.map(eiamCode).filter((code) => /^SDK\.(COMMON|LOGIN)\.1\d{3}$/.test(code))
    const ours = names.map(eiamCode).filter((code) => /^SDK\.[A-Z]+\.9\d{3}$/.test(code))
    assert.equal(documented.length + ours.length, names.length)
    assert.equal(new Set(ours).size, ours.length)
    assert.equal(new Set(documented).size, 7)
  })

  test('the message of other errors, and their status, stay', async (t) => {
    const app = await openRegisterApp(t, { client: { ...client, limitStatus: 400 } })
    await app.codeFor()
    const { statusCode, body } = await app.sdk('sms/send', { mobile, type: 'REGISTER_SMS' })
    assert.deepEqual(
      [statusCode, JSON.parse(body)],
      [400, { error_code: 'SDK.COM.9001', error_msg: 'Too many requests, please try again later (45 s)' }],
    )
  })
})
