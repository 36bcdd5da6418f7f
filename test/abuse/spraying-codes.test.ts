/** Who tries one code on many numbers: spec 6, O8 and A64. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { anonymous, audited, codeFor, phoneOf, signUp, wrong } from '../login/phone/phone-people.ts'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'
import { outcome } from '../support/refusals.ts'

const here = '203.0.113.1'
const numberOf = (index: number) => `138${String(index).padStart(8, '0')}`

/** What became of `123456` on so many numbers, one after the other, by code and how often in a row. */
async function spray(opened: TestApp, count: number, addressOf: (index: number) => string) {
  const runs: [code: string, times: number][] = []
  for (let index = 0; index < count; index += 1) {
    const call = { address: addressOf(index), device: { key: `dt:${index}` } }
    const code = await outcome(phoneOf(anonymous(opened, call)).getLoginCode(numberOf(index), '123456'))
    const last = runs.at(-1)
    if (last?.[0] === code) last[1] += 1
    else runs.push([code, 1])
  }
  return runs
}

/** Each from an address of its own. */
const spread = (index: number) => `10.0.${index >> 8}.${index & 255}`

const records = async (opened: TestApp, action: string) => (await audited(opened, action)).length

describe('O8: a code spray is braked', () => {
  test('A64: 123456 on 10,000 numbers from one address: more than 50 a minute ask for a captcha', async (t) => {
    const opened = await openTestApp(t)
    assert.deepEqual(await spray(opened, 10_000, () => here), [
      ['CODE_EXPIRED', 51],
      ['CAPTCHA_REQUIRED', 9949],
    ])
    assert.equal(await records(opened, 'code.spray'), 1)
    assert.equal(await records(opened, 'code.check'), 51)
  })

  test('addresses of one /64 are one; another address is free', async (t) => {
    const opened = await openTestApp(t)
    const runs = await spray(opened, 60, (index) => `2001:db8::${index.toString(16)}`)
    assert.deepEqual(runs.at(-1), ['CAPTCHA_REQUIRED', 9])
    assert.deepEqual(await spray(opened, 1, () => '2001:db8:0:1::1'), [['CODE_EXPIRED', 1]])
  })

  test('A63: 50 a minute are no spray, and the brake lasts a minute, then two while it goes on', async (t) => {
    const opened = await openTestApp(t)
    const tries = (count: number) => spray(opened, count, () => here)
    for (let minute = 0; minute < 3; minute += 1) {
      assert.deepEqual(await tries(49), [['CODE_EXPIRED', 49]])
      opened.clock.advance(60_000)
    }
    await tries(51)
    opened.clock.advance(59_999)
    assert.deepEqual(await tries(1), [['CAPTCHA_REQUIRED', 1]])
    opened.clock.advance(1)
    assert.deepEqual(await tries(3), [
      ['CODE_EXPIRED', 2],
      ['CAPTCHA_REQUIRED', 1],
    ])
    opened.clock.advance(119_999)
    assert.deepEqual(await tries(1), [['CAPTCHA_REQUIRED', 1]])
    opened.clock.advance(1)
    assert.deepEqual(await tries(1), [['CODE_EXPIRED', 1]])
  })

  test('A34: however often it goes on, no wait of an address is over five minutes', async (t) => {
    const opened = await openTestApp(t)
    const tries = (count: number) => spray(opened, count, () => here)
    await tries(51)
    for (const seconds of [60, 120, 240, 300, 300]) {
      opened.clock.advance(seconds * 1000 - 1)
      assert.deepEqual(await tries(1), [['CAPTCHA_REQUIRED', 1]], `after ${seconds} s`)
      opened.clock.advance(1)
      assert.deepEqual(await tries(2), [['CODE_EXPIRED', 2]])
    }
  })

  test('a brake that another process started is learnt with the first wrong code', async (t) => {
    const opened = await openTestApp(t)
    await spray(opened, 51, () => here)
    const { clock, data } = opened
    const other = await openTestApp(t, { clock, data })
    assert.deepEqual(await spray(other, 3, () => here), [
      ['CODE_EXPIRED', 1],
      ['CAPTCHA_REQUIRED', 2],
    ])
  })

  test('a known device passes; a code that was there is still good, and costs no try', async (t) => {
    const opened = await openTestApp(t)
    const known = { address: here, device: { key: 'dt:amy' } }
    const phone = '13800138000'
    await signUp(opened, phone, anonymous(opened, known))
    opened.clock.advance(60_000)
    const code = await codeFor(opened, phone)
    await spray(opened, 51, () => here)
    const stranger = phoneOf(anonymous(opened, { address: here, device: { key: 'dt:eve' } }))
    for (let i = 0; i < 9; i += 1)
      assert.equal(await outcome(stranger.getLoginCode(phone, wrong(code))), 'CAPTCHA_REQUIRED')
    assert.equal(await outcome(phoneOf(anonymous(opened, known)).getLoginCode(phone, code)), 'ok')
  })

  test('a tenant: 1,000 a minute from as many addresses with under 10 % right ones', async (t) => {
    const opened = await openTestApp(t)
    assert.deepEqual(await spray(opened, 1100, spread), [
      ['CODE_EXPIRED', 1001],
      ['CAPTCHA_REQUIRED', 99],
    ])
    assert.equal(await records(opened, 'code.spray'), 1)
    opened.clock.advance(64_000)
    assert.deepEqual(await spray(opened, 1, () => here), [['CODE_EXPIRED', 1]])
  })

  test('a tenant with 10 % right ones is not braked', async (t) => {
    const opened = await openTestApp(t)
    const phones = phoneOf(anonymous(opened, { address: here }))
    for (let index = 0; index < 120; index += 1) {
      const phone = `139${String(index).padStart(8, '0')}`
      await phones.register(phone, await codeFor(opened, phone), 'Amy')
    }
    assert.deepEqual(await spray(opened, 1050, spread), [['CODE_EXPIRED', 1050]])
  })

  test('one right code that is never spent does not keep the brake of the tenant off', async (t) => {
    const opened = await openTestApp(t)
    const phone = '13900139000'
    const code = await codeFor(opened, phone)
    const eve = phoneOf(anonymous(opened, { address: here }))
    for (let index = 0; index < 120; index += 1)
      assert.equal(await outcome(eve.getLoginCode(phone, code)), 'USER_AUTH_MISS')
    assert.deepEqual((await spray(opened, 1050, spread)).at(-1), ['CAPTCHA_REQUIRED', 49])
  })
})
