import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type UserId } from '../../../src/base/ids.ts'
import { askCaptcha } from '../../../src/login/password/ask-captcha.ts'
import { countTries, riskBrakes } from '../../../src/login/password/try-counters.ts'
import { captchaText, md5, openPasswordApp, outcomes, refusal } from './open-password-app.ts'

const md5Of123456 = 'e10adc3949ba59abbe56e057f20f883e'

describe('spec 3, getLoginCode', () => {
  test('seed 004: admin with the MD5 of 123456 and the captcha A2B3', async (t) => {
    const settings = { passwordTransport: 'md5', captcha: 'always' }
    const { login, session } = await openPasswordApp(t, { settings })
    const first = await login.generateCaptcha()
    const user = await login.register('admin', md5Of123456, 'A2B3', first.token, 'Admin')
    const captcha = await login.generateCaptcha()
    const result = await login.getLoginCode({
      username: 'admin',
      password: md5Of123456,
      captcha: 'A2B3',
      token: captcha.token,
    })
    assert.deepEqual(Object.keys(result).sort(), ['corpList', 'loginCode', 'userId'])
    assert.match(result.loginCode, /^[A-Za-z0-9]{32}$/)
    assert.deepEqual(result.corpList, [{ corpId: 'acme', corpName: 'Acme' }])
    assert.equal(result.userId, user.userId.value)
    const { success, status, sessionToken } = await session(result.loginCode)
    assert.deepEqual([success, status, typeof sessionToken], [true, 'SUCCESS', 'string'])
  })

  test('Stext: every text may be an object with a value', async (t) => {
    const { login, add } = await openPasswordApp(t)
    const userId = await add('alice')
    const result = await login.getLoginCode(
      { value: 'alice' },
      { value: 'correct horse' },
      { value: '' },
      { value: '' },
    )
    assert.equal(result.userId, userId)
  })

  test('A10: a login code is used once', async (t) => {
    const { login, add, session } = await openPasswordApp(t)
    await add('alice')
    const { loginCode } = await login.getLoginCode('alice', 'correct horse')
    assert.equal((await session(loginCode)).success, true)
    await assert.rejects(session(loginCode), refusal('LOGIN_CODE_INVALID'))
  })

  test('seed 004: the text of an error holds USER_AUTH_MISS, PASSWORD_ERROR, CAPTCHA_ERROR', async (t) => {
    const { login, add } = await openPasswordApp(t)
    await add('alice')
    await assert.rejects(login.getLoginCode('nobody', 'wrong'), /USER_AUTH_MISS: User not found/)
    await assert.rejects(login.getLoginCode('alice', 'wrong'), /PASSWORD_ERROR: Incorrect password/)
    const strict = await openPasswordApp(t, { settings: { captcha: 'always' } })
    await assert.rejects(
      strict.login.getLoginCode('alice', 'wrong', 'XXXX', 'y'),
      /CAPTCHA_ERROR: Incorrect captcha/,
    )
  })

  test('spec 3 rule 5: over HTTP both are PASSWORD_ERROR unless discloseUnknownUser is set', async (t) => {
    const quiet = await openPasswordApp(t)
    await quiet.add('alice')
    for (const login of [quiet.anonymous(), quiet.user('u1')]) {
      await assert.rejects(login.getLoginCode('nobody', 'wrong'), refusal('PASSWORD_ERROR'))
      await assert.rejects(login.getLoginCode('alice', 'wrong'), refusal('PASSWORD_ERROR'))
    }
    const open = await openPasswordApp(t, { settings: { discloseUnknownUser: true } })
    await open.add('alice')
    await assert.rejects(open.anonymous().getLoginCode('nobody', 'wrong'), refusal('USER_AUTH_MISS'))
    await assert.rejects(open.anonymous().getLoginCode('alice', 'wrong'), refusal('PASSWORD_ERROR'))
  })

  test('a name of another login type is unknown here', async (t) => {
    const { app, add } = await openPasswordApp(t, {
      files: {
        'auths/loginTypes/other/e.json': { title: 'Other', type: 'auths.loginTypes.PasswordType' },
        'auths/loginTypes/other/other.json': { passwordTransport: 'plain', captcha: 'risk' },
      },
    })
    await add('alice')
    const other = app.getElement<{ getLoginCode(...args: string[]): Promise<unknown> }>(
      'auths.loginTypes.other',
    )
    await assert.rejects(other.getLoginCode('alice', 'correct horse'), refusal('USER_AUTH_MISS'))
  })

  test('spec 3 rule 6: the name is compared after NFKC and case folding', async (t) => {
    const { login, add } = await openPasswordApp(t)
    const userId = await add('ZhangSan')
    for (const name of ['zhangsan', 'ZHANGSAN', 'ＺｈａｎｇＳａｎ', ' zhangsan '])
      assert.equal((await login.getLoginCode(name, 'correct horse')).userId, userId)
  })

  test('P1: a password is compared after NFKC, with case, and to its last character', async (t) => {
    const { login } = await openPasswordApp(t, { settings: { limit: { maxLength: 64 } } })
    const password = `Ｐ${'x'.repeat(62)}y`
    await login.register('alice', password, '', '', 'Alice')
    assert.ok((await login.getLoginCode('alice', `P${'x'.repeat(62)}y`)).loginCode)
    await assert.rejects(login.getLoginCode('alice', `p${'x'.repeat(62)}y`), refusal('PASSWORD_ERROR'))
    await assert.rejects(login.getLoginCode('alice', `P${'x'.repeat(62)}z`), refusal('PASSWORD_ERROR'))
  })

  test('USER_DISABLED is told only after the right password', async (t) => {
    const { login, add, rooms } = await openPasswordApp(t)
    const userId = (await add('alice')) as UserId
    await rooms.database.commit([rooms.users.setStatus(defaultTenant, userId, 'disabled')])
    await assert.rejects(login.getLoginCode('alice', 'wrong'), refusal('PASSWORD_ERROR'))
    await assert.rejects(login.getLoginCode('alice', 'correct horse'), refusal('USER_DISABLED'))
  })

  test('more than 1024 characters are refused before anything is done', async (t) => {
    const { login, add, rooms } = await openPasswordApp(t)
    await add('alice')
    await assert.rejects(login.getLoginCode('alice', 'x'.repeat(1025)), refusal('API_PARAMS_ERROR'))
    assert.equal(rooms.hashQueue.depth().running, 0)
  })

  test('L1: refused tries are in the audit log, and nothing that was typed', async (t) => {
    const { anonymous, add, audited, rooms } = await openPasswordApp(t)
    await add('alice')
    await assert.rejects(anonymous().getLoginCode('alice', 'a-wrong-password'))
    await assert.rejects(anonymous().getLoginCode('a-password-in-the-wrong-field', 'x'))
    assert.deepEqual(await audited('password.check'), ['PASSWORD_ERROR', 'PASSWORD_ERROR'])
    const rows = await (await rooms.database.kysely()).selectFrom('audit').selectAll().execute()
    assert.doesNotMatch(JSON.stringify(rows), /a-wrong-password|a-password-in-the-wrong-field/)
  })
})

