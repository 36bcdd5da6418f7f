/** Enrolling an authenticator app, and its codes: each is good for once (spec 6, A67). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TenantId, UserId } from '../../src/base/ids.ts'
import { listSeedKeyIds } from '../../src/factors/factor-rows.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { outcomes, refusal } from '../support/refusals.ts'
import { amy, codeAt, enrolled, label, newer, older, openFactors, useCode } from './open-factors.ts'

const bob = { ...amy, userId: 'bob' as UserId }
const amyElsewhere = { ...amy, tenantId: 'other' as TenantId }

describe('enrolling', () => {
  test('nothing is enrolled before the first right code, and then it is', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock, database } = opened
    const { secret } = await factors.enrol(amy, label)
    assert.equal(await factors.has(amy), false)
    await assert.rejects(factors.confirm(amy, '000000'), refusal('CODE_ERROR'))
    await assert.rejects(factors.check(amy, codeAt(secret, clock.now())), refusal('FACTOR_MISSING'))
    const { recoveryCodes, steps } = await factors.confirm(amy, codeAt(secret, clock.now()))
    await assert.rejects(factors.confirm(amy, codeAt(secret, clock.now())), refusal('CODE_EXPIRED'))
    assert.equal(await factors.status(amy), undefined)
    await database.commit(steps)
    assert.equal(await factors.has(amy), true)
    assert.deepEqual(await factors.status(amy), { enrolledAt: clock.now(), recoveryCodesLeft: 10 })
    assert.equal(recoveryCodes.length, 10)
    assert.equal(await factors.has(bob), false)
    assert.equal(await factors.has(amyElsewhere), false)
  })

  test('a second enrolment takes the place of the one that waits', async (t) => {
    const { factors, clock } = await openFactors(t)
    const first = await factors.enrol(amy, label)
    const second = await factors.enrol(amy, label)
    assert.notEqual(first.secret, second.secret)
    await assert.rejects(factors.confirm(amy, codeAt(first.secret, clock.now())), refusal('CODE_ERROR'))
    await factors.confirm(amy, codeAt(second.secret, clock.now()))
  })

  test('it waits for ten minutes, for this user of this tenant', async (t) => {
    const { factors, clock } = await openFactors(t)
    const { secret } = await factors.enrol(amy, label)
    clock.advance(599_999)
    const code = codeAt(secret, clock.now())
    for (const other of [bob, amyElsewhere])
      await assert.rejects(factors.confirm(other, code), refusal('CODE_EXPIRED'))
    await assert.rejects(factors.confirm(amy, 'wrong'), refusal('CODE_ERROR'))
    clock.advance(1)
    await assert.rejects(factors.confirm(amy, code), refusal('CODE_EXPIRED'))
  })

  test('a user has one app: another is refused until it is removed', async (t) => {
    const opened = await openFactors(t)
    const { factors, database } = opened
    await enrolled(opened)
    await assert.rejects(factors.enrol(amy, label), refusal('FACTOR_EXISTS'))
    await database.commit(factors.remove(amy))
    assert.equal(await factors.status(amy), undefined)
    await assert.rejects(database.commit(factors.remove(amy)), refusal('FACTOR_MISSING'))
    await database.commit(factors.removeAll(amy))
    await enrolled(opened)
    assert.deepEqual((await factors.status(amy))?.recoveryCodesLeft, 10)
  })

  test('20 confirmations at once: one enrols', async (t) => {
    const { factors, clock, database } = await openFactors(t)
    const { secret } = await factors.enrol(amy, label)
    const code = codeAt(secret, clock.now())
    const results = await outcomes(
      Array.from({ length: 20 }, async () => database.commit((await factors.confirm(amy, code)).steps)),
    )
    assert.equal(results.ok, 1, JSON.stringify(results))
    assert.equal((await factors.status(amy))?.recoveryCodesLeft, 10)
  })

  test('of two enrolments that were confirmed side by side the second is undone whole', async (t) => {
    const { factors, clock, database } = await openFactors(t)
    const confirmed = []
    for (let round = 0; round < 2; round += 1) {
      const { secret } = await factors.enrol(amy, label)
      confirmed.push(await factors.confirm(amy, codeAt(secret, clock.now())))
    }
    const [first, second] = confirmed
    await database.commit(first?.steps ?? [])
    await assert.rejects(database.commit(second?.steps ?? []), refusal('FACTOR_EXISTS'))
    assert.equal((await factors.status(amy))?.recoveryCodesLeft, 10)
  })
})

describe('A67: a time step is used once', () => {
  test('the code that confirmed is used, and so is every code once it was spent', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock } = opened
    const { secret } = await enrolled(opened)
    const first = codeAt(secret, clock.now())
    await assert.rejects(factors.check(amy, first), refusal('CODE_EXPIRED'))
    clock.advance(30_000)
    const second = codeAt(secret, clock.now())
    assert.equal(await useCode(opened, factors, second), 'totp')
    await assert.rejects(factors.check(amy, second), refusal('CODE_EXPIRED'))
    await assert.rejects(factors.check(amy, first), refusal('CODE_EXPIRED'))
    clock.advance(30_000)
    await assert.rejects(factors.check(amy, second), refusal('CODE_EXPIRED'))
    await useCode(opened, factors, codeAt(secret, clock.now()))
  })

  test('a code of an app that is ahead ends those of the steps before it', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock } = opened
    const { secret } = await enrolled(opened)
    clock.advance(60_000)
    await useCode(opened, factors, codeAt(secret, clock.now() + 30_000))
    for (const offset of [-30_000, 0, 30_000])
      await assert.rejects(factors.check(amy, codeAt(secret, clock.now() + offset)), refusal('CODE_EXPIRED'))
  })

  test('20 uses of one code at once, each checked before any is spent: one gets in', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock, database } = opened
    const { secret } = await enrolled(opened)
    clock.advance(30_000)
    const code = codeAt(secret, clock.now())
    const checked = []
    for (let use = 0; use < 20; use += 1) checked.push(await factors.check(amy, code))
    assert.equal(new Set(checked.map(({ originId }) => originId)).size, 1)
    const results = await outcomes(checked.map(({ steps }) => database.commit(steps)))
    assert.deepEqual(results, { ok: 1, CODE_EXPIRED: 19 })
  })

  test('20 uses of one code at once, each as it comes: one gets in', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock } = opened
    const { secret } = await enrolled(opened)
    clock.advance(30_000)
    const code = codeAt(secret, clock.now())
    const results = await outcomes(Array.from({ length: 20 }, () => useCode(opened, factors, code)))
    assert.equal(results.ok, 1, JSON.stringify(results))
  })

  test('a code that was checked before the app was replaced does not spend a step of the new one', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock, database } = opened
    const { secret } = await enrolled(opened)
    clock.advance(90_000)
    const { steps } = await factors.check(amy, codeAt(secret, clock.now() + 30_000))
    await database.commit(factors.remove(amy))
    await enrolled(opened)
    await assert.rejects(database.commit(steps), refusal('CODE_EXPIRED'))
  })

  test('uses of two steps, two users and two tenants have names of their own', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock } = opened
    const owners = [amy, bob, amyElsewhere]
    const seeds = []
    for (const owner of owners) seeds.push((await enrolled(opened, owner)).secret)
    clock.advance(30_000)
    const origins = new Set<string>()
    for (const offset of [0, 30_000])
      for (const [index, owner] of owners.entries())
        origins.add((await factors.check(owner, codeAt(seeds[index] ?? '', clock.now() + offset))).originId)
    assert.equal(origins.size, 6)
  })
})

describe('the code as it was typed', () => {
  test('spaces and full-width digits are fine, other lengths and letters are wrong', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock } = opened
    const { secret } = await enrolled(opened)
    clock.advance(30_000)
    const code = codeAt(secret, clock.now())
    const wide = [...code].map((digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)).join('')
    for (const typed of [code, ` ${code.slice(0, 3)} ${code.slice(3)}\n`, wide])
      assert.equal((await factors.check(amy, typed)).method, 'totp')
    for (const typed of ['', code.slice(1), `${code}0`, `+${code.slice(1)}`, `${code}.0`, '💥'])
      await assert.rejects(factors.check(amy, typed), refusal('CODE_ERROR'), typed)
  })

  test('the code of another user and another tenant is wrong', async (t) => {
    const opened = await openFactors(t)
    const { factors, clock } = opened
    await enrolled(opened)
    for (const owner of [bob, amyElsewhere]) {
      const { secret } = await enrolled(opened, owner)
      await assert.rejects(factors.check(amy, codeAt(secret, clock.now() + 30_000)), refusal('CODE_ERROR'))
    }
  })
})

describe('a change of LATCHKEY_SECRET', () => {
  test('reseal: seeds and recovery codes outlive the older secret', async (t) => {
    const opened = await openFactors(t, older)
    const { clock, database, factorsUnder } = opened
    const { secret, recoveryCodes } = await enrolled(opened)
    await enrolled(opened, bob)
    clock.advance(30_000)
    const [olderId, newerId] = [older, newer].map((secret) => createKeyring([secret]).keyIds[0])
    assert.deepEqual(await listSeedKeyIds(database), [olderId])
    assert.deepEqual(await factorsUnder(newer).reseal(), { resealed: 0, unreadable: 2 })
    assert.deepEqual(await factorsUnder(newer, older).reseal(), { resealed: 2, unreadable: 0 })
    assert.deepEqual(await factorsUnder(newer, older).reseal(), { resealed: 0, unreadable: 0 })
    assert.deepEqual(await listSeedKeyIds(database), [newerId])
    await enrolled({ ...opened, factors: factorsUnder(older) }, amyElsewhere)
    assert.deepEqual(await listSeedKeyIds(database), [olderId, newerId].toSorted())
    const after = factorsUnder(newer)
    assert.equal(await useCode(opened, after, codeAt(secret, clock.now())), 'totp')
    assert.equal(await useCode(opened, after, recoveryCodes[0] ?? ''), 'recovery')
  })

  test('a seed that no listed secret opens is a fault that is told, and no wrong code', async (t) => {
    const opened = await openFactors(t, older)
    const { secret } = await enrolled(opened)
    const stranger = opened.factorsUnder(newer)
    for (let round = 0; round < 12; round += 1)
      await assert.rejects(
        stranger.check(amy, codeAt(secret, opened.clock.now() + 30_000)),
        /its key [0-9a-f]{8} is not in LATCHKEY_SECRET/,
      )
    await opened.factors.check(amy, codeAt(secret, opened.clock.now() + 30_000))
  })
})
