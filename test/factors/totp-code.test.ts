/** TOTP against the vectors of RFC 6238, and the window of one step to each side. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { randomSeed, stepOfCode, totpUri } from '../../src/factors/totp-code.ts'
import { codeAt } from './open-factors.ts'

/** Base32 of `12345678901234567890`, the key of RFC 6238, appendix B. */
const rfcSeed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const vectors: readonly [seconds: number, eightDigits: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
]

describe('RFC 6238', () => {
  for (const [seconds, code] of vectors)
    test(`at ${seconds} s`, async () => {
      const now = seconds * 1000
      assert.equal(codeAt(rfcSeed, now, 8), code, 'the app of the tests')
      assert.equal(await stepOfCode(rfcSeed, code.slice(-6), now), Math.floor(seconds / 30))
    })

  test('RFC 4226 R6: a seed has 160 bits, every symbol of them random', () => {
    const seeds = Array.from({ length: 200 }, randomSeed)
    for (const seed of seeds) assert.match(seed, /^[A-Z2-7]{32}$/)
    assert.equal(new Set(seeds).size, 200)
    for (let place = 0; place < 32; place += 1)
      assert.ok(new Set(seeds.map((seed) => seed[place])).size > 20, `place ${place}`)
  })
})

describe('the window', () => {
  const begin = 2_000_000_010_000
  const code = codeAt(rfcSeed, begin)

  for (const [offset, isRight] of [
    [-31_000, false],
    [-30_001, false],
    [-30_000, true],
    [-1, true],
    [0, true],
    [29_000, true],
    [29_999, true],
    [30_000, true],
    [31_000, true],
    [59_999, true],
    [60_000, false],
  ] as const)
    test(`${offset / 1000} s after its step began a code is ${isRight ? 'right' : 'wrong'}`, async () => {
      const step = await stepOfCode(rfcSeed, code, begin + offset)
      assert.equal(step, isRight ? begin / 30_000 : undefined)
    })
})

describe('the address for an app', () => {
  test('names issuer and account, and every other setting is what apps take for granted', async () => {
    const uri = new URL(await totpUri(rfcSeed, { issuer: 'Acme & Söhne', account: '王 +86 138****8000' }))
    assert.equal(uri.protocol, 'otpauth:')
    assert.equal(uri.host, 'totp')
    assert.equal(decodeURIComponent(uri.pathname), '/Acme & Söhne:王 +86 138****8000')
    assert.equal(uri.searchParams.get('secret'), rfcSeed)
    assert.equal(uri.searchParams.get('issuer'), 'Acme & Söhne')
    assert.equal(uri.searchParams.get('digits') ?? '6', '6')
    assert.equal(uri.searchParams.get('period') ?? '30', '30')
  })

  test('a colon in a name does not move the border between issuer and account', async () => {
    const uri = new URL(await totpUri(rfcSeed, { issuer: 'Acme: Bank', account: 'a:b' }))
    assert.equal(decodeURIComponent(uri.pathname), '/Acme Bank:a b')
  })
})