describe('spec 3, passwordTransport', () => {
  test('md5: 32 hex digits in either case, anything else is API_PARAMS_ERROR and names the argument', async (t) => {
    const { login } = await openPasswordApp(t, { settings: { passwordTransport: 'md5' } })
    const user = await login.register('alice', md5('correct horse'), '', '', 'Alice')
    const upper = md5('correct horse').toUpperCase()
    assert.equal((await login.getLoginCode('alice', upper)).userId, user.userId.value)
    for (const text of ['correct horse', md5('x').slice(1), `${md5('x')}0`])
      await assert.rejects(
        login.getLoginCode('alice', text),
        /API_PARAMS_ERROR.*password must be the 32 hex digits/,
      )
    await assert.rejects(
      login.updatePassword(user.userId.value, md5('correct horse'), 'text'),
      /API_PARAMS_ERROR.*newPassword/,
    )
  })

  test('plain: a leaked MD5 is no password', async (t) => {
    const { login, add } = await openPasswordApp(t)
    await add('alice')
    await assert.rejects(login.getLoginCode('alice', md5('correct horse')), refusal('PASSWORD_ERROR'))
  })

  test('spec 3 rule 1: the stored form is one for both transports, so the setting may change', async (t) => {
    const before = await openPasswordApp(t, { settings: { passwordTransport: 'md5' } })
    await before.login.register('alice', md5('correct horse'), '', '', 'Alice')
    await before.close()
    const { login } = await openPasswordApp(t, { data: before.data, clock: before.clock })
    assert.ok((await login.getLoginCode('alice', 'correct horse')).loginCode)
  })
})

