import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hostNames } from '../../src/base/host-names.ts'
import { isPublicAddress } from '../../src/base/public-address.ts'

const open = [
  '8.8.8.8',
  '1.1.1.1',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.0.1',
  '2606:4700::1111',
  '2a00:1450:4001::1',
]
const openInside = ['::ffff:8.8.8.8', '::ffff:808:808']

const closed = {
  'this network': ['0.0.0.0', '0.1.2.3'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1', '::'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', '100.64.0.1', 'fd00::1', 'fc00::1'],
  'link-local': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fec0::1'],
  'mapped into IPv6': ['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '0:0:0:0:0:ffff:7f00:1'],
  'IPv4-compatible': ['::127.0.0.1', '::8.8.8.8'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::10.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
  '6to4 and Teredo': ['2002:7f00:1::', '2002:808:808::1', '2001:0:4136:e378::', '192.88.99.1'],
  'documentation and benchmarks': [
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '2001:db8::1',
    '3fff::1',
  ],
  'many or reserved': [
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    'ff02::1',
    '192.0.0.1',
    '100::1',
    '4000::1',
  ],
  'no address': ['', 'localhost', '127.1', '0x7f.0.0.1', '2130706433', '8.8.8.8.', ' '],
}

describe('public addresses', () => {
  test('those that anyone can be reached at, also written as IPv4 inside of IPv6', () => {
    for (const address of [...open, ...openInside]) assert.ok(isPublicAddress(address), address)
  })

  for (const [what, addresses] of Object.entries(closed))
    test(`not: ${what}`, () => {
      for (const address of addresses) assert.ok(!isPublicAddress(address), address)
    })
})

describe('host names', () => {
  test('are spelled as URLs spell them', () => {
    const names = ['Hooks.Internal', '127.0.0.1', '0x7f.1', '::1', '[FD00::A]', 'bücher.example']
    const hosts = ['hooks.internal', '127.0.0.1', '127.0.0.1', '[::1]', '[fd00::a]', 'xn--bcher-kva.example']
    assert.deepEqual(
      names.map((name) => [...hostNames([name])][0]),
      hosts,
    )
  })

  test('what is no host name is told by its place', () => {
    const wrong = ['a', 'https://a', 'a/b', 'a:80', 'a@b', 'a b', '[::1]:80', 'b?c', 'b#c']
    assert.throws(() => hostNames(wrong), { message: 'not a host name: entry 2, 3, 4, 5, 6, 7, 8, 9' })
  })
})
