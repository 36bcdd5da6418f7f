import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { md5Hex } from '../../../src/base/digest.ts'
import { createCommonPasswords } from '../../../src/login/password/common-passwords.ts'
import {
  defaultPasswordLimit,
  demandPasswordLimits,
  type PasswordLimit,
  unmetLimits,
} from '../../../src/login/password/password-policy.ts'

const common = createCommonPasswords()
const strict: PasswordLimit = {
  minLength: 8,
  maxLength: 20,
  requireUppercase: true,
  requireLowercase: true,
  requireNumber: true,
  requireSpecialChar: true,
  denyCommon: true,
}

const unmet = (text: string, limit: PasswordLimit = strict) => unmetLimits({ text }, limit, common)

describe('spec 3: every limit of a password', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['Tr0ub4dor&3', []],
    ['Ab1!', ['minLength']],
    ['Ab1!'.repeat(6), ['maxLength']],
    ['tr0ub4dor&3', ['requireUppercase']],
    ['TR0UB4DOR&3', ['requireLowercase']],
    ['Troubador&x', ['requireNumber']],
    ['Tr0ub4dor33', ['requireSpecialChar']],
    ['密码密码密码密码', ['requireUppercase', 'requireLowercase', 'requireNumber', 'requireSpecialChar']],
    ['Éàéà1234 ü', []],
    ['123456', ['minLength', 'requireUppercase', 'requireLowercase', 'requireSpecialChar', 'denyCommon']],
  ]
  for (const [text, expected] of cases) {
    test(`${text}: ${expected.join(', ') || 'all met'}`, async () =>
      assert.deepEqual(await unmet(text), expected))
  }

  test('the defaults ask for 6 to 20 characters and nothing else', async () => {
    for (const [length, expected] of [
      [5, ['minLength']],
      [6, []],
      [20, []],
      [21, ['maxLength']],
    ] as const) {
      assert.deepEqual(await unmet('1'.repeat(length), defaultPasswordLimit), expected)
    }
  })

  test('length is counted in code points of the NFKC text', async () => {
    assert.deepEqual(await unmet('😀'.repeat(6), defaultPasswordLimit), [])
    assert.deepEqual(await unmet('😀'.repeat(5), defaultPasswordLimit), ['minLength'])
    assert.deepEqual(await unmet('e\u0301'.repeat(5), defaultPasswordLimit), ['minLength'])
  })

  test('P1: 64 characters and more are allowed where configured', async () => {
    assert.deepEqual(await unmet('x'.repeat(64), { ...defaultPasswordLimit, maxLength: 64 }), [])
  })

  test('PASSWORD_WEAK names each unmet limit', async () => {
    await assert.rejects(demandPasswordLimits({ text: '12345' }, strict, common), {
      name: 'Refusal',
      code: 'PASSWORD_WEAK',
      details: {
        unmet: ['minLength', 'requireUppercase', 'requireLowercase', 'requireSpecialChar', 'denyCommon'],
      },
    })
    await demandPasswordLimits({ text: 'Tr0ub4dor&3' }, strict, common)
  })

  test('of an MD5 only denyCommon can be asked', async () => {
    assert.deepEqual(await unmetLimits({ md5: md5Hex('Tr0') }, strict, common), [])
    assert.deepEqual(await unmetLimits({ md5: md5Hex('123456') }, strict, common), ['denyCommon'])
  })

  test('any text is answered, and what is unmet is a limit that is on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        for (const name of await unmet(text)) assert.ok(strict[name])
        const relaxed = await unmet(text, { ...defaultPasswordLimit, minLength: 0, maxLength: 1000 })
        assert.deepEqual(relaxed, [])
      }),
    )
  })
})
