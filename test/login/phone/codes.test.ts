/** Codes through the phone login: spec 2, rule 3; spec 6, O1–O5. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AppView } from '../../../src/elements/app-view.ts'
import type { PasswordLogin } from '../../../src/login/password/password-type.ts'
import { openTestApp, type TestApp } from '../../support/open-test-app.ts'
import { atOnce, refusal } from '../../support/refusals.ts'
import {
  amysPhone,
  anonymous,
  authOf,
  codeFor,
  laterCodeFor,
  logIn,
  phoneOf,
  signUp,
  wrong,
} from './phone-people.ts'

const onDevice = (opened: TestApp, key: string) => anonymous(opened, { device: { key } })

/** Wrong guesses, each against a live code. */
async function fail(opened: TestApp, times: number, view = anonymous(opened)): Promise<void> {
  for (let left = times; left > 0; left -= 5) {
    const code = await laterCodeFor(opened, amysPhone)
    for (let i = 0; i < Math.min(left, 5); i += 1)
      await assert.rejects(phoneOf(view).getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
  }
}

/** A hundred wrong guesses in a row, as fast as the waits allow. */
async function close(opened: TestApp): Promise<void> {
  await fail(opened, 10)
  for (let failures = 10; failures < 100; failures += 1) {
    opened.clock.advance(3_600_000)
    await fail(opened, 1)
  }
}

const passwordOf = (view: AppView) => view.getElement<PasswordLogin>('auths.loginTypes.password')

/** So many sends an hour that no limit stands between a test and its rule. */
const manySends = { 'auths.loginTypes.phone': { config: { limits: { number: { hour: 1000, day: 1000 } } } } }

describe('spec 2 rule 3: codes', () => {
  for (const [seconds, result] of [
    [299, 'is good'],
    [300, 'has expired'],
    [301, 'has expired'],
  ] as const)
    test(`A63: after ${seconds} s a code ${result}`, async (t) => {
      const opened = await openTestApp(t)
      await signUp(opened)
      const code = await laterCodeFor(opened, amysPhone)
      opened.clock.advance(seconds * 1000)
      const login = phoneOf(anonymous(opened)).getLoginCode(amysPhone, code)
      if (seconds < 300) assert.equal((await login).loginCode.length, 32)
      else await assert.rejects(login, refusal('CODE_EXPIRED'))
    })

  test('the text of CODE_EXPIRED is the one of the source document', async (t) => {
    const opened = await openTestApp(t)
    const login = phoneOf(anonymous(opened)).getLoginCode(amysPhone, '123456')
    await assert.rejects(login, /CODE_EXPIRED: Verification code has expired$/)
  })

  test('codeTtl and codeLength are what the configuration says', async (t) => {
    const config = { codeTtl: 60, codeLength: 7 }
    const opened = await openTestApp(t, { elements: { 'auths.loginTypes.phone': { config } } })
    const code = await codeFor(opened, amysPhone)
    assert.match(code, /^\d{7}$/)
    opened.clock.advance(60_000)
    await assert.rejects(phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy'), refusal('CODE_EXPIRED'))
  })

  test('A10: a used code is gone', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    const phone = phoneOf(anonymous(opened))
    const code = await laterCodeFor(opened, amysPhone)
    await phone.getLoginCode(amysPhone, code)
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('CODE_EXPIRED'))
  })

  test('a right code that was just spent is not a wrong guess', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    const phone = phoneOf(anonymous(opened))
    const code = await laterCodeFor(opened, amysPhone)
    await phone.getLoginCode(amysPhone, code)
    assert.deepEqual(await atOnce(50, () => phone.getLoginCode(amysPhone, code)), { CODE_EXPIRED: 50 })
    await logIn(opened)
  })

  test('a guess without a live code counts nowhere', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    const phone = phoneOf(anonymous(opened))
    assert.deepEqual(await atOnce(50, () => phone.getLoginCode(amysPhone, '000000')), { CODE_EXPIRED: 50 })
    await logIn(opened)
  })

  test('full-width digits and spaces around are the same code', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    const code = await laterCodeFor(opened, amysPhone)
    const wide = code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
    await phoneOf(anonymous(opened)).getLoginCode(amysPhone, ` ${wide} `)
  })

  for (const maxAttempts of [1, 5, 10])
    test(`${maxAttempts} wrong guesses burn a code`, async (t) => {
      const elements = { 'auths.loginTypes.phone': { config: { maxAttempts } } }
      const opened = await openTestApp(t, { elements })
      const phone = phoneOf(anonymous(opened))
      const code = await codeFor(opened, amysPhone)
      for (let i = 0; i < maxAttempts; i += 1)
        await assert.rejects(phone.register(amysPhone, wrong(code), 'Amy'), refusal('CODE_ERROR'))
      opened.clock.advance(30_000)
      await assert.rejects(phone.register(amysPhone, code, 'Amy'), refusal('CODE_EXPIRED'))
    })

  test('after one guess less than burns it the code is good', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    const code = await codeFor(opened, amysPhone)
    assert.deepEqual(await atOnce(4, () => phone.register(amysPhone, wrong(code), 'Amy')), { CODE_ERROR: 4 })
    await phone.register(amysPhone, code, 'Amy')
  })
})

