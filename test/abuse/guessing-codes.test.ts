/** Who guesses codes: spec 6, cases A04–A06, A32–A34. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  amysPhone,
  anonymous,
  authOf,
  codeFor,
  laterCodeFor,
  messageLogin,
  newestCode,
  phoneOf,
  sdkOf,
  signedIn,
  signUp,
  wrong,
} from '../login/phone/phone-people.ts'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'
import { atOnce, outcome, refusal } from '../support/refusals.ts'
import { addUser } from '../users/add-user.ts'

/** The prefix stays open: so many codes that nobody uses would close it. */
const manySends = {
  'auths.loginTypes.phone': {
    config: { limits: { number: { hour: 1000, day: 1000 }, prefix: { conversion: 0 } } },
  },
}

/** A stranger lets codes go to a number and guesses each five times, while the number takes guesses. */
async function guessAway(opened: TestApp, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const call = { address: `203.0.113.${round}`, device: { key: `dt:stranger-${round}` } }
    const stranger = phoneOf(anonymous(opened, call))
    opened.clock.advance(45_000)
    await stranger.sendMessage(amysPhone)
    const code = await newestCode(opened, amysPhone)
    for (let i = 0; i < 5; i += 1) await outcome(stranger.getLoginCode(amysPhone, wrong(code)))
  }
}

