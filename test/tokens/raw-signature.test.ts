import assert from 'node:assert/strict'
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, test } from 'node:test'
import { rawSignature } from '../../src/tokens/raw-signature.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** A DER signature of two numbers, written with as few bytes as they need. */
function der(...numbers: readonly string[]): Buffer {
  const parts = numbers.map((hex) => Buffer.from(hex, 'hex'))
  const body = Buffer.concat(parts.flatMap((bytes) => [Buffer.from([2, bytes.length]), bytes]))
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

describe('raw ECDSA signatures', () => {
  test('RFC 7518: what was signed is verified in the raw form, short numbers included', () => {
    const lengths = new Set<number>()
    for (let index = 0; index < 1000; index += 1) {
      const input = Buffer.from(`input ${index}`)
      const signature = sign('sha256', input, privateKey)
      lengths.add(signature.length)
      const raw = rawSignature(signature)
      assert.equal(raw.length, 64)
      assert.ok(verify('sha256', input, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw))
    }
    assert.ok(lengths.size >= 3, 'numbers of several lengths were seen')
  })

  test('a number of any length stands at the right end of its 32 bytes', () => {
    const long = `00${'ff'.repeat(32)}`
    assert.equal(rawSignature(der('01', long)).toString('hex'), `${'00'.repeat(31)}01${'ff'.repeat(32)}`)
    assert.equal(rawSignature(der(long, '7f02')).toString('hex'), `${'ff'.repeat(32)}${'00'.repeat(30)}7f02`)
    const full = '7f'.repeat(32)
    assert.equal(rawSignature(der(full, full)).toString('hex'), full.repeat(2))
  })
})
