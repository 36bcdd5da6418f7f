/** The claim `api` of an id_token: spec 5, "Tokens". */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UserId } from '../../src/base/ids.ts'
import { apiClaim, vendorMobile } from '../../src/sessions/api-claim.ts'

const row = {
  id: 'u1' as UserId,
  nick: '小美',
  name: null,
  email: null,
  phone: null,
  username: null,
  status: 'active',
  created_at: 0,
  secured_at: 0,
  delete_at: null,
  recovery_id: null,
  password_expired_at: null,
} as const

test('a number is written as the vendors do: +86-13800138000', () => {
  assert.equal(vendorMobile('+8613800138000'), '+86-13800138000')
  assert.equal(vendorMobile('+12025550123'), '+1-2025550123')
})

test('what a user has not is empty; the nick stands in for the name', () => {
  assert.deepEqual(apiClaim(row), { id: 'u1', userName: '', name: '小美', mobile: '', email: '' })
  const more = { ...row, name: '王美', username: 'amy', email: 'amy@example.com', phone: '+8613800138000' }
  assert.deepEqual(apiClaim(more), {
    id: 'u1',
    userName: 'amy',
    name: '王美',
    mobile: '+86-13800138000',
    email: 'amy@example.com',
  })
})
