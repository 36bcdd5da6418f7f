import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  fillRandomly,
  orderedToken,
  randomDigits,
  randomHex,
  randomSymbols,
  randomToken,
} from '../../src/base/random-id.ts'

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

  test('ordered tokens are letters and digits, none twice, a later one behind an earlier one', () => {
    const now = Date.UTC(2026, 10, 21)
    const tokens = Array.from({ length: 1000 }, () => orderedToken(now, 20))
    assert.equal(new Set(tokens).size, 1000)
    for (const token of tokens) assert.match(token, /^[A-Za-z0-9]{20}$/)
    const times = [0, 1, 1e6, 1e12, now, now + 1, now + 1000, Date.UTC(2059, 0)]
    const later = times.map((time) => orderedToken(time, 22))
    assert.deepEqual(later.toSorted(), later)
    for (const token of later) assert.equal(token.length, 22)
  })

  test('other alphabets are kept to and used whole', () => {
    assert.match(randomHex(64), /^[0-9a-f]{64}$/)
    const seen = new Set(randomSymbols('AB23', 4000))
    assert.deepEqual([...seen].toSorted(), ['2', '3', 'A', 'B'])
  })

  test('an alphabet has 1 to 256 symbols, all of them in use', () => {
    const all = String.fromCharCode(...Array.from({ length: 256 }, (_, index) => 0x4e00 + index))
    assert.equal(new Set(randomSymbols(all, 8000)).size, 256)
    assert.equal(randomSymbols('x', 5), 'xxxxx')
    for (const symbols of ['', `${all}!`]) assert.throws(() => randomSymbols(symbols, 1), RangeError)
  })

  test('O1: the next digit does not follow from the one before', () => {
    const counts = Array<number>(100).fill(0)
    const digits = randomDigits(2 * million)
    for (let i = 0; i < digits.length; i += 2) {
      const pair = Number(digits.slice(i, i + 2))
      counts[pair] = (counts[pair] ?? 0) + 1
    }
    // 99 degrees of freedom: a uniform source exceeds 185 once in some 600,000 runs.
    assert.ok(chiSquared(counts) < 185, counts.join(' '))
  })
})

test('random bytes fill the whole array, every value as likely as another', () => {
  const bytes = new Uint8ClampedArray(256_000)
  fillRandomly(bytes)
  const counts = Array<number>(256).fill(0)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  // 255 degrees of freedom: a uniform source exceeds 370 once in 250,000 runs.
  assert.ok(chiSquared(counts) < 370, counts.join(' '))
})
