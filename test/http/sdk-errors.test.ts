/** Every error that seed 003 lists, in both languages, met by what causes it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clientId } from './support/app-files.ts'
import { deviceHeaders, type HttpApp, openHttpApp } from './support/http-app.ts'

const mobile = '13800138000'
const loginPath = 'login/mobile-verify-code'

type Case = {
  readonly status: number
  readonly code: string
  readonly en: string
  readonly zh: string
  readonly meet: (app: HttpApp, language: string) => Promise<{ statusCode: number; body: string }>
}

async function sentCode(app: HttpApp): Promise<string> {
  await app.sdk('sms/send', { mobile, type: 'LOGIN_SMS' })
  return app.codeOf(mobile)
}

const cases: readonly Case[] = [
  {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0001',
    en: 'Device information is incomplete',
    zh: '设备信息不完整',
    meet: (app, language) => app.post(`/api/v2/sdk/${loginPath}`, {}, { 'x-l': language }),
  },
  {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0002',
    en: 'clientId cannot be empty',
    zh: 'clientId不能为空',
    meet: (app, language) => app.post(`/api/v2/sdk/${loginPath}`, {}, { ...deviceHeaders, 'x-l': language }),
  },
  {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0003',
    en: 'The app is not registered, please register the app first',
    zh: '应用未注册,请先注册应用',
    meet: (app, language) => app.sdk(loginPath, {}, { 'x-client-id': 'nobody', 'x-l': language }),
  },
  {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0009',
    en: 'Verification code cannot be empty',
    zh: '验证码不能为空',
    meet: (app, language) => app.sdk(loginPath, { mobile }, { 'x-l': language }),
  },
  {
    status: 400,
    code: 'IDAAS.SDK.USER.0004',
    en: 'Mobile number cannot be empty',
    zh: '手机号不能为空',
    meet: (app, language) => app.sdk(loginPath, { verify_code: '1' }, { 'x-l': language }),
  },
  {
    status: 400,
    code: 'IDAAS.SDK.CAPTCHA.0007',
    en: 'Incorrect verification code',
    zh: '验证码不正确',
    meet: (app, language) => app.sdk(loginPath, { mobile, verify_code: '000000' }, { 'x-l': language }),
  },
  {
    status: 400,
    code: 'IDAAS.SDK.USER.0001',
    en: 'User not found',
    zh: '用户未找到',
    meet: async (app, language) =>
      app.sdk(
        loginPath,
        { mobile, verify_code: await sentCode(app) },
        { 'x-l': language, 'x-client-id': closedClientId },
      ),
  },
  {
    status: 400,
    code: 'IDAAS.SDK.USER.0039',
    en: 'User is disabled',
    zh: '用户已被禁用',
    meet: async (app, language) => {
      await app.login(mobile)
      const { rooms } = app
      const tenant = rooms.clients().find(clientId)?.tenantId
      const owner = tenant && (await rooms.bindings.findByPhone(tenant, '+8613800138000' as never, undefined))
      assert.ok(tenant && owner)
      await rooms.database.commit([rooms.users.setStatus(tenant, owner.id, 'disabled')])
      app.pass(60)
      return app.sdk(loginPath, { mobile, verify_code: await sentCode(app) }, { 'x-l': language })
    },
  },
  {
    status: 500,
    code: 'IDAAS.SDK.COM.0002',
    en: 'System busy, please try again later',
    zh: '系统繁忙,请稍后再试',
    meet: async (app, language) => {
      await breakStore(app)
      return app.sdk(loginPath, { mobile, verify_code: '000000' }, { 'x-l': language })
    },
  },
]

/** A table is gone. */
async function breakStore({ rooms }: HttpApp): Promise<void> {
  await (await rooms.database.kysely()).schema.dropTable('phone_bindings').execute()
}

const closedClientId = 'shut0shut0shut0shut0shut0shut000'

const files = {
  'clients/shut/e.json': { title: 'No registration', type: 'clients.NormalType' },
  'clients/shut/client.json': {
    clientId: closedClientId,
    profile: 'bamboocloud',
    phoneLogin: 'auths.loginTypes.phone',
    captcha: 'off',
    idTokenAlg: 'ES256',
  },
}

describe('seed 003: error codes', () => {
  for (const { status, code, en, zh, meet } of cases)
    for (const [language, text] of [
      ['en', en],
      ['zh', zh],
    ] as const)
      test(`${status} ${code} in ${language}`, async (t) => {
        const app = await openHttpApp(t, { files })
        const answer = await meet(app, language)
        assert.equal(answer.statusCode, status)
        assert.deepEqual(JSON.parse(answer.body), { error_code: code, error_msg: text })
      })

  test('trouble here is told as busy, and reported', async (t) => {
    const app = await openHttpApp(t)
    await breakStore(app)
    await app.sdk(loginPath, { mobile, verify_code: '000000' })
    assert.equal(app.defects.length, 1)
  })

  test('A22, spec 5: wrong, expired, used and never-sent codes answer alike', async (t) => {
    const app = await openHttpApp(t)
    const answers: string[] = []
    const enter = async (verify_code: string) =>
      answers.push((await app.sdk(loginPath, { mobile, verify_code })).body)
    await enter('123456')
    const used = await sentCode(app)
    assert.equal((await app.sdk(loginPath, { mobile, verify_code: used })).statusCode, 200)
    await enter(used)
    app.pass(60)
    const expired = await sentCode(app)
    await enter(expired === '000000' ? '000001' : '000000')
    app.pass(301)
    await enter(expired)
    assert.equal(answers.length, 4)
    assert.equal(new Set(answers).size, 1)
  })
})
