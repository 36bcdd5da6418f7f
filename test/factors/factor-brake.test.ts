/** Spec 6, O5: ten wrong codes within an hour start a wait of 30 s that doubles to an hour. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { UserId } from '../../src/base/ids.ts'
import { statement, step } from '../../src/storage/database.ts'
import { outcomes, refusal } from '../support/refusals.ts'
import { amy, codeAt, enrolled, label, openFactors, type TestFactors, useCode } from './open-factors.ts'

const bob = { ...amy, userId: 'bob' as UserId }

async function fail({ factors }: TestFactors, times: number, code = 'AAAA-AAAA-AAAA-AAAA'): Promise<void> {
  for (let failure = 0; failure < times; failure += 1)
    await assert.rejects(factors.check(amy, code), refusal('CODE_ERROR'))
}

describe('O5: wrong codes of a second factor', () => {
  test('ten of any kind lock the user out for 30 s, the right code too, and nobody else', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock } = opened
    const { secret, recoveryCodes } = await enrolled(opened)
    const others = await enrolled(opened, bob)
    await fail(opened, 4, 'no code')
    await fail(opened, 6)
    clock.advance(10_000)
    for (const code of [codeAt(secret, clock.now() + 30_000), recoveryCodes[0] ?? ''])
      await assert.rejects(factors.check(amy, code), refusal('TOO_MANY_ATTEMPTS', 20))
    await factors.check(bob, others.recoveryCodes[0] ?? '')
    clock.advance(19_999)
    await assert.rejects(factors.check(amy, recoveryCodes[0] ?? ''), refusal('TOO_MANY_ATTEMPTS', 1))
    clock.advance(1)
    await factors.check(amy, recoveryCodes[0] ?? '')
  })

  test('the wait doubles up to an hour, and tries during it do not lengthen it', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock } = opened
    await enrolled(opened)
    await fail(opened, 9)
    for (const seconds of [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]) {
      await fail(opened, 1)
      for (let during = 0; during < 3; during += 1)
        await assert.rejects(factors.check(amy, 'x'), refusal('TOO_MANY_ATTEMPTS', seconds))
      clock.advance(seconds * 1000)
    }
  })

  test('a right code forgets the failures, and so does an operator', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock } = opened
    const { secret } = await enrolled(opened)
    for (let round = 0; round < 3; round += 1) {
      clock.advance(30_000)
      await fail(opened, 9)
      await useCode(opened, factors, codeAt(secret, clock.now()))
    }
    await fail(opened, 10)
    assert.equal(await factors.forgetFailures(amy, []), true)
    assert.equal(await factors.forgetFailures(amy, []), false)
    await fail(opened, 9)
  })

  test('A34: strangers do not lock a known device out, which counts on its own; an operator opens all', async (t) => {
    const opened = await openFactors(t)
    const { factors } = opened
    const { recoveryCodes } = await enrolled(opened)
    const [code = ''] = recoveryCodes
    await fail(opened, 10)
    await assert.rejects(factors.check(amy, code), refusal('TOO_MANY_ATTEMPTS', 30))
    assert.equal((await factors.check(amy, code, 'phone')).method, 'recovery')
    for (let failure = 0; failure < 10; failure += 1)
      await assert.rejects(factors.check(amy, 'x', 'phone'), refusal('CODE_ERROR'))
    await assert.rejects(factors.check(amy, code, 'phone'), refusal('TOO_MANY_ATTEMPTS', 30))
    assert.equal((await factors.check(amy, code, 'tablet')).method, 'recovery')
    assert.equal(await factors.forgetFailures(amy, ['phone']), true)
    for (const device of [undefined, 'phone']) await factors.check(amy, code, device)
  })

  test('a used code counts as a wrong one', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock } = opened
    const { secret } = await enrolled(opened)
    for (let use = 0; use < 10; use += 1)
      await assert.rejects(factors.check(amy, codeAt(secret, clock.now())), refusal('CODE_EXPIRED'))
    await assert.rejects(factors.check(amy, 'x'), refusal('TOO_MANY_ATTEMPTS', 30))
  })

  test('300 guesses at once: ten are compared', async (t) => {
    const opened = await openFactors(t)
    await enrolled(opened)
    const guesses = Array.from({ length: 300 }, () => opened.factors.check(amy, 'AAAAAAAAAAAAAAAA'))
    assert.deepEqual(await outcomes(guesses), { CODE_ERROR: 10, TOO_MANY_ATTEMPTS: 290 })
  })

  test('a try that could not be made is not counted', async (t) => {
    const opened = await openFactors(t)
    const { factors, database } = opened
    await enrolled(opened)
    await fail(opened, 9)
    const rename = (from: string, to: string) =>
      database.commit([step(statement<[]>(`test.${to}`, `alter table ${from} rename to ${to}`), [])])
    await rename('recovery_codes', 'out_of_reach')
    await assert.rejects(factors.check(amy, 'AAAAAAAAAAAAAAAA'), /no such table/)
    await rename('out_of_reach', 'recovery_codes')
    await fail(opened, 1)
    await assert.rejects(factors.check(amy, 'x'), refusal('TOO_MANY_ATTEMPTS', 30))
  })

  test('the first code of an app is counted in the same way', async (t) => {
    const { factors, clock } = await openFactors(t)
    const { secret } = await factors.enrol(amy, label)
    for (let failure = 0; failure < 10; failure += 1)
      await assert.rejects(factors.confirm(amy, '0'), refusal('CODE_ERROR'))
    const code = codeAt(secret, clock.now())
    await assert.rejects(factors.confirm(amy, code), refusal('TOO_MANY_ATTEMPTS', 30))
    clock.advance(30_000)
    await factors.confirm(amy, codeAt(secret, clock.now()))
  })
})
