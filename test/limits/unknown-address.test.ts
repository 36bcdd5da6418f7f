/** Garbled and missing addresses fall into one shared, stricter bucket (spec 6, N1). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../src/base/ids.ts'
import { unknownAddress } from '../../src/base/network-address.ts'
import { addressLimit as limitOf } from '../../src/limits/send-limits.ts'

function addressLimit(address: string, hour: number, day: number) {
  const first = limitOf({ tenantId: defaultTenant, address }, { address: { hour, day } })
  assert.match(first.key, /^send-address:/)
  return { key: first.key, most: first.windows.map(({ max }) => max) }
}

describe('security test 8, N1: garbled addresses share a stricter bucket', () => {
  test('a tenth of what one address may send, and at least one', () => {
    for (const [hour, day, ...most] of [
      [60, 300, 6, 30],
      [25, 99, 2, 9],
      [9, 10, 1, 1],
      [1, 1, 1, 1],
    ] as const)
      assert.deepEqual(addressLimit(unknownAddress, hour, day).most, most)
    assert.deepEqual(addressLimit('198.51.100.7', 60, 300).most, [60, 300])
  })

  test('all of them together', () => {
    const { key, most } = addressLimit(unknownAddress, 60, 300)
    for (const garbled of ['', 'unknown', '999.1.1.1', '1.2.3.4, x'])
      assert.deepEqual(addressLimit(garbled, 60, 300), { key, most })
  })
})
