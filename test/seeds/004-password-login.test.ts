/** Every sample of the document on password login. The captchas of its samples all read `A2B3`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AppView, AuthSvc, PasswordLogin } from '../../src/index.ts'
import { failureOf } from './failure-of.ts'
import { openSeedApp, type SeedApp } from './open-seed-app.ts'
import {
  newPasswordMd5,
  passwordFiles,
  passwordMd5,
  passwordSampleFiles,
  strongLimit,
} from './sample-files.ts'
import { registerElsewhere } from './sample-users.ts'

const captchas = { captchaSource: () => 'A2B3' }
const phoneLogin = 'auths.loginTypes.phone'
const configFile = 'auths/loginTypes/MyPasswordAuth/Config.json'

function passwordLoginOf(app: AppView) {
  return app.getElement<PasswordLogin>('auths.loginTypes.MyPasswordAuth')
}

/** Logs in as the samples do. */
async function logIn(app: AppView, username: string, password: string) {
  const auth = passwordLoginOf(app)
  const { token } = await auth.generateCaptcha()
  return auth.getLoginCode({ username, password, captcha: 'A2B3', token })
}

/** The samples' `admin`. */
async function registerAdmin({ app }: SeedApp): Promise<string> {
  const auth = passwordLoginOf(app)
  const { token } = await auth.generateCaptcha()
  const user = await auth.register('admin', passwordMd5, 'A2B3', token, 'Admin')
  return user.userId.value
}

describe('seed 004: quick start', () => {
  test('the files of the sample make a password login', async (t) => {
    const { app } = await openSeedApp(t, passwordFiles, captchas)
    const auth = passwordLoginOf(app)
    assert.equal(auth.title, '账号密码登录')
    assert.equal(auth.type, 'auths.loginTypes.PasswordType')
    assert.deepEqual([auth.isActive, auth.allowRegister], [true, true])
  })

  test('usage: a captcha, then a login with named arguments', async (t) => {
    const seed = await openSeedApp(t, passwordFiles, captchas)
    const userId = await registerAdmin(seed)
    const auth = passwordLoginOf(seed.app)
    const captcha = await auth.generateCaptcha()
    const result = await auth.getLoginCode({
      username: 'admin',
      password: 'e10adc3949ba59abbe56e057f20f883e',
      captcha: 'A2B3',
      token: captcha.token,
    })
    assert.deepEqual(Object.keys(result).sort(), ['corpList', 'loginCode', 'userId'])
    assert.match(result.loginCode, /^[A-Za-z0-9]{32}$/)
    assert.deepEqual(result.corpList, [{ corpId: 'acme', corpName: 'Acme' }])
    assert.equal(result.userId, userId)
  })
})

describe('seed 004: functions', () => {
  test('getLoginCode gives a login code, which makes a session', async (t) => {
    const seed = await openSeedApp(t, passwordFiles, captchas)
    const userId = await registerAdmin(seed)
    const { loginCode } = await logIn(seed.app, 'admin', passwordMd5)
    const auth = seed.app.getElement<AuthSvc>('auths.loginTypes.services.AuthSvc')
    const login = await auth.loginByCode(loginCode)
    assert.deepEqual([login.success, login.userId], [true, userId])
  })

  test('generateCaptcha gives a token and a base64 picture', async (t) => {
    const { app } = await openSeedApp(t, passwordFiles, captchas)
    const captcha = await passwordLoginOf(app).generateCaptcha()
    assert.deepEqual(Object.keys(captcha).sort(), ['img', 'token'])
    assert.match(captcha.token, /^[A-Za-z0-9]{32}$/)
    assert.match(captcha.img, /^[A-Za-z0-9+/]+={0,2}$/)
    const picture = Buffer.from(captcha.img, 'base64')
    assert.equal(picture.subarray(1, 4).toString(), 'PNG')
  })

  test('bind gives a user a name and password', async (t) => {
    const seed = await openSeedApp(t, passwordSampleFiles, captchas)
    const { userId } = await registerElsewhere(seed, phoneLogin)
    const result = await passwordLoginOf(seed.app).bind({
      userId,
      username: 'newuser',
      password: 'e10adc3949ba59abbe56e057f20f883e',
    })
    assert.deepEqual(result, { success: true })
    assert.equal((await logIn(seed.app, 'newuser', passwordMd5)).userId, userId)
  })

  test('updatePassword changes the password', async (t) => {
    const seed = await openSeedApp(t, passwordFiles, captchas)
    const userId = await registerAdmin(seed)
    const result = await passwordLoginOf(seed.app).updatePassword({
      userId,
      oldPassword: 'e10adc3949ba59abbe56e057f20f883e',
      newPassword: '098f6bcd4621d373cade4e832627b4f6',
    })
    assert.deepEqual(result, { success: true })
    assert.match(await failureOf(logIn(seed.app, 'admin', passwordMd5)), /^PASSWORD_ERROR/)
    assert.equal((await logIn(seed.app, 'admin', newPasswordMd5)).userId, userId)
  })

  test('checkCaptcha is true for the right code and false for an unknown token', async (t) => {
    const { app } = await openSeedApp(t, passwordFiles, captchas)
    const auth = passwordLoginOf(app)
    const { token } = await auth.generateCaptcha()
    assert.equal(await auth.checkCaptcha('abc123def456', 'A2B3'), false)
    assert.equal(await auth.checkCaptcha(token, 'B2A3'), false)
    assert.equal(await auth.checkCaptcha(token, 'A2B3'), true)
  })

  test('unbind takes name and password away', async (t) => {
    const seed = await openSeedApp(t, passwordSampleFiles, captchas)
    const { userId } = await registerElsewhere(seed, phoneLogin)
    const auth = passwordLoginOf(seed.app)
    await auth.bind(userId, 'newuser', passwordMd5)
    assert.deepEqual(await auth.unbind({ userId }), { success: true })
    assert.match(await failureOf(logIn(seed.app, 'newuser', passwordMd5)), /^USER_AUTH_MISS/)
  })

  test('updateUsername changes the name', async (t) => {
    const seed = await openSeedApp(t, passwordFiles, captchas)
    const userId = await registerAdmin(seed)
    const auth = passwordLoginOf(seed.app)
    assert.deepEqual(await auth.updateUsername({ userId, username: 'newusername' }), { success: true })
    assert.match(await failureOf(logIn(seed.app, 'admin', passwordMd5)), /^USER_AUTH_MISS/)
    assert.equal((await logIn(seed.app, 'newusername', passwordMd5)).userId, userId)
  })
})

