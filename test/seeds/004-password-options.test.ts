/** What the document on password login says beside its samples: settings, captcha, transport. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openWholeApp } from '../../src/app/open-app.ts'
import type { AppView, PasswordLogin } from '../../src/index.ts'
import { tempFolder } from '../elements/support/temp-folder.ts'
import { failureOf } from './failure-of.ts'
import { openSeedApp } from './open-seed-app.ts'
import { passwordConfig, passwordFiles, passwordMd5 } from './sample-files.ts'

const captchas = { captchaSource: () => 'A2B3' }
const configFile = 'auths/loginTypes/MyPasswordAuth/Config.json'

function passwordLoginOf(app: AppView) {
  return app.getElement<PasswordLogin>('auths.loginTypes.MyPasswordAuth')
}

async function register(app: AppView, username: string, password: string) {
  const auth = passwordLoginOf(app)
  const { token } = await auth.generateCaptcha()
  return auth.register(username, password, 'A2B3', token, 'Admin')
}

async function logIn(app: AppView, username: string, password: string) {
  const auth = passwordLoginOf(app)
  const { token } = await auth.generateCaptcha()
  return auth.getLoginCode(username, password, 'A2B3', token)
}

/** An element whose password comes as text, with these limits. */
const limited = (limit: object) => ({
  ...passwordFiles,
  [configFile]: { passwordTransport: 'plain', limit },
})

describe('seed 004: authConfig.salt', () => {
  test('the salt of the sample has 30 characters, which is no fault but a warning', async (t) => {
    const { app, warnings } = await openWholeApp(tempFolder(t, passwordFiles), { data: tempFolder(t) })
    t.after(() => app.close())
    const told = warnings.map(({ pointer, message }) => `${pointer} ${message}`).join('\n')
    assert.match(told, /^\/authConfig\/salt should have 32 characters$/m)
    assert.doesNotMatch(told, new RegExp(passwordConfig.authConfig.salt))
  })

  test('a salt is generated where none is configured, and kept', async (t) => {
    const files = { ...passwordFiles, [configFile]: {} }
    const data = tempFolder(t)
    const first = await openSeedApp(t, files, { ...captchas, data })
    const { userId } = await register(first.app, 'admin', passwordMd5)
    const formBefore = await passwordLoginOf(first.app).encryptPassword(passwordMd5)
    await first.close()
    const second = await openSeedApp(t, files, { ...captchas, data })
    const formAfter = await passwordLoginOf(second.app).encryptPassword(passwordMd5)
    assert.equal((await logIn(second.app, 'admin', passwordMd5)).userId, userId.value)
    assert.match(formBefore, /,saltid=/)
    assert.equal(saltOf(formBefore), saltOf(formAfter))
  })

  test('a stored form names the salt that keys it', async (t) => {
    const data = tempFolder(t)
    const first = await openSeedApp(t, passwordFiles, { ...captchas, data })
    const formBefore = await passwordLoginOf(first.app).encryptPassword(passwordMd5)
    await first.close()
    const salt = 'another_salt_that_has_32_letters'
    const files = { ...passwordFiles, [configFile]: { authConfig: { salt } } }
    const second = await openSeedApp(t, files, { ...captchas, data })
    const formAfter = await passwordLoginOf(second.app).encryptPassword(passwordMd5)
    assert.notEqual(saltOf(formBefore), saltOf(formAfter))
  })

  /** Which salt a stored form says that it was made with. */
  function saltOf(form: string): string | undefined {
    return /,saltid=([^,$]+)/.exec(form)?.[1]
  }
})

