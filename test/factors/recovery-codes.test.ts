/** Recovery codes: each opens once, and none lies anywhere. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { UserId } from '../../src/base/ids.ts'
import { statement, step } from '../../src/storage/database.ts'
import { outcomes, refusal } from '../support/refusals.ts'
import { amy, codeAt, enrolled, label, newer, openFactors, useCode } from './open-factors.ts'

const bob = { ...amy, userId: 'bob' as UserId }

describe('recovery codes', () => {
  test('ten of 80 random bits, in groups of four', async (t) => {
    const opened = await openFactors(t)
    const { recoveryCodes } = await enrolled(opened)
    for (const code of recoveryCodes) assert.match(code, /^[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}$/)
    assert.equal(new Set(recoveryCodes).size, 10)
  })

  test('each once, in any order, as it was typed', async (t) => {
    const opened = await openFactors(t)
    const { factors } = opened
    const { recoveryCodes } = await enrolled(opened)
    const typed = [
      (code: string) => code,
      (code: string) => code.toLowerCase(),
      (code: string) => code.replaceAll('-', ''),
      (code: string) => ` ${code.replaceAll('-', ' – ')} `,
    ]
    for (const [index, code] of recoveryCodes.toReversed().entries()) {
      assert.equal(await useCode(opened, factors, typed[index % 4]?.(code) ?? ''), 'recovery')
      await assert.rejects(factors.check(amy, code), refusal('CODE_ERROR'))
      assert.equal((await factors.status(amy))?.recoveryCodesLeft, 9 - index)
    }
    assert.equal(await factors.has(amy), true)
  })

  test('20 uses of one at once: one gets in', async (t) => {
    const opened = await openFactors(t)
    const { factors, database } = opened
    const { recoveryCodes } = await enrolled(opened)
    const checked = []
    for (let use = 0; use < 20; use += 1) checked.push(await factors.check(amy, recoveryCodes[3] ?? ''))
    const results = await outcomes(checked.map(({ steps }) => database.commit(steps)))
    assert.deepEqual(results, { ok: 1, CODE_EXPIRED: 19 })
    assert.equal((await factors.status(amy))?.recoveryCodesLeft, 9)
  })

  test('those of another user, and of an app that was removed, are wrong', async (t) => {
    const opened = await openFactors(t)
    const { factors, database } = opened
    const old = await enrolled(opened)
    const others = await enrolled(opened, bob)
    await assert.rejects(factors.check(amy, others.recoveryCodes[0] ?? ''), refusal('CODE_ERROR'))
    await database.commit(factors.remove(amy))
    await enrolled(opened)
    await assert.rejects(factors.check(amy, old.recoveryCodes[0] ?? ''), refusal('CODE_ERROR'))
    assert.equal((await factors.status(bob))?.recoveryCodesLeft, 10)
  })
})

describe('A61: a stolen store', () => {
  test('holds no seed and no recovery code, while one waits and after it is confirmed', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock, folder } = opened
    const stolen = () =>
      readdirSync(folder).map((file) => readFileSync(join(folder, file)).toString('latin1'))
    const { secret } = await factors.enrol(amy, label)
    assert.ok(
      stolen().some((text) => text.includes('totp-pending')),
      'what is looked through is the store',
    )
    assert.deepEqual(
      stolen().filter((text) => text.includes(secret)),
      [],
    )
    const { recoveryCodes, steps } = await factors.confirm(amy, codeAt(secret, clock.now()))
    await opened.database.commit(steps)
    assert.ok(stolen().some((text) => text.includes('recovery_codes')))
    const raw = [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))]
    for (const text of raw) assert.ok(!stolen().some((file) => file.includes(text) || file.includes(newer)))
  })

  test('a seed that is put into the row of another user does not open there', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock, database } = opened
    await enrolled(opened)
    const { secret } = await enrolled(opened, bob)
    const swap = statement<[]>(
      'test.swap',
      `update totp_factors set sealed = (select sealed from totp_factors where user_id = 'bob')`,
    )
    await database.commit([step(swap, [])])
    await assert.rejects(
      factors.check(amy, codeAt(secret, clock.now() + 30_000)),
      /default\/amy .*changed outside/,
    )
  })
})
