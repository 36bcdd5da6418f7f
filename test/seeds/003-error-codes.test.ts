/** The error table of the BambooCloud document: every code, with the texts of both languages. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../src/base/ids.ts'
import { readPhoneNumber } from '../../src/base/phone-number.ts'
import {
  bamboocloudClient,
  closedClientId,
  bamboocloudHeaders as headers,
  bamboocloudMobile as mobile,
  sdkCode,
  sdkFiles,
} from './sample-files.ts'
import { type Answer, type Headers, type ServedSeed, serveSeedApp } from './serve-seed-app.ts'

const loginPath = '/api/v2/sdk/login/mobile-verify-code'
const body = { mobile, verify_code: sdkCode }

type ErrorCase = {
  readonly name: string
  readonly status: number
  readonly code: string
  readonly en: string
  readonly zh: string
  /** Makes the request that fails. */
  readonly ask: (seed: ServedSeed, language: Headers) => Promise<Answer>
}

/** An operator's user who has the sample's number. */
async function addDisabledUser({ rooms, now }: ServedSeed): Promise<void> {
  const number = readPhoneNumber(mobile, 'CN')
  if (number === undefined) throw new Error(`not a number: ${mobile}`)
  const { e164: phone } = number
  const row = rooms.users.prepare({ nick: 'Disabled', phone, status: 'disabled', loginMethods: 1 }, now())
  const owner = { tenantId: defaultTenant, userId: row.id, loginType: bamboocloudClient.phoneLogin }
  await rooms.database.commit([
    rooms.bindings.insert(owner, phone, now()),
    rooms.users.insert(defaultTenant, row, 1),
  ])
}

/** Asks without one of the headers. */
function lacking(name: keyof typeof headers): ErrorCase['ask'] {
  const { [name]: _, ...rest } = headers
  return (seed, language) => seed.post(loginPath, body, { ...rest, ...language })
}

function asking(login: object, more: Headers = {}): ErrorCase['ask'] {
  return (seed, language) => seed.post(loginPath, login, { ...headers, ...more, ...language })
}

const errorCases: readonly ErrorCase[] = [
  {
    name: 'IDAAS.SDK.PARAM.0001: a device header is missing',
    status: 400,
    code: 'IDAAS.SDK.PARAM.0001',
    en: 'Device information is incomplete',
    zh: '设备信息不完整',
    ask: lacking('X-device-fingerprint'),
  },
  {
    name: 'IDAAS.SDK.PARAM.0002: the client id is missing',
    status: 400,
    code: 'IDAAS.SDK.PARAM.0002',
    en: 'clientId cannot be empty',
    zh: 'clientId不能为空',
    ask: lacking('X-client-id'),
  },
  {
    name: 'IDAAS.SDK.PARAM.0003: the client id is of no client',
    status: 400,
    code: 'IDAAS.SDK.PARAM.0003',
    en: 'The app is not registered, please register the app first',
    zh: '应用未注册,请先注册应用',
    ask: asking(body, { 'X-client-id': 'unknown0unknown0unknown0unknown0' }),
  },
  {
    name: 'IDAAS.SDK.PARAM.0009: the verification code is empty',
    status: 400,
    code: 'IDAAS.SDK.PARAM.0009',
    en: 'Verification code cannot be empty',
    zh: '验证码不能为空',
    ask: asking({ mobile, verify_code: '' }),
  },
  {
    name: 'IDAAS.SDK.USER.0004: the mobile number is empty',
    status: 400,
    code: 'IDAAS.SDK.USER.0004',
    en: 'Mobile number cannot be empty',
    zh: '手机号不能为空',
    ask: asking({ mobile: '', verify_code: sdkCode }),
  },
  {
    name: 'IDAAS.SDK.CAPTCHA.0007: the verification code is wrong',
    status: 400,
    code: 'IDAAS.SDK.CAPTCHA.0007',
    en: 'Incorrect verification code',
    zh: '验证码不正确',
    ask: asking({ ...body, verify_code: '000000' }),
  },
  {
    name: 'IDAAS.SDK.USER.0001: nobody has the number',
    status: 400,
    code: 'IDAAS.SDK.USER.0001',
    en: 'User not found',
    zh: '用户未找到',
    ask: asking(body, { 'X-client-id': closedClientId }),
  },
  {
    name: 'IDAAS.SDK.USER.0039: the user is disabled',
    status: 400,
    code: 'IDAAS.SDK.USER.0039',
    en: 'User is disabled',
    zh: '用户已被禁用',
    async ask(seed, language) {
      await addDisabledUser(seed)
      return asking(body)(seed, language)
    },
  },
  {
    name: 'IDAAS.SDK.COM.0002: a store fails',
    status: 500,
    code: 'IDAAS.SDK.COM.0002',
    en: 'System busy, please try again later',
    zh: '系统繁忙,请稍后再试',
    async ask(seed, language) {
      const database = new DatabaseSync(path.join(seed.data, 'latchkey.sqlite'))
      database.exec('alter table sessions rename to lost')
      database.close()
      return asking(body)(seed, language)
    },
  },
]

describe('seed 003: every error code, in both languages', () => {
  for (const { name, status, code, en, zh, ask } of errorCases)
    test(name, async (t) => {
      for (const [language, text] of Object.entries({ en, zh })) {
        const seed = await serveSeedApp(t, sdkFiles)
        await seed.post('/api/v2/sdk/sms/send', { mobile, type: 'LOGIN_SMS' }, headers)
        const answer = await ask(seed, { 'X-L': language })
        assert.equal(answer.status, status)
        assert.deepEqual(answer.body, { error_code: code, error_msg: text })
      }
    })
})
