import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatFault } from '../../../src/elements/fault.ts'
import { fullName, md5, openPasswordApp, refusal } from './open-password-app.ts'

const seedSettings = {
  authConfig: { salt: 'your_custom_salt_32_chars_long' },
  isActive: true,
  limit: { minLength: 6, maxLength: 20, requireUppercase: false, requireNumber: false },
}

describe('spec 3, configuration', () => {
  test('defaults', async (t) => {
    const { app, elements } = await openPasswordApp(t, {
      files: {
        'auths/loginTypes/bare/e.json': { title: 'Bare', type: 'auths.loginTypes.PasswordType' },
      },
    })
    const { settings } = elements.registry().find('auths.loginTypes.bare') ?? {}
    assert.deepEqual(settings, {
      default: 0,
      allowRegister: 0,
      authConfig: {},
      isActive: true,
      limit: {
        minLength: 6,
        maxLength: 20,
        requireUppercase: false,
        requireLowercase: false,
        requireNumber: false,
        requireSpecialChar: false,
        denyCommon: false,
      },
      passwordTransport: 'md5',
      captcha: 'always',
      expireDays: 0,
      warnDays: 7,
      discloseUnknownUser: false,
      lockout: { failures: 10, baseSeconds: 30, maxSeconds: 3600 },
    })
    const bare = app.getElement<{ allowRegister: boolean; isActive: boolean }>('auths.loginTypes.bare')
    assert.deepEqual([bare.allowRegister, bare.isActive], [false, true])
  })

  test('seed 004: default and allowRegister are read from e.json, and the properties are the seed’s', async (t) => {
    const { app } = await openPasswordApp(t, {
      files: {
        'auths/loginTypes/MyPasswordAuth/e.json': {
          title: 'Password',
          type: 'auths.loginTypes.PasswordType',
          default: 1,
          allowRegister: 1,
          backendBundleEntry: '.',
          frontBundleEntry: './Config.json',
        },
        'auths/loginTypes/MyPasswordAuth/Config.json': seedSettings,
      },
    })
    const auth = app.getElement<Record<string, unknown> & { getLoginConfig(): Promise<object> }>(
      'auths.loginTypes.MyPasswordAuth',
    )
    assert.equal(auth.authType, 'auths.loginTypes.PasswordType')
    assert.equal(auth.authModelElemName, 'auths.loginTypes.PasswordType.PasswordAuthModel')
    assert.deepEqual([auth.isActive, auth.allowRegister], [true, true])
    const config = await auth.getLoginConfig()
    assert.deepEqual([Reflect.get(config, 'default'), Reflect.get(config, 'allowRegister')], [true, true])
  })

  test('a salt of 32 characters passes, another length warns, a literal one warns, none of it tells the salt', async (t) => {
    const warningsOf = async (salt: string) => {
      const { warnings } = await openPasswordApp(t, { settings: { authConfig: { salt } } })
      return warnings.map(formatFault).filter((line) => line.includes('password.json: /authConfig/salt: '))
    }
    assert.equal((await warningsOf('s'.repeat(32))).length, 1)
    const warnings = await warningsOf(seedSettings.authConfig.salt)
    assert.equal(warnings.length, 2)
    assert.ok(warnings.some((line) => line.includes('should have 32 characters')))
    assert.ok(!warnings.join().includes(seedSettings.authConfig.salt))
  })

  const faults: readonly [string, object][] = [
    ['/authConfig/salt', { authConfig: { salt: 'fifteen letters' } }],
    ['/authConfig/salt', { authConfig: { salt: 's'.repeat(129) } }],
    ['/limit/minLength', { limit: { minLength: 9, maxLength: 8 } }],
    ['/limit/maxLength', { limit: { maxLength: 129 } }],
    ['/limit/requireSymbol', { limit: { requireSymbol: true } }],
    ['/passwordTransport', { passwordTransport: 'sha1' }],
    ['/captcha', { captcha: 'never' }],
    ['/lockout/baseSeconds', { lockout: { baseSeconds: 60, maxSeconds: 30 } }],
    ['/warnDays', { expireDays: 7, warnDays: 7 }],
    ['/expireDays', { expireDays: -1 }],
  ]
  for (const [pointer, settings] of faults) {
    test(`stops the start: ${JSON.stringify(settings).slice(0, 60)}`, async (t) => {
      const opening = openPasswordApp(t, { settings: settings as Record<string, unknown> })
      await assert.rejects(opening, (error: Error) => error.message.includes(`password.json: ${pointer}: `))
    })
  }

  test('getLoginConfig tells limits and switches, and no secret', async (t) => {
    const salt = 'a-salt-that-nobody-is-to-be-told'
    const { login } = await openPasswordApp(t, {
      settings: { authConfig: { salt }, limit: { denyCommon: true } },
    })
    const config = await login.getLoginConfig()
    assert.ok(!JSON.stringify(config).includes(salt))
    assert.deepEqual(config, {
      fullName,
      title: 'Password',
      authType: 'auths.loginTypes.PasswordType',
      isActive: true,
      allowRegister: true,
      default: false,
      passwordTransport: 'plain',
      captcha: 'risk',
      limit: {
        minLength: 6,
        maxLength: 20,
        requireUppercase: false,
        requireLowercase: false,
        requireNumber: false,
        requireSpecialChar: false,
        denyCommon: true,
      },
    })
  })

  test('isActive false: every function but getLoginConfig is refused', async (t) => {
    const { login, views, elements } = await openPasswordApp(t, { settings: { isActive: false } })
    const calls = [
      () => login.generateCaptcha(),
      () => login.checkCaptcha('t', 'c'),
      () => login.getLoginCode('alice', 'correct horse', '', ''),
      () => login.register('alice', 'correct horse', '', '', 'Alice'),
      () => login.bind('u', 'alice', 'correct horse'),
      () => login.unbind('u'),
      () => login.updatePassword('u', 'correct horse', 'battery staple'),
      () => login.resetPassword('u', 't', 'battery staple'),
      () => login.updateUsername('u', 'bob'),
      () => login.encryptPassword(md5('x')),
      () => login.refreshDbPassword(),
    ]
    for (const call of calls) await assert.rejects(call(), refusal('LOGIN_TYPE_INACTIVE'))
    assert.equal((await login.getLoginConfig()).isActive, false)
    assert.equal(login.isActive, false)
    const client = elements.clients().fallback
    assert.ok(client !== undefined)
    const call = {
      caller: { kind: 'anonymous' },
      tenantId: client.tenantId,
      device: {},
      language: 'en',
    } as const
    const direct = views.passwordLogin(fullName, call)
    await assert.rejects(
      direct.loginByPassword({ username: 'alice', password: 'x', client }),
      refusal('LOGIN_TYPE_INACTIVE'),
    )
  })
})