describe('guessing codes', () => {
  test('A04: guess, resend, guess again: the count goes on', async (t) => {
    const opened = await openTestApp(t, { elements: manySends })
    const { getLoginCode } = phoneOf(anonymous(opened))
    const results: string[] = []
    for (let i = 0; i < 4; i += 1) {
      const code = await laterCodeFor(opened, amysPhone)
      for (let j = 0; j < 3; j += 1) results.push(await outcome(getLoginCode(amysPhone, wrong(code))))
    }
    assert.deepEqual(results, [...Array(10).fill('CODE_ERROR'), 'TOO_MANY_ATTEMPTS', 'TOO_MANY_ATTEMPTS'])
  })

  test('A04: purposes, login types and callers do not give a count of their own', async (t) => {
    const elements = {
      'auths.loginTypes.other': {
        type: 'auths.loginTypes.PhoneType',
        config: { smsFullName: 'SMS.console' },
      },
      ...manySends,
    }
    const opened = await openTestApp(t, { elements })
    const amy = await addUser(opened, 'Amy')
    const { view: own } = await signedIn(opened, amy)
    const other = phoneOf(anonymous(opened), 'auths.loginTypes.other')
    const guesses = [
      [() => phoneOf(own).sendMessage(amysPhone), () => phoneOf(own).bind(amy, amysPhone, 'x')],
      [() => other.sendMessage(amysPhone), () => other.register(amysPhone, 'x', 'Eve')],
      [() => messageLogin(opened), () => phoneOf(anonymous(opened)).getLoginCode(amysPhone, 'x')],
      [
        () => phoneOf(anonymous(opened)).sendMessage(amysPhone),
        () => phoneOf(anonymous(opened)).getLoginCode(amysPhone, 'x'),
      ],
    ] as const
    const results: string[] = []
    for (const [send, guess] of guesses) {
      opened.clock.advance(45_000)
      await send()
      for (let i = 0; i < 4; i += 1) results.push(await outcome(guess()))
    }
    // The third pair guesses where no code of its purpose lies: that counts nowhere.
    const wrongs = Array(4).fill('CODE_ERROR')
    const none = Array(4).fill('CODE_EXPIRED')
    const last = ['CODE_ERROR', 'CODE_ERROR', 'TOO_MANY_ATTEMPTS', 'TOO_MANY_ATTEMPTS']
    assert.deepEqual(results, [...wrongs, ...wrongs, ...none, ...last])
  })

  test('A05: 10,000 guesses from as many addresses: the code is burned after 5', async (t) => {
    const opened = await openTestApp(t)
    const code = await codeFor(opened, amysPhone)
    const results = await atOnce(10_000, (i) => {
      const address = `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`
      return phoneOf(anonymous(opened, { address })).getLoginCode(amysPhone, wrong(code))
    })
    // Guesses that arrive once the spray was noticed meet its captcha.
    const { CODE_ERROR, CODE_EXPIRED = 0, CAPTCHA_REQUIRED = 0 } = results
    assert.deepEqual([CODE_ERROR, CODE_EXPIRED + CAPTCHA_REQUIRED], [5, 9_995])
    await assert.rejects(phoneOf(anonymous(opened)).getLoginCode(amysPhone, code), refusal('CODE_EXPIRED'))
  })

  test('A06: of 200 parallel wrong guesses at most 5 are evaluated, over two processes too', async (t) => {
    const opened = await openTestApp(t)
    const second = await openTestApp(t, { data: opened.data, clock: opened.clock })
    const code = await codeFor(opened, amysPhone)
    const logins = [phoneOf(anonymous(opened)), phoneOf(anonymous(second))] as const
    const results = await atOnce(200, (i) => logins[i % 2 === 0 ? 0 : 1].getLoginCode(amysPhone, wrong(code)))
    assert.deepEqual(results, { CODE_ERROR: 5, CODE_EXPIRED: 195 })
  })

  test('A32: every spelling of a number counts in one place', async (t) => {
    const opened = await openTestApp(t)
    const spellings = [
      '13800138000',
      '+86 138 0013 8000',
      '0086-13800138000',
      '１３８００１３８０００',
      '+86 013800138000',
    ]
    const code = await codeFor(opened, amysPhone)
    for (const spelling of spellings)
      await assert.rejects(
        phoneOf(anonymous(opened)).getLoginCode(spelling, wrong(code)),
        refusal('CODE_ERROR'),
      )
    await assert.rejects(phoneOf(anonymous(opened)).getLoginCode(amysPhone, code), refusal('CODE_EXPIRED'))
  })

  test('A33: a wait holds on every path that takes a code of the number', async (t) => {
    const opened = await openTestApp(t, { elements: manySends })
    const amy = await signUp(opened)
    await guessAway(opened, 2)
    const nobody = phoneOf(anonymous(opened))
    const { login, client } = sdkOf(opened)
    const request = { phone: amysPhone, code: '1', purpose: 'LOGIN_SMS', client, autoRegister: true }
    for (const call of [
      () => nobody.getLoginCode(amysPhone, '1'),
      () => nobody.register(amysPhone, '1', 'Eve'),
      () => amy.phone.bind(amy.userId, amysPhone, '1'),
      () => amy.phone.unbind(amy.userId, '1'),
      () => amy.phone.checkMyMessage('1'),
      () => phoneOf(opened.app).getLoginCode(amysPhone, '1'),
      () => login.loginByMessage(request),
    ])
      await assert.rejects(call(), refusal('TOO_MANY_ATTEMPTS'))
  })

  test('A34: a stranger cannot keep a victim out: the known device logs in at any time', async (t) => {
    const opened = await openTestApp(t, { elements: manySends })
    const known = anonymous(opened, { device: { key: 'dt:amys-phone' }, address: '198.51.100.7' })
    await signUp(opened, amysPhone, known)
    await guessAway(opened, 30)
    const code = await laterCodeFor(opened, amysPhone, known)
    const stranger = phoneOf(anonymous(opened))
    // While the stranger has to wait, his guesses do not even touch the code.
    const results = await atOnce(20, () => stranger.getLoginCode(amysPhone, wrong(code)))
    assert.ok((results.CODE_ERROR ?? 0) <= 1, JSON.stringify(results))
    const { loginCode } = await phoneOf(known).getLoginCode(amysPhone, code)
    assert.equal((await authOf(known).loginByCode(loginCode)).success, true)
  })
})
