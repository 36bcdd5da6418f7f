import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { randomDigits, randomHex, randomSymbols, randomToken } from '../../src/base/random-id.ts'

const million = 1_000_000

/** Pearson's statistic of counts that should all be equal. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('random strings', () => {
  test('O1: a million codes are uniform in every digit and place, leading zeros kept', () => {
    const counts = Array.from({ length: 6 }, () => Array<number>(10).fill(0))
    for (let i = 0; i < million; i += 1) {
      const code = randomDigits(6)
      assert.equal(code.length, 6)
      for (const [place, row] of counts.entries()) {
        const digit = code.charCodeAt(place) - 48
        row[digit] = (row[digit] ?? 0) + 1
      }
    }
    // 9 degrees of freedom: a uniform source exceeds 40 once in 130,000 runs.
    for (const row of counts) assert.ok(chiSquared(row) < 40, row.join(' '))
  })

  test('S1: a token is letters and digits, none twice', () => {
    const tokens = new Set(Array.from({ length: 10_000 }, () => randomToken()))
    assert.equal(tokens.size, 10_000)
    for (const token of tokens) assert.match(token, /^[A-Za-z0-9]{32}$/)
  })

  test('other alphabets are kept to and used whole', () => {
    assert.match(randomHex(64), /^[0-9a-f]{64}$/)
    const seen = new Set(randomSymbols('AB23', 4000))
    assert.deepEqual([...seen].toSorted(), ['2', '3', 'A', 'B'])
  })
})
