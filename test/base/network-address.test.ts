import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  addressBucket,
  addressRanges,
  clientAddress,
  unknownAddress,
} from '../../src/base/network-address.ts'

const none = addressRanges([])
const proxies = addressRanges(['10.0.0.0/8', '2001:db8:ffff::/48'])

describe('addresses', () => {
  test('A01: addresses of one /64, and every spelling of one address, are one bucket', () => {
    const buckets = ['2001:db8:0:1::5', '2001:0db8::1:0:0:0:5', '2001:DB8:0:1:ffff:ffff:ffff:ffff'].map(
      addressBucket,
    )
    assert.equal(new Set(buckets).size, 1)
    assert.notEqual(addressBucket('2001:db8:0:2::5'), buckets[0])
    assert.equal(addressBucket('::ffff:1.2.3.4'), addressBucket('1.2.3.4'))
    assert.equal(addressBucket('::ffff:102:304'), addressBucket('1.2.3.4'))
  })

  test('N1: without a trusted proxy the address is that of the socket', () => {
    assert.equal(clientAddress('1.2.3.4', '5.6.7.8', none), '1.2.3.4')
    assert.equal(clientAddress('::ffff:1.2.3.4', undefined, none), '1.2.3.4')
  })

  test('A03: behind trusted proxies it is the right-most hop that is none', () => {
    assert.equal(clientAddress('10.0.0.1', '6.6.6.6, 5.6.7.8, 10.1.1.1', proxies), '5.6.7.8')
    assert.equal(clientAddress('2001:db8:ffff::1', '5.6.7.8', proxies), '5.6.7.8')
  })

  test('N1: a missing or garbled hop falls into the shared bucket', () => {
    for (const forwarded of [undefined, '', 'garbage', '1.2.3.4, garbage', '10.0.0.2'])
      assert.equal(clientAddress('10.0.0.1', forwarded, proxies), unknownAddress, String(forwarded))
    assert.equal(clientAddress(undefined, undefined, none), unknownAddress)
    assert.equal(addressBucket('garbage'), unknownAddress)
  })

  test('a range that cannot be read is told by its place, not by its value', () => {
    for (const range of ['10.0.0.0/33', 'x', '::/129', '1.2.3.4/-1'])
      assert.throws(() => addressRanges(['10.0.0.0/8', range]), {
        name: 'RangeError',
        message: 'not an address range: entry 2',
      })
  })

  test('the bucket of an IPv6 address depends on its first 64 bits alone', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (left, right) => {
        const halves = [left, right].map((address) => addressBucket(address))
        assert.equal(addressBucket(left) === addressBucket(right), halves[0] === halves[1])
        assert.match(halves[0] ?? '', /::\/64$|^\d+\.\d+\.\d+\.\d+$/)
      }),
    )
  })
})
