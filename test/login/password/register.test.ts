import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import { captchaText, openPasswordApp, outcomes, refusal } from './open-password-app.ts'

describe('spec 3, register', () => {
  test('gives the user row with a login code and the organisations', async (t) => {
    const { login, session } = await openPasswordApp(t)
    const user = await login.register('ＺhangSan ', 'correct horse', '', '', '张三')
    assert.equal(user.username.value, 'ZhangSan')
    assert.equal(user.nick.value, '张三')
    const { userId, status, loginCode, corpList } = user.toDict()
    assert.deepEqual([user.userId.value, status], [userId, 'active'])
    assert.deepEqual(corpList, [{ corpId: 'acme', corpName: 'Acme' }])
    const { success, corpId } = await session(loginCode)
    assert.deepEqual([success, corpId], [true, 'acme'])
    assert.equal((await login.getLoginCode('zhangsan', 'correct horse')).userId, userId)
  })

  test('A23: with allowRegister 0 it is REGISTER_NOT_ALLOWED, for the system too', async (t) => {
    const { login, anonymous } = await openPasswordApp(t, { settings: { allowRegister: 0 } })
    for (const caller of [login, anonymous()])
      await assert.rejects(
        caller.register('alice', 'correct horse', '', '', 'Alice'),
        refusal('REGISTER_NOT_ALLOWED'),
      )
  })

  test('A62: a weak password, a bad name and a missing nick do not cost the captcha', async (t) => {
    const { login } = await openPasswordApp(t, { settings: { captcha: 'always' } })
    const { token } = await login.generateCaptcha()
    const register = (name: string, password: string, nick: string) =>
      login.register(name, password, captchaText, token, nick)
    await assert.rejects(register('alice', 'short', 'Alice'), refusal('PASSWORD_WEAK'))
    await assert.rejects(register('13800138000', 'correct horse', 'Alice'), refusal('USERNAME_INVALID'))
    await assert.rejects(register('alice', 'correct horse', ' '), refusal('API_PARAMS_ERROR'))
    assert.ok(await register('alice', 'correct horse', 'Alice'))
    await assert.rejects(register('bob', 'correct horse', 'Bob'), refusal('CAPTCHA_ERROR'))
  })

  test('PASSWORD_WEAK names each unmet limit, in its text too', async (t) => {
    const limit = { minLength: 8, requireUppercase: true, requireNumber: true, requireSpecialChar: true }
    const { login } = await openPasswordApp(t, { settings: { limit } })
    const weak = login.register('alice', 'abc', '', '', 'Alice')
    await assert.rejects(weak, {
      code: 'PASSWORD_WEAK',
      details: { unmet: ['minLength', 'requireUppercase', 'requireNumber', 'requireSpecialChar'] },
      message: /minLength, requireUppercase, requireNumber, requireSpecialChar$/,
    })
    assert.ok(await login.register('alice', 'Abcdef1!', '', '', 'Alice'))
  })

  test('spec 3, limit: length counts code points', async (t) => {
    const { login } = await openPasswordApp(t, { settings: { limit: { minLength: 6, maxLength: 8 } } })
    assert.ok(await login.register('alice', '😀'.repeat(6), '', '', 'Alice'))
    await assert.rejects(login.register('bob', '😀'.repeat(5), '', '', 'Bob'), refusal('PASSWORD_WEAK'))
    await assert.rejects(login.register('bob', '😀'.repeat(9), '', '', 'Bob'), refusal('PASSWORD_WEAK'))
  })

  test('denyCommon: refused with either transport', async (t) => {
    const limit = { denyCommon: true }
    const plain = await openPasswordApp(t, { settings: { limit } })
    await assert.rejects(plain.login.register('alice', 'woaini1314', '', '', 'A'), refusal('PASSWORD_WEAK'))
    const md5 = await openPasswordApp(t, { settings: { limit, passwordTransport: 'md5' } })
    const md5Of123456 = 'e10adc3949ba59abbe56e057f20f883e'
    await assert.rejects(md5.login.register('alice', md5Of123456, '', '', 'A'), refusal('PASSWORD_WEAK'))
  })

  test('spec 3 rule 6: names that may not be chosen', async (t) => {
    const { login } = await openPasswordApp(t)
    for (const name of ['a', 'a'.repeat(65), '+86 138 0013 8000', '12345678', 'ad\u200bmin', 'ad\u202emin'])
      await assert.rejects(login.register(name, 'correct horse', '', '', 'A'), refusal('USERNAME_INVALID'))
  })

  test('spec 3 rule 6: a name is unique per tenant, in every spelling', async (t) => {
    const { login } = await openPasswordApp(t)
    await login.register('alice', 'correct horse', '', '', 'Alice')
    for (const name of ['alice', 'ALICE', 'ａｌｉｃｅ'])
      await assert.rejects(login.register(name, 'battery staple', '', '', 'A'), refusal('USERNAME_TAKEN'))
  })

  test('of 20 parallel registrations of one name one wins, and nothing is left of the others', async (t) => {
    const { login, rooms } = await openPasswordApp(t)
    const spellings = ['alice', 'Alice', 'ALICE', 'ａlice']
    const calls = Array.from({ length: 20 }, (_, index) =>
      login.register(spellings[index % 4] ?? '', 'correct horse', '', '', `Alice ${index}`),
    )
    assert.deepEqual(await outcomes(calls), { ok: 1, USERNAME_TAKEN: 19 })
    const users = await (await rooms.database.kysely()).selectFrom('users').selectAll().execute()
    const members = await (await rooms.database.kysely()).selectFrom('corp_members').selectAll().execute()
    assert.deepEqual([users.length, members.length], [1, 1])
  })

  test('risk: after 3 registrations from an address a captcha is asked', async (t) => {
    const { anonymous } = await openPasswordApp(t)
    for (const name of ['alice', 'bob', 'carol'])
      assert.ok(await anonymous().register(name, 'correct horse', '', '', name))
    await assert.rejects(
      anonymous().register('dave', 'correct horse', '', '', 'Dave'),
      refusal('CAPTCHA_ERROR'),
    )
    const { token } = await anonymous().generateCaptcha()
    assert.ok(await anonymous().register('dave', 'correct horse', captchaText, token, 'Dave'))
    assert.ok(await anonymous('198.51.100.2').register('eve', 'correct horse', '', '', 'Eve'))
  })

  test('A11, spec 3 rule 4: no answer holds a stored form', async (t) => {
    const { login, anonymous } = await openPasswordApp(t)
    const user = await login.register('alice', 'correct horse', '', '', 'Alice')
    const id = user.userId.value
    const answers = [
      user.toDict(),
      await login.getLoginCode('alice', 'correct horse'),
      await login.updatePassword(id, 'correct horse', 'battery staple'),
      await login.updateUsername(id, 'bob'),
      await login.getLoginConfig(),
      await login.refreshDbPassword(),
      await anonymous().generateCaptcha(),
    ]
    assert.doesNotMatch(JSON.stringify(answers), /argon2|battery|horse/)
  })

  test('an own Type may demand more of every new user', async (t) => {
    const { app, views } = await openPasswordApp(t, {
      files: {
        'auths/loginTypes/InvitedType/e.json': {
          title: 'Invited',
          type: 'auths.loginTypes.PasswordType',
          backendBundleEntry: './invited-type.ts',
        },
        'auths/loginTypes/invited/e.json': { title: 'Invited', type: 'auths.loginTypes.InvitedType' },
        'auths/loginTypes/invited/invited.json': {
          allowRegister: 1,
          captcha: 'risk',
          passwordTransport: 'plain',
        },
      },
      sources: {
        'auths/loginTypes/InvitedType/invited-type.ts': `import { PasswordType, refuse } from 'latchkey'
          export class InvitedType extends PasswordType {
            protected override async admit(newcomer: { readonly nick: string }) {
              if (!newcomer.nick.startsWith('invited ')) throw refuse('REGISTER_NOT_ALLOWED')
              return newcomer
            }
          }`,
      },
    })
    const invited = app.getElement<{ register(...args: string[]): Promise<unknown> }>(
      'auths.loginTypes.invited',
    )
    await assert.rejects(
      invited.register('alice', 'correct horse', '', '', 'Alice'),
      refusal('REGISTER_NOT_ALLOWED'),
    )
    assert.ok(await invited.register('alice', 'correct horse', '', '', 'invited Alice'))
    const call = {
      caller: { kind: 'anonymous' },
      tenantId: defaultTenant,
      device: {},
      language: 'en',
    } as const
    const beside = await views
      .passwordLogin('auths.loginTypes.invited', call)
      .prepareBinding('bob', 'correct horse')
    await assert.rejects(beside(), refusal('REGISTER_NOT_ALLOWED'), 'with a number, over the SDK API')
  })
})
