import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseUsername, readsAsPhoneNumber, usernameKey } from '../../../src/login/password/username.ts'

const invalid = (reason: string) => ({ name: 'Refusal', code: 'USERNAME_INVALID', details: { reason } })

describe('spec 3 rule 6: usernames', () => {
  test('2 to 64 characters, counted in code points', () => {
    for (const text of ['', 'a', ' a ', 'a'.repeat(65), '😀'])
      assert.throws(() => parseUsername(text), invalid('length'))
    for (const text of ['ab', 'a'.repeat(64), '😀😀', '😀'.repeat(64), '张三']) {
      assert.equal(parseUsername(text).name, text)
    }
  })

  test('A32: the same name by other spellings is one name', () => {
    for (const [one, other] of [
      ['admin', 'ADMIN'],
      ['admin', 'ａｄｍｉｎ'],
      ['admin', ' admin\u00a0'],
      ['straße', 'STRASSE'],
      ['straße', 'STRAẞE'],
      ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
      ['jose\u0301', 'JOSÉ'],
      ['ﬁle', 'FILE'],
    ] as const) {
      assert.equal(usernameKey(one), usernameKey(other), `${one} ${other}`)
    }
  })

  test('different names stay different', () => {
    const names = ['admin', 'admın', 'admin1', 'ad min', 'аdmin', 'adm1n', '张三', '張三']
    assert.equal(new Set(names.map(usernameKey)).size, names.length)
  })

  test('the name is kept as it was written, the key is folded', () => {
    assert.deepEqual(parseUsername('ＺhangSan '), { name: 'ZhangSan', key: 'zhangsan' })
  })

  test('properties: a key is its own key, whatever the text and its case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (text) => {
        const key = usernameKey(text)
        assert.equal(usernameKey(key), key)
        assert.equal(usernameKey(text.normalize('NFD')), usernameKey(text.normalize('NFC')))
      }),
      { numRuns: 5000 },
    )
  })

  test('properties: any text is a name or USERNAME_INVALID', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 70 }), (text) => {
        try {
          assert.ok(parseUsername(text).key.length >= 2)
        } catch (error) {
          assert.ok(error instanceof Error && error.message === 'USERNAME_INVALID')
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('A43: what cannot be seen is refused', () => {
  for (const [what, character] of [
    ['NUL', '\0'],
    ['a line feed', '\n'],
    ['zero-width space', '\u200b'],
    ['zero-width joiner', '\u200d'],
    ['right-to-left override', '\u202e'],
    ['a bidi isolate', '\u2066'],
    ['a byte order mark', '\ufeff'],
    ['a soft hyphen', '\u00ad'],
    ['a Hangul filler', '\u3164'],
    ['a variation selector', '\ufe0f'],
    ['a line separator', '\u2028'],
    ['a lone surrogate', '\ud800'],
    ['a private character', '\ue000'],
    ['an unassigned character', '\u0378'],
    ['a tag character', '\u{e0041}'],
    ['the blank Braille pattern', '\u2800'],
  ] as const) {
    test(what, () => {
      for (const text of [`ad${character}min`, `${character}admin`, `admin${character}`]) {
        assert.throws(() => parseUsername(text), invalid('characters'))
      }
    })
  }
})

describe('spec 3 rule 6: a name that reads as a phone number is refused', () => {
  for (const text of [
    '13800138000',
    '+8613800138000',
    '+86 138-0013-8000',
    '0086 13800138000',
    '(021) 5555.6666',
    '１３８００１３８０００',
    '١٣٨٠٠١٣٨٠٠٠',
    '138‑0013‑8000',
    '12345',
    '\u00a0138 0013 8000',
  ]) {
    test(text, () => {
      assert.equal(readsAsPhoneNumber(text), true)
      assert.throws(() => parseUsername(text), invalid('phone-number'))
    })
  }

  for (const text of [
    '1234',
    'user13800138000',
    '13800138000@example.com',
    '2024-A',
    '张三13800138000',
    '+-+-',
  ]) {
    test(`${text} does not`, () => assert.equal(parseUsername(text).name, text))
  }
})