describe('seed 004: advanced features', () => {
  const configured = (config: object) => ({ ...passwordFiles, [configFile]: config })

  /** Registers with a password as text; the front end of the samples can only be trusted with its MD5. */
  async function registerText(seed: SeedApp, password: string): Promise<string> {
    const auth = passwordLoginOf(seed.app)
    const { token } = await auth.generateCaptcha()
    const user = await auth.register('admin', password, 'A2B3', token, 'Admin')
    return user.userId.value
  }

  test('policy: each limit of the strong one is enforced where the password comes as text', async (t) => {
    const files = configured({ passwordTransport: 'plain', limit: strongLimit })
    const seed = await openSeedApp(t, files, captchas)
    const weak = ['Aa1!aaa', 'Aa1!aaaaaaaaaaaaaaaaa', 'aa1!aaaa', 'AA1!AAAA', 'Aaa!aaaa', 'Aa1aaaaa']
    for (const password of weak)
      assert.match(await failureOf(registerText(seed, password)), /^PASSWORD_WEAK/, password)
    assert.match(await registerText(seed, 'Aa1!aaaa'), /^[A-Za-z0-9]{20}$/)
  })

  test('encryptPassword gives the stored form of an MD5', async (t) => {
    const { app } = await openSeedApp(t, passwordFiles, captchas)
    const auth = passwordLoginOf(app)
    assert.match(await auth.encryptPassword(passwordMd5), /^\$argon2id\$v=19\$m=19456,t=2,p=1/)
    assert.match(await failureOf(auth.encryptPassword('user_md5_password')), /^API_PARAMS_ERROR/)
  })

  test('refreshDbPassword counts every stored password and keeps it good', async (t) => {
    const seed = await openSeedApp(t, passwordFiles, captchas)
    const userId = await registerAdmin(seed)
    const count = await passwordLoginOf(seed.app).refreshDbPassword()
    assert.deepEqual(count, { total: 1, refreshed: 0, current: 1, unreadable: 0 })
    assert.equal((await logIn(seed.app, 'admin', passwordMd5)).userId, userId)
  })

  /** The sample of error handling. */
  async function handle(app: AppView, username: string, password: string, captcha: string) {
    const auth = passwordLoginOf(app)
    const { token } = await auth.generateCaptcha()
    const message = await failureOf(auth.getLoginCode(username, password, captcha, token))
    if (message.includes('USER_AUTH_MISS')) return { error: '用户不存在' }
    if (message.includes('PASSWORD_ERROR')) return { error: '密码错误' }
    if (message.includes('CAPTCHA_ERROR')) return { error: '验证码错误' }
    return { error: message }
  }

  test('errors: the code stands in the message', async (t) => {
    const seed = await openSeedApp(t, passwordFiles, captchas)
    await registerAdmin(seed)
    assert.deepEqual(await handle(seed.app, 'nobody', passwordMd5, 'A2B3'), { error: '用户不存在' })
    assert.deepEqual(await handle(seed.app, 'admin', newPasswordMd5, 'A2B3'), { error: '密码错误' })
    assert.deepEqual(await handle(seed.app, 'admin', passwordMd5, 'B2A3'), { error: '验证码错误' })
  })

  test('errors: the texts are those of the sample in Chinese, and English ones', async (t) => {
    const seed = await openSeedApp(t, passwordFiles, captchas)
    await registerAdmin(seed)
    const texts = {
      zh: ['USER_AUTH_MISS: 用户不存在', 'PASSWORD_ERROR: 密码错误', 'CAPTCHA_ERROR: 验证码错误'],
      en: [
        'USER_AUTH_MISS: User not found',
        'PASSWORD_ERROR: Incorrect password',
        'CAPTCHA_ERROR: Incorrect captcha',
      ],
    }
    for (const language of ['zh', 'en'] as const) {
      const auth = passwordLoginOf(seed.app.with({ language }))
      const fail = async (username: string, password: string, captcha: string) => {
        const { token } = await auth.generateCaptcha()
        return failureOf(auth.getLoginCode(username, password, captcha, token))
      }
      const told = [
        await fail('nobody', passwordMd5, 'A2B3'),
        await fail('admin', newPasswordMd5, 'A2B3'),
        await fail('admin', passwordMd5, 'B2A3'),
      ]
      assert.deepEqual(told, texts[language])
    }
  })
})
