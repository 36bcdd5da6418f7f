import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultTenant } from '../../src/base/ids.ts'
import { createRightShare } from '../../src/codes/right-share.ts'

test('O8: the share of right checks is told from 20 checks on, for a minute', () => {
  let now = 0
  const share = createRightShare({ now: () => now }, { ms: 60_000, max: 1000 })
  for (let i = 0; i < 19; i += 1) share.count(defaultTenant, 'wrong')
  assert.equal(share.of(defaultTenant), 1)
  share.count(defaultTenant, 'right')
  assert.equal(share.of(defaultTenant), 0.05)
  now += 63_000
  assert.equal(share.of(defaultTenant), 1)
})
