import assert from 'node:assert/strict'
import { isIP } from 'node:net'
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

  test('A01: every spelling of an IPv4 address is one bucket, and different addresses are several', () => {
    const spellings = [
      '1.2.3.4',
      '::ffff:1.2.3.4',
      '::FFFF:1.2.3.4',
      '::ffff:0102:0304',
      '0:0:0:0:0:ffff:102:304',
    ]
    for (const spelling of [...spellings, '[::ffff:1.2.3.4]', '::ffff:1.2.3.4%eth0'])
      assert.equal(addressBucket(spelling), '1.2.3.4', spelling)
    assert.notEqual(addressBucket('1.2.3.5'), '1.2.3.4')
    assert.notEqual(addressBucket('::1.2.3.4'), '1.2.3.4', 'which is no mapped address')
  })

  test('A01: zones, brackets, capitals and leading zeros do not make another bucket', () => {
    const spellings = [
      'fe80::1',
      'FE80::1',
      'fe80::1%eth0',
      'fe80::2%en1',
      '[fe80::1]',
      'fe80:0000:0000::0001',
    ]
    assert.deepEqual(new Set(spellings.map(addressBucket)), new Set(['fe80:0:0:0::/64']))
    assert.equal(addressBucket('::1'), addressBucket('0:0:0:0::7'))
    assert.equal(addressBucket('2001:db8::1'), '2001:db8:0:0::/64')
  })

  test('A03: what a client writes in front of the hop that a proxy adds changes nothing', () => {
    for (const forged of ['', '127.0.0.1, ', 'garbage, ', '10.0.0.9, ', '::1,', ' , '])
      assert.equal(clientAddress('10.0.0.1', `${forged}5.6.7.8`, proxies), '5.6.7.8', forged)
    assert.equal(clientAddress('5.6.7.8', '10.0.0.1, 1.1.1.1', proxies), '5.6.7.8', 'the peer is no proxy')
  })

  test('N1: a chain of proxies is walked from the right, in every spelling of theirs', () => {
    const chain = '6.6.6.6, 5.6.7.8, 10.9.9.9,::ffff:10.1.2.3 , 2001:DB8:ffff:1::1'
    assert.equal(clientAddress('::ffff:10.0.0.1', chain, proxies), '5.6.7.8')
    assert.equal(clientAddress('10.0.0.1', '2001:DB8:0::9, 10.1.1.1', proxies), '2001:db8::9')
  })

  test('N1: a missing or garbled hop falls into the shared bucket', () => {
    for (const forwarded of [undefined, '', 'garbage', '1.2.3.4, garbage', '10.0.0.2'])
      assert.equal(clientAddress('10.0.0.1', forwarded, proxies), unknownAddress, String(forwarded))
    assert.equal(clientAddress(undefined, undefined, none), unknownAddress)
    assert.equal(addressBucket('garbage'), unknownAddress)
  })

  test('a range holds its addresses and no others, in every spelling', () => {
    const ranges = addressRanges(['192.0.2.7', '10.0.0.0/8', '2001:db8::/32', '::1'])
    const trusts = (peer: string) => clientAddress(peer, '203.0.113.9', ranges) === '203.0.113.9'
    for (const peer of ['192.0.2.7', '10.255.255.255', '::ffff:10.1.1.1', '2001:DB8:ffff::1', '::1'])
      assert.ok(trusts(peer), peer)
    for (const peer of ['192.0.2.8', '11.0.0.0', '2001:db9::1', '::2', '', 'x', '10.0.0.0/8'])
      assert.ok(!trusts(peer), peer)
  })

  test('a mask that was forgotten after its slash does not trust the whole world', () => {
    for (const range of ['10.0.0.0/', '10.0.0.0/ ', '10.0.0.0/8/8', '10.0.0.0/0x8', '10.0.0.0/1e1', '/8', ''])
      assert.throws(() => addressRanges([range]), RangeError, range)
    assert.throws(() => addressRanges(['x', '::1', 'y']), /entry 1, 3$/)
  })

  test('property: any text has a bucket and an address, and nothing throws', () => {
    const near = fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.%[]/, xF') })
    fc.assert(
      fc.property(
        fc.oneof(near, fc.string({ unit: 'binary' }), fc.ipV4(), fc.ipV6()),
        near,
        (text, forwarded) => {
          const bucket = addressBucket(text)
          assert.ok(bucket === unknownAddress || /^[\da-f:.]+(?:\/64)?$/.test(bucket))
          const address = clientAddress('10.0.0.1', forwarded, proxies)
          assert.ok(address === unknownAddress || isIP(address) !== 0)
        },
      ),
      { numRuns: 1000 },
    )
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
