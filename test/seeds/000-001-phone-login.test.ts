/** Every sample of the two documents on phone login, which hold the same samples in two languages. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Language } from '../../src/elements/caller.ts'
import { type AuthSvc, SUCCESS_RETURN } from '../../src/index.ts'
import { failureOf } from './failure-of.ts'
import { openSeedApp, type SeedApp } from './open-seed-app.ts'
import { code, newCode, newPhone, phone, phoneFiles, phoneSampleFiles } from './sample-files.ts'
import { phoneLoginOf, registerElsewhere, registerUser } from './sample-users.ts'

const secondLogin = 'auths.loginTypes.secondPhoneLogin'

describe('seeds 000 and 001: quick start', () => {
  test('the files of the sample make a phone login that sends by its SMS service', async (t) => {
    const { app } = await openSeedApp(t, phoneFiles)
    const phoneAuth = phoneLoginOf(app)
    assert.equal(phoneAuth.fullName, 'auths.loginTypes.myPhoneLogin')
    assert.equal(phoneAuth.title, 'Phone Number Login')
    assert.equal(phoneAuth.type, 'auths.loginTypes.PhoneType')
    await phoneAuth.sendMessage(phone)
    const [message] = await app.inbox(phone)
    assert.match(message?.code ?? '', /^\d{6}$/)
    const user = await phoneAuth.register(phone, message?.code ?? '', 'New User')
    assert.equal(user.phone.value, '+8613800138000')
  })

  test('usage: a code is sent and gives a login code', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    const { userId } = await registerUser(seed)
    const phoneAuth = phoneLoginOf(seed.app)
    await phoneAuth.sendMessage('13800138000')
    const result = await phoneAuth.getLoginCode('13800138000', '123456')
    assert.deepEqual(Object.keys(result).sort(), ['corpList', 'loginCode', 'userId'])
    assert.match(result.loginCode, /^[A-Za-z0-9]{32}$/)
    assert.deepEqual(result.corpList, [{ corpId: 'acme', corpName: 'Acme' }])
    assert.equal(result.userId, userId)
  })
})

describe('seeds 000 and 001: functions', () => {
  test('sendMessage answers 200 and success', async (t) => {
    const { app } = await openSeedApp(t, phoneSampleFiles)
    assert.deepEqual(await phoneLoginOf(app).sendMessage('13800138000'), { code: 200, message: 'success' })
  })

  test('getLoginCode gives a login code, which makes a session', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    const { userId } = await registerUser(seed)
    await phoneLoginOf(seed.app).sendMessage(phone)
    const { loginCode, corpList } = await phoneLoginOf(seed.app).getLoginCode(phone, code)
    const auth = seed.app.getElement<AuthSvc>('auths.loginTypes.services.AuthSvc')
    const login = await auth.loginByCode(loginCode, corpList[0]?.corpName ?? '', 'web')
    assert.deepEqual([login.success, login.userId, login.corpId], [true, userId, 'acme'])
  })

  test('register makes a user, whose id is user.userId.value', async (t) => {
    const { app } = await openSeedApp(t, phoneSampleFiles)
    const phoneAuth = phoneLoginOf(app)
    await phoneAuth.sendMessage('13800138000')
    const user = await phoneAuth.register('13800138000', '123456', 'New User')
    assert.match(user.userId.value, /^[A-Za-z0-9]{20}$/)
    assert.equal(user.nick.value, 'New User')
  })

  test('bind gives a number to a user and answers SUCCESS_RETURN', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    const { userId } = await registerElsewhere(seed, secondLogin)
    const phoneAuth = phoneLoginOf(seed.app)
    await phoneAuth.sendMessage('13800138000')
    assert.equal(await phoneAuth.bind(userId, '13800138000', '123456'), SUCCESS_RETURN)
    seed.pass(45)
    await phoneAuth.sendMessage('13800138000')
    assert.equal((await phoneAuth.getLoginCode('13800138000', '123456')).userId, userId)
  })

  test('bind, called by the user: the code is one that this user asked for', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    const { userId, loginCode } = await registerElsewhere(seed, secondLogin)
    const phoneAuth = phoneLoginOf(await seed.enter(loginCode))
    await phoneAuth.sendMessage('13800138000')
    assert.equal(await phoneAuth.bind(userId, '13800138000', '123456'), SUCCESS_RETURN)
  })

  test('unbind takes the number away and answers SUCCESS_RETURN', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    const { userId, loginCode } = await registerElsewhere(seed, secondLogin)
    const phoneAuth = phoneLoginOf(await seed.enter(loginCode))
    await phoneAuth.sendMessage('13800138000')
    await phoneAuth.bind(userId, '13800138000', '123456')
    seed.pass(45)
    await phoneAuth.sendMessage('13800138000')
    assert.equal(await phoneAuth.unbind(userId, '123456'), SUCCESS_RETURN)
    assert.match(await failureOf(phoneAuth.unbind(userId, '123456')), /^NOT_BOUND/)
  })

  test('checkMyMessage gives a ticket to the user of the number', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    const { loginCode } = await registerUser(seed)
    const phoneAuth = phoneLoginOf(await seed.enter(loginCode))
    await phoneAuth.sendMessage('13800138000')
    const result = await phoneAuth.checkMyMessage('123456')
    assert.deepEqual(Object.keys(result), ['ticket'])
    assert.match(result.ticket, /^[A-Za-z0-9]{32}$/)
    assert.match(await failureOf(phoneLoginOf(seed.app).checkMyMessage('123456')), /^LOGIN_REQUIRED/)
  })

  test('updatePhone changes the number and answers SUCCESS_RETURN', async (t) => {
    const seed = await openSeedApp(t, phoneSampleFiles)
    const { userId, loginCode } = await registerUser(seed)
    const phoneAuth = phoneLoginOf(await seed.enter(loginCode))
    await phoneAuth.sendMessage('13800138000')
    const ticket = (await phoneAuth.checkMyMessage('123456')).ticket
    await phoneAuth.sendMessage('13900139000')
    assert.equal(await phoneAuth.updatePhone(userId, ticket, '13900139000', '654321'), SUCCESS_RETURN)
    seed.pass(45)
    await phoneLoginOf(seed.app).sendMessage(newPhone)
    assert.equal((await phoneLoginOf(seed.app).getLoginCode(newPhone, newCode)).userId, userId)
  })
})

describe('seeds 000 and 001: advanced features', () => {
  test('SMS service: a message goes through the element that smsFullName names', async (t) => {
    const { app } = await openSeedApp(t, phoneFiles)
    const service = app.getElement('SMS.aliyunSms')
    assert.equal(service.type, 'SMS.Console')
    await phoneLoginOf(app).sendMessage('13800138000')
    assert.equal((await app.inbox('13800138000')).length, 1)
  })

  /** The sample of the code's security, for a caller of one language. */
  async function endanger({ app, pass }: SeedApp, language: Language): Promise<readonly string[]> {
    const phoneAuth = phoneLoginOf(app.with({ language }))
    await phoneAuth.sendMessage('13800138000')
    const repeat = await failureOf(phoneAuth.sendMessage('13800138000'))
    pass(300)
    return [repeat, await failureOf(phoneAuth.getLoginCode('13800138000', '123456'))]
  }

  test('security: a repeat is refused, and after 300 s the code has expired', async (t) => {
    const [repeat, late] = await endanger(await openSeedApp(t, phoneSampleFiles), 'en')
    assert.equal(repeat, 'SEND_TOO_FREQUENT: Sending frequency too high, please try again later (45 s)')
    assert.equal(late, 'CODE_EXPIRED: Verification code has expired')
  })

  test('security: both are told in Chinese too', async (t) => {
    const [repeat, late] = await endanger(await openSeedApp(t, phoneSampleFiles), 'zh')
    assert.equal(repeat, 'SEND_TOO_FREQUENT: 发送频率过快，请稍后再试（45 秒）')
    assert.equal(late, 'CODE_EXPIRED: 验证码已过期')
  })
})