describe('spec 6 O5: failures of a number', () => {
  test('A08: the tenth within an hour starts a wait of 30 s, the ninth does not', async (t) => {
    const opened = await openTestApp(t, { elements: manySends })
    await signUp(opened)
    const phone = phoneOf(anonymous(opened))
    await fail(opened, 9)
    const code = await laterCodeFor(opened, amysPhone)
    await assert.rejects(phone.getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('TOO_MANY_ATTEMPTS', 30))
    opened.clock.advance(29_000)
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('TOO_MANY_ATTEMPTS', 1))
    opened.clock.advance(1_000)
    await phone.getLoginCode(amysPhone, code)
  })

  test('A08: after nine failures the right code is good', async (t) => {
    const opened = await openTestApp(t, { elements: manySends })
    await signUp(opened)
    await fail(opened, 9)
    await logIn(opened)
  })

  test('tries during a wait do not lengthen it', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    await fail(opened, 10)
    const phone = phoneOf(anonymous(opened))
    for (let left = 30; left > 0; left -= 1) {
      await assert.rejects(phone.getLoginCode(amysPhone, '123456'), refusal('TOO_MANY_ATTEMPTS', left))
      opened.clock.advance(1_000)
    }
    await assert.rejects(phone.getLoginCode(amysPhone, '123456'), refusal('CODE_EXPIRED'))
  })

  test('each further failure doubles the wait, up to an hour', async (t) => {
    const opened = await openTestApp(t, { elements: manySends })
    await signUp(opened)
    await fail(opened, 10)
    const phone = phoneOf(anonymous(opened))
    let waitMs = 30_000
    for (const seconds of [60, 120, 240, 480, 960, 1920, 3600, 3600]) {
      opened.clock.advance(waitMs)
      const code = await laterCodeFor(opened, amysPhone)
      await assert.rejects(phone.getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
      await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('TOO_MANY_ATTEMPTS', seconds))
      waitMs = seconds * 1000
    }
  })

  test('failures of more than an hour ago do not count', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    await fail(opened, 9)
    opened.clock.advance(3_600_000)
    await fail(opened, 1)
    await logIn(opened)
  })

  test('O4: a success starts the count anew', async (t) => {
    const opened = await openTestApp(t, { elements: manySends })
    await signUp(opened)
    await fail(opened, 9)
    await logIn(opened)
    await fail(opened, 9)
    await logIn(opened)
  })

  test('a known device has a counter of its own', async (t) => {
    const opened = await openTestApp(t, { elements: manySends })
    await signUp(opened, amysPhone, onDevice(opened, 'amys-phone'))
    await fail(opened, 10, onDevice(opened, 'another'))
    const phone = phoneOf(onDevice(opened, 'amys-phone'))
    await fail(opened, 9, onDevice(opened, 'amys-phone'))
    const code = await laterCodeFor(opened, amysPhone)
    await assert.rejects(phone.getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
    await assert.rejects(phone.getLoginCode(amysPhone, code), refusal('TOO_MANY_ATTEMPTS', 30))
  })

  test('a hundred in a row close the number for unknown devices; known ones log in', async (t) => {
    const opened = await openTestApp(t, { elements: manySends })
    await signUp(opened, amysPhone, onDevice(opened, 'amys-phone'))
    const phone = phoneOf(anonymous(opened))
    await close(opened)
    opened.clock.advance(30 * 86_400_000)
    const code = await laterCodeFor(opened, amysPhone)
    await assert.rejects(phone.getLoginCode(amysPhone, code), (error: Error & { details: object }) => {
      assert.deepEqual(error.details, {})
      return refusal('TOO_MANY_ATTEMPTS')(error)
    })
    const known = onDevice(opened, 'amys-phone')
    const { loginCode } = await phoneOf(known).getLoginCode(amysPhone, code)
    await authOf(known).loginByCode(loginCode)
  })

  test('another factor opens it, for the device that logs in with a password', async (t) => {
    const password = {
      'auths.loginTypes.password': {
        type: 'auths.loginTypes.PasswordType',
        config: { passwordTransport: 'plain', allowRegister: 1, captcha: 'risk' },
      },
    }
    const opened = await openTestApp(t, { elements: { ...manySends, ...password } })
    const { userId } = await signUp(opened)
    await close(opened)
    const laptop = onDevice(opened, 'amys-laptop')
    const code = await laterCodeFor(opened, amysPhone)
    await assert.rejects(phoneOf(laptop).getLoginCode(amysPhone, code), refusal('TOO_MANY_ATTEMPTS'))
    await passwordOf(opened.app).bind(userId, 'amy', 'correct horse')
    const { loginCode } = await passwordOf(laptop).getLoginCode('amy', 'correct horse')
    await authOf(laptop).loginByCode(loginCode)
    assert.equal((await phoneOf(laptop).getLoginCode(amysPhone, code)).userId, userId)
    await assert.rejects(
      phoneOf(onDevice(opened, 'another')).getLoginCode(amysPhone, code),
      refusal('TOO_MANY_ATTEMPTS'),
    )
  })
})