describe('spec 3, functions: who may call', () => {
  test('bind and its like need a user, and a user may pass only the own id', async (t) => {
    const { anonymous, user } = await openPasswordApp(t)
    const callsOf = (login: ReturnType<typeof user>) => [
      () => login.bind('u1', 'alice', 'correct horse'),
      () => login.unbind('u1'),
      () => login.updatePassword('u1', 'correct horse', 'battery staple'),
      () => login.resetPassword('u1', 't', 'battery staple'),
      () => login.updateUsername('u1', 'bob'),
    ]
    for (const call of callsOf(anonymous())) await assert.rejects(call(), refusal('LOGIN_REQUIRED'))
    for (const call of callsOf(user('u2'))) await assert.rejects(call(), refusal('FORBIDDEN'))
  })

  test('encryptPassword and refreshDbPassword are for the system and are not exposed', async (t) => {
    const { app, anonymous, user } = await openPasswordApp(t)
    for (const login of [anonymous(), user('u1')]) {
      await assert.rejects(login.encryptPassword(md5('x')), refusal('FORBIDDEN'))
      await assert.rejects(login.refreshDbPassword(), refusal('FORBIDDEN'))
    }
    for (const name of ['encryptPassword', 'refreshDbPassword'])
      await assert.rejects(
        app.callFunction(fullName, name, { md5: md5('x') }, true),
        refusal('FUNCTION_NOT_FOUND'),
      )
  })
})
