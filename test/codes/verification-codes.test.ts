/** Verification codes by themselves: spec 2, rule 3; spec 6, O1–O3, O6. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { defaultTenant, type TenantId, type UserId } from '../../src/base/ids.ts'
import type { E164 } from '../../src/base/phone-number.ts'
import { randomDigits } from '../../src/base/random-id.ts'
import { type CodeScope, codeBrakeKey, codeKey, codeText } from '../../src/codes/code-scope.ts'
import { createVerificationCodes } from '../../src/codes/verification-codes.ts'
import { openSqliteEphemeral } from '../../src/ephemeral/drivers/sqlite-driver.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { atOnce, refusal } from '../support/refusals.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { turningClock } from '../support/turning-clock.ts'

const policy = { length: 6, ttlSeconds: 300, maxAttempts: 5 }
const scope: CodeScope = {
  tenantId: defaultTenant,
  loginType: 'auths.loginTypes.phone',
  purpose: 'login',
  phone: '+8613800138000' as E164,
  userId: undefined,
}
const others: Record<string, Partial<CodeScope>> = {
  tenant: { tenantId: 'other' as TenantId },
  'login type': { loginType: 'auths.loginTypes.other' },
  purpose: { purpose: 'account' },
  number: { phone: '+8613800138001' as E164 },
  user: { userId: 'amy' as UserId },
}

function openCodes(t: TestContext) {
  const clock = turningClock()
  const folder = temporaryFolder(t, () => ephemeral.close())
  const ephemeral = openSqliteEphemeral(`${folder}/ephemeral.sqlite`, clock)
  const keyring = createKeyring(['a secret of the codes, with more than 32 characters'])
  return { clock, ephemeral, codes: createVerificationCodes({ ephemeral, keyring, clock, onLock: () => {} }) }
}

/** Pearson's statistic of ten digits against the uniform distribution. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('spec 6 O1: codes', () => {
  test('a million are uniform in every place, leading zeros kept', () => {
    const counts = Array.from({ length: 6 }, () => new Array<number>(10).fill(0))
    const pairs = new Array<number>(100).fill(0)
    for (let i = 0; i < 1_000_000; i += 1) {
      const code = randomDigits(6)
      if (code.length !== 6) assert.fail(code)
      for (let place = 0; place < 6; place += 1) {
        const row = counts[place] ?? []
        const digit = code.charCodeAt(place) - 48
        row[digit] = (row[digit] ?? 0) + 1
      }
      const pair = Number(code.slice(2, 4))
      pairs[pair] = (pairs[pair] ?? 0) + 1
    }
    // A uniform source is above these once in a million runs: 9 and 99 degrees of freedom.
    for (const row of counts) assert.ok(chiSquared(row) < 45, String(chiSquared(row)))
    assert.ok(chiSquared(pairs) < 181, String(chiSquared(pairs)))
  })

  test('they have the digits that are asked for', async (t) => {
    const { codes } = openCodes(t)
    for (const length of [6, 7, 8])
      assert.match(await codes.issue(scope, { ...policy, length }), new RegExp(`^\\d{${length}}$`))
  })
})

describe('spec 6 O6: a code is bound to its scope', () => {
  for (const [name, changed] of Object.entries(others))
    test(`in the scope of another ${name} there is no code`, async (t) => {
      const { codes } = openCodes(t)
      const code = await codes.issue(scope, policy)
      const elsewhere = { ...scope, ...changed }
      await assert.rejects(codes.check(elsewhere, code, undefined), refusal('CODE_EXPIRED'))
      assert.notEqual(codeKey(elsewhere), codeKey(scope))
      assert.notEqual(codeText(elsewhere, code), codeText(scope, code))
      await codes.check(scope, code, undefined)
    })

  test('O4: failures count for a number and tenant, whatever the purpose', () => {
    for (const part of ['login type', 'purpose', 'user'])
      assert.equal(codeBrakeKey({ ...scope, ...others[part] }, undefined), codeBrakeKey(scope, undefined))
    for (const part of ['tenant', 'number'])
      assert.notEqual(codeBrakeKey({ ...scope, ...others[part] }, undefined), codeBrakeKey(scope, undefined))
    assert.notEqual(codeBrakeKey(scope, 'dt:one'), codeBrakeKey(scope, undefined))
  })
})

describe('spec 6 O3: spending', () => {
  test('of 100 who were right exactly one spends it', async (t) => {
    const { codes } = openCodes(t)
    const right = await codes.check(scope, await codes.issue(scope, policy), undefined)
    assert.deepEqual(await atOnce(100, () => codes.spend(right)), { ok: 1, CODE_EXPIRED: 99 })
  })

  test('who was right about an older issue does not spend a newer one', async (t) => {
    const { codes } = openCodes(t)
    const right = await codes.check(scope, await codes.issue(scope, policy), undefined)
    const newer = await codes.issue(scope, policy)
    await assert.rejects(codes.spend(right), refusal('CODE_EXPIRED'))
    await codes.check(scope, newer, undefined)
  })

  test('a code that is given back dies when it would have: O2', async (t) => {
    const { codes, clock } = openCodes(t)
    const code = await codes.issue(scope, policy)
    for (let i = 0; i < 10; i += 1) {
      const right = await codes.check(scope, code, undefined)
      const spent = await codes.spend(right)
      clock.advance(29_999)
      await codes.giveBack(spent)
    }
    await codes.check(scope, code, undefined)
    clock.advance(10)
    await assert.rejects(codes.check(scope, code, undefined), refusal('CODE_EXPIRED'))
  })

  test('a code that is given back after its life stays dead', async (t) => {
    const { codes, clock } = openCodes(t)
    const code = await codes.issue(scope, policy)
    const spent = await codes.spend(await codes.check(scope, code, undefined))
    clock.advance(300_000)
    await codes.giveBack(spent)
    await assert.rejects(codes.check(scope, code, undefined), refusal('CODE_EXPIRED'))
  })

  test('a code that is given back does not take the place of a newer one', async (t) => {
    const { codes } = openCodes(t)
    const older = await codes.issue(scope, policy)
    const spent = await codes.spend(await codes.check(scope, older, undefined))
    const newer = await codes.issue(scope, policy)
    await codes.giveBack(spent)
    await codes.check(scope, newer, undefined)
  })

  test('a code that is given back has the tries it had', async (t) => {
    const { codes } = openCodes(t)
    const code = await codes.issue(scope, policy)
    const guess = () => codes.check(scope, 'wrong', undefined)
    assert.deepEqual(await atOnce(4, guess), { CODE_ERROR: 4 })
    await codes.giveBack(await codes.spend(await codes.check(scope, code, undefined)))
    assert.deepEqual(await atOnce(2, guess), { CODE_ERROR: 1, CODE_EXPIRED: 1 })
  })

  test('a withdrawn code is gone', async (t) => {
    const { codes } = openCodes(t)
    const code = await codes.issue(scope, policy)
    await codes.withdraw(scope)
    await assert.rejects(codes.check(scope, code, undefined), refusal('CODE_EXPIRED'))
  })
})
