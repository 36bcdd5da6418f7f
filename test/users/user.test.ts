/** A user as callers see one: spec 1, "Calling an element". */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import type { UserId } from '../../src/base/ids.ts'
import { toUser, toUserDict } from '../../src/users/user.ts'
import { userResult } from '../../src/users/user-result.ts'

const row = {
  id: 'u1' as UserId,
  nick: 'Amy',
  name: null,
  email: 'amy@example.com',
  phone: '+8613800138000',
  username: null,
  status: 'active',
  created_at: 5,
  secured_at: 7,
  delete_at: null,
  recovery_id: null,
  password_expired_at: null,
} as const

test('fields are read by .value, toDict() gives plain values, extras are plain', () => {
  const user = toUser(row, { loginCode: 'abc' })
  assert.equal(user.userId.value, 'u1')
  assert.equal(user.email.value, 'amy@example.com')
  assert.equal(user.name.value, null)
  assert.equal(user.loginCode, 'abc')
  assert.deepEqual(user.toDict(), { ...toUserDict(row), loginCode: 'abc' })
})

test('what only the program needs to know is not shown', () => {
  assert.doesNotMatch(JSON.stringify(toUser(row, {}).toDict()), /secured/)
})

test('toDict() fits the schema of the answer', () => {
  const dict = toUser(row, { loginCode: 'abc', corpList: [{ corpId: 'a', corpName: 'b' }] }).toDict()
  assert.equal(Check(userResult, dict), true)
})
