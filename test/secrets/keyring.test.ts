import assert from 'node:assert/strict'
import { createHmac, hkdfSync } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createKeyring } from '../../src/secrets/keyring.ts'

const older = 'the older secret, 32 characters and more'
const newer = 'the newer secret, 32 characters and more'

describe('the secrets', () => {
  test('a secret of 31 characters is refused by its place, without showing it', () => {
    const short = 'x'.repeat(31)
    assert.throws(
      () => createKeyring([newer, short]),
      (error: Error) =>
        error instanceof RangeError && /secret 2/.test(error.message) && !error.message.includes(short),
    )
    assert.doesNotThrow(() => createKeyring(['x'.repeat(32)]))
  })

  test('there is no keyring without a secret', () => {
    assert.throws(() => createKeyring([]), RangeError)
  })

  test('key ids are 8 hex digits, steady, newest first, one for each different secret', () => {
    const { keyIds } = createKeyring([newer, older, newer])
    assert.equal(keyIds.length, 2)
    for (const id of keyIds) assert.match(id, /^[0-9a-f]{8}$/)
    assert.deepEqual(createKeyring([older, newer]).keyIds, keyIds.toReversed())
  })
})

describe('subkeys and digests', () => {
  test('spec 6 O7: subkeys are HKDF-SHA-256 of the secret, one for each purpose', () => {
    const { subkey } = createKeyring([newer])
    const expected = new Uint8Array(hkdfSync('sha256', newer, 'latchkey', 'subkey:tickets', 32))
    assert.deepEqual(subkey('tickets'), expected)
    assert.notDeepEqual(subkey('other'), expected)
    assert.equal(subkey('tickets'), subkey('tickets'))
  })

  test('hmac is HMAC-SHA-256 in base64url under a key of its own', () => {
    const keyring = createKeyring([newer])
    const key = new Uint8Array(hkdfSync('sha256', newer, 'latchkey', 'hmac:codes', 32))
    assert.equal(
      keyring.hmac('codes', '123456'),
      createHmac('sha256', key).update('123456').digest('base64url'),
    )
    assert.notEqual(keyring.hmac('codes', '123456'), keyring.hmac('captchas', '123456'))
    assert.notDeepEqual(key, keyring.subkey('codes'))
  })

  test('hmacs begins with the newest and finds what was made under the older secret', () => {
    const keyring = createKeyring([newer, older])
    const made = createKeyring([older]).hmac('codes', '123456')
    assert.deepEqual(keyring.hmacs('codes', '123456'), [keyring.hmac('codes', '123456'), made])
    assert.deepEqual(keyring.subkeys('codes')[1], createKeyring([older]).subkey('codes'))
  })
})

describe('seal and open', () => {
  test('what was sealed opens with the same purpose and context only', () => {
    const keyring = createKeyring([newer])
    const sealed = keyring.seal('secrets', 'a seed', 'default/totp')
    assert.equal(keyring.open('secrets', sealed, 'default/totp'), 'a seed')
    assert.equal(keyring.open('secrets', sealed, 'default/other'), undefined)
    assert.equal(keyring.open('other', sealed, 'default/totp'), undefined)
  })

  test('spec 6 O7: a sealed value names its key and shows neither text nor secret', () => {
    const keyring = createKeyring([newer])
    const sealed = keyring.seal('secrets', 'a seed', 'context')
    assert.equal(sealed.split('.')[1], keyring.keyIds[0])
    assert.ok(!Buffer.from(sealed.split('.')[2] ?? '', 'base64url').includes('a seed'))
    assert.notEqual(sealed, keyring.seal('secrets', 'a seed', 'context'), 'every nonce is new')
  })

  test('a value that is tampered with in any one place does not open', () => {
    const keyring = createKeyring([newer])
    const sealed = keyring.seal('secrets', 'a seed', 'context')
    const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_='
    for (let at = 0; at < sealed.length; at += 1) {
      for (const other of symbols.replace(sealed[at] ?? '', '')) {
        const tampered = sealed.slice(0, at) + other + sealed.slice(at + 1)
        assert.equal(keyring.open('secrets', tampered, 'context'), undefined, `changed at ${at}`)
      }
    }
    for (let length = 0; length < sealed.length; length += 1)
      assert.equal(keyring.open('secrets', sealed.slice(0, length), 'context'), undefined, `cut at ${length}`)
  })

  test('after a change of the secret old values open while it is listed, and new ones are under the newest', () => {
    const old = createKeyring([older]).seal('secrets', 'a seed', 'context')
    const both = createKeyring([newer, older])
    assert.equal(both.open('secrets', old, 'context'), 'a seed')
    assert.equal(createKeyring([newer]).open('secrets', old, 'context'), undefined)
    const fresh = both.seal('secrets', 'a seed', 'context')
    assert.equal(createKeyring([newer]).open('secrets', fresh, 'context'), 'a seed')
    assert.equal(createKeyring([older, newer]).open('secrets', fresh, 'context'), 'a seed', 'in any order')
  })

  test('every text comes back as it was, and garbage never throws', () => {
    const keyring = createKeyring([newer, older])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        assert.equal(keyring.open('secrets', keyring.seal('secrets', text, context), context), text)
        assert.equal(keyring.open('secrets', text, context), undefined)
        assert.equal(keyring.open('secrets', `v1.${keyring.keyIds[0]}.${context}`, text), undefined)
      }),
    )
  })
})
