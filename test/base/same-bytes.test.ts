import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { secondsUntil } from '../../src/base/clock.ts'
import { sha256 } from '../../src/base/digest.ts'
import { sameBytes } from '../../src/base/same-bytes.ts'

describe('comparing and counting', () => {
  test('the same strings are the same, and nothing else is', () => {
    for (const [left, right, same] of [
      ['', '', true],
      ['abc', 'abc', true],
      ['密码', '密码', true],
      ['abc', 'abd', false],
      ['abc', 'ab', false],
      ['', 'a', false],
      ['é', 'e\u0301', false],
      ['ab', 'é', false],
    ] as const)
      assert.equal(sameBytes(left, right), same, `${left} and ${right}`)
  })

  test('seconds to wait are whole, rounded up and never negative', () => {
    const told = [0, 1, 999, 1000, 1001, -1, -5000].map((ms) => secondsUntil(1_000_000 + ms, 1_000_000))
    assert.deepEqual(told, [0, 1, 1, 1, 2, 0, 0])
  })

  test('SHA-256 is that of the standard, in base64url', () => {
    assert.equal(sha256('abc'), Buffer.from(sha256('abc'), 'base64url').toString('base64url'))
    const hex = Buffer.from(sha256('abc'), 'base64url').toString('hex')
    assert.equal(hex, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