describe('spec 3, captcha', () => {
  test('risk: none is asked until 3 failures of the account, from anywhere', async (t) => {
    const { login, anonymous, add } = await openPasswordApp(t)
    await add('alice')
    for (const address of ['198.51.100.1', '198.51.100.2', '198.51.100.3'])
      await assert.rejects(anonymous(address).getLoginCode('Alice', 'wrong'), refusal('PASSWORD_ERROR'))
    const stranger = anonymous('198.51.100.4')
    await assert.rejects(stranger.getLoginCode('alice', 'correct horse'), refusal('CAPTCHA_ERROR'))
    await assert.rejects(login.getLoginCode('alice', 'correct horse', '', ''), refusal('CAPTCHA_ERROR'))
    const { token } = await stranger.generateCaptcha()
    assert.ok((await stranger.getLoginCode('alice', 'correct horse', captchaText, token)).loginCode)
    assert.ok((await stranger.getLoginCode('alice', 'correct horse')).loginCode, 'a success forgives')
  })

  test('risk: none is asked until 3 failures of the address, whatever the names', async (t) => {
    const { anonymous, add } = await openPasswordApp(t)
    await add('alice')
    for (const name of ['bob', 'carol', 'dave'])
      await assert.rejects(anonymous().getLoginCode(name, 'wrong'), refusal('PASSWORD_ERROR'))
    await assert.rejects(anonymous().getLoginCode('alice', 'correct horse'), refusal('CAPTCHA_ERROR'))
    assert.ok((await anonymous('198.51.100.2').getLoginCode('alice', 'correct horse')).loginCode)
  })

  test('risk: successes do not count, and one’s own success does not forgive the address', async (t) => {
    const { anonymous, add } = await openPasswordApp(t)
    await add('alice')
    for (let time = 0; time < 5; time += 1)
      assert.ok((await anonymous().getLoginCode('alice', 'correct horse')).loginCode)
    for (const name of ['bob', 'carol']) await assert.rejects(anonymous().getLoginCode(name, 'wrong'))
    assert.ok((await anonymous().getLoginCode('alice', 'correct horse')).loginCode)
    await assert.rejects(anonymous().getLoginCode('dave', 'wrong'), refusal('PASSWORD_ERROR'))
    await assert.rejects(anonymous().getLoginCode('alice', 'correct horse'), refusal('CAPTCHA_ERROR'))
  })

  test('risk: an hour later it is as before', async (t) => {
    const { login, add, clock } = await openPasswordApp(t)
    await add('alice')
    for (let time = 0; time < 3; time += 1) await assert.rejects(login.getLoginCode('alice', 'wrong'))
    clock.advance(3_600_000 - 1)
    await assert.rejects(login.getLoginCode('alice', 'correct horse'), refusal('CAPTCHA_ERROR'))
    clock.advance(1)
    assert.ok((await login.getLoginCode('alice', 'correct horse')).loginCode)
  })

  test('risk: of 20 parallel wrong tries without a captcha 3 are evaluated', async (t) => {
    const { anonymous, add, audited } = await openPasswordApp(t)
    await add('alice')
    const calls = Array.from({ length: 20 }, () => anonymous().getLoginCode('alice', 'wrong'))
    assert.deepEqual(await outcomes(calls), { PASSWORD_ERROR: 3, CAPTCHA_ERROR: 17 })
    assert.equal((await audited('password.check')).filter((result) => result === 'CAPTCHA_ERROR').length, 17)
  })

  test('risk: what a braked address tries is counted of the account once the captcha is passed', async (t) => {
    const { ephemeral } = (await openPasswordApp(t)).rooms
    const [account, ...address] = riskBrakes({
      tenantId: defaultTenant,
      accountKey: 'name',
      knownDevice: undefined,
      address: '198.51.100.1',
    })
    const counts: boolean[] = []
    const isCounted = async () => counts.push((await ephemeral.get(account.key)) !== undefined)
    for (let time = 0; time < 3; time += 1) await countTries(ephemeral, address)
    const ask = (isRight: boolean) => {
      const pass = async () => (await isCounted()) > 0 && isRight
      return askCaptcha(ephemeral, { rule: 'risk', pass }, [account, ...address])
    }
    await assert.rejects(ask(false), refusal('CAPTCHA_ERROR'))
    await isCounted()
    assert.deepEqual(await ask(true), [account])
    await isCounted()
    assert.deepEqual(counts, [false, false, false, true])
  })

  test('risk: strangers do not make a known device solve captchas', async (t) => {
    const { device, anonymous, add, session } = await openPasswordApp(t)
    await add('alice')
    await session((await device('phone-1').getLoginCode('alice', 'correct horse')).loginCode, 'phone-1')
    for (let time = 0; time < 3; time += 1) await assert.rejects(anonymous().getLoginCode('alice', 'wrong'))
    assert.ok((await anonymous(undefined, 'phone-1').getLoginCode('alice', 'correct horse')).loginCode)
    await assert.rejects(anonymous().getLoginCode('alice', 'correct horse'), refusal('CAPTCHA_ERROR'))
  })
})