describe('seed 004: isActive and limit', () => {
  test('isActive is true by default', async (t) => {
    const { app } = await openSeedApp(t, { ...passwordFiles, [configFile]: {} })
    assert.equal(passwordLoginOf(app).isActive, true)
  })

  test('isActive false switches the login type off', async (t) => {
    const files = { ...passwordFiles, [configFile]: { ...passwordConfig, isActive: false } }
    const { app } = await openSeedApp(t, files)
    assert.match(await failureOf(passwordLoginOf(app).generateCaptcha()), /^LOGIN_TYPE_INACTIVE/)
  })

  test('minLength is 6 by default', async (t) => {
    const { app } = await openSeedApp(t, limited({}), captchas)
    assert.match(await failureOf(register(app, 'admin', '12345')), /^PASSWORD_WEAK/)
    assert.equal((await register(app, 'admin', '123456')).nick.value, 'Admin')
  })

  test('maxLength is 20 by default', async (t) => {
    const { app } = await openSeedApp(t, limited({}), captchas)
    assert.match(await failureOf(register(app, 'admin', 'a'.repeat(21))), /^PASSWORD_WEAK/)
    assert.equal((await register(app, 'admin', 'a'.repeat(20))).nick.value, 'Admin')
  })

  test('minLength and maxLength can be set', async (t) => {
    const { app } = await openSeedApp(t, limited({ minLength: 4, maxLength: 8 }), captchas)
    assert.match(await failureOf(register(app, 'admin', 'aaa')), /^PASSWORD_WEAK/)
    assert.match(await failureOf(register(app, 'admin', 'aaaaaaaaa')), /^PASSWORD_WEAK/)
    assert.equal((await register(app, 'admin', 'aaaa')).nick.value, 'Admin')
  })

  /** A password that each requirement refuses, and one that it lets through. */
  async function assertRequirement(app: AppView, weak: string, good: string): Promise<void> {
    assert.match(await failureOf(register(app, 'admin', weak)), /^PASSWORD_WEAK/)
    assert.equal((await register(app, 'admin', good)).nick.value, 'Admin')
  }

  test('requireUppercase asks for a capital letter, by default not', async (t) => {
    const { app } = await openSeedApp(t, limited({ requireUppercase: true }), captchas)
    await assertRequirement(app, 'abcdef', 'Abcdef')
    const free = await openSeedApp(t, limited({}), captchas)
    assert.equal((await register(free.app, 'admin', 'abcdef')).nick.value, 'Admin')
  })

  test('requireLowercase asks for a small letter, by default not', async (t) => {
    const { app } = await openSeedApp(t, limited({ requireLowercase: true }), captchas)
    await assertRequirement(app, 'ABCDEF', 'ABCDEf')
    const free = await openSeedApp(t, limited({}), captchas)
    assert.equal((await register(free.app, 'admin', 'ABCDEF')).nick.value, 'Admin')
  })

  test('requireNumber asks for a digit, by default not', async (t) => {
    const { app } = await openSeedApp(t, limited({ requireNumber: true }), captchas)
    await assertRequirement(app, 'abcdef', 'abcde1')
    const free = await openSeedApp(t, limited({}), captchas)
    assert.equal((await register(free.app, 'admin', 'abcdef')).nick.value, 'Admin')
  })

  test('requireSpecialChar asks for a sign, by default not', async (t) => {
    const { app } = await openSeedApp(t, limited({ requireSpecialChar: true }), captchas)
    await assertRequirement(app, 'abcde1', 'abcde!')
    const free = await openSeedApp(t, limited({}), captchas)
    assert.equal((await register(free.app, 'admin', 'abcde1')).nick.value, 'Admin')
  })
})

describe('seed 004: captcha and transport', () => {
  test('a captcha is good after 299 s', async (t) => {
    const { app, pass } = await openSeedApp(t, passwordFiles, captchas)
    const auth = passwordLoginOf(app)
    const { token } = await auth.generateCaptcha()
    pass(299)
    assert.equal(await auth.checkCaptcha(token, 'A2B3'), true)
  })

  test('a captcha is expired after 300 s', async (t) => {
    const { app, pass } = await openSeedApp(t, passwordFiles, captchas)
    const auth = passwordLoginOf(app)
    const { token } = await auth.generateCaptcha()
    pass(300)
    assert.equal(await auth.checkCaptcha(token, 'A2B3'), false)
  })

  test('a login without a captcha is refused', async (t) => {
    const { app } = await openSeedApp(t, passwordFiles, captchas)
    await register(app, 'admin', passwordMd5)
    const login = passwordLoginOf(app).getLoginCode('admin', passwordMd5)
    assert.match(await failureOf(login), /^CAPTCHA_ERROR/)
  })

  test('a password is the MD5 that the front end made, and never the text', async (t) => {
    const { app } = await openSeedApp(t, passwordFiles, captchas)
    await register(app, 'admin', passwordMd5)
    assert.match(await failureOf(logIn(app, 'admin', '123456')), /^API_PARAMS_ERROR/)
  })
})
