/** An operator wants a new password: the next login by password has to set one, before there is a session. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { defaultTenant } from '../../src/base/ids.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import { type FlowOptions, mobile, openFlowApp, password, stateOf } from './support/flow-app.ts'
import { bearer } from './support/http-app.ts'

const next = 'another quiet horse'

async function open(t: TestContext, options: FlowOptions = {}) {
  const app = await openFlowApp(t, options)
  const { desk } = app.rooms.administrators
  const call: CallContext = {
    caller: { kind: 'system' },
    tenantId: defaultTenant,
    device: {},
    language: 'en',
  }
  const operator = bearer(
    (await desk.makeKey({ title: 'op', role: 'operator', days: 1 }, { name: 't' }, call)).secret,
  )
  const expire = (userId: string = app.userId) =>
    app.post(`/api/admin/users/${userId}/expire-password`, {}, operator)
  const lives = async (token: unknown) =>
    (await app.ask({ method: 'GET', url: '/api/v1/session', headers: bearer(String(token)) })).statusCode ===
    200
  const detail = async () =>
    (await app.ask({ method: 'GET', url: `/api/admin/users/${app.userId}`, headers: operator })).json()
  const replace = (state: Parameters<typeof stateOf>[0], newPassword: string) =>
    app.call('pwd/update', { old_password: password, new_password: newPassword }, stateOf(state))
  return { ...app, operator, expire, lives, detail, replace }
}

describe('POST /api/admin/users/:id/expire-password', () => {
  test('sessions end, the login waits for a new password, and then it is over', async (t) => {
    const app = await open(t)
    const before = (await app.byPassword()).session_token
    app.pass(1)
    assert.equal((await app.expire()).statusCode, 204)
    assert.equal(await app.lives(before), false)
    const { passwordExpiredAt, names } = await app.detail()
    assert.ok(passwordExpiredAt >= names[0].changedAt)
    app.pass(1)
    const waiting = await app.byPassword()
    assert.deepEqual([waiting.status, waiting.session_token], ['PASSWORD_EXPIRED', undefined])
    const skipped = await app.get('pwd/skip-update', stateOf(waiting))
    assert.equal(skipped.error_code, 'IDAAS.SDK.PARAM.0014', 'it cannot be left as it is')
    const done = await app.replace(waiting, next)
    assert.equal(done.status, 'SUCCESS')
    assert.equal(await app.lives(done.session_token), true)
    assert.equal((await app.byPassword(next)).status, 'SUCCESS')
    await app.rooms.audit.flush()
    const { events } = await app.detail()
    const expired = events.find(({ action }: { action: string }) => action === 'user.expire-password')
    assert.equal(expired?.actor, 'admin:key op')
    assert.deepEqual(app.defects, [])
  })

  test('a login that waits for its second factor is over too; one by SMS goes on', async (t) => {
    const app = await open(t, { client: { mfa: 'optional' } })
    const { secret } = await app.enrol()
    const waiting = await app.byPassword()
    app.pass(30)
    await app.expire()
    const late = await app.call('mfa/totp', { code: await app.totp(secret) }, stateOf(waiting))
    assert.equal(late.error_code, 'IDAAS.SDK.PARAM.0014')
    app.pass(30)
    const bySms = await app.bySms()
    const passed = await app.call('mfa/totp', { code: await app.totp(secret) }, stateOf(bySms))
    assert.equal(passed.status, 'SUCCESS')
  })

  test('a password as the second factor of an SMS login counts as used', async (t) => {
    const app = await open(t, { client: { mfa: 'required' } })
    await app.expire()
    app.pass(1)
    const waiting = await app.bySms()
    assert.equal(waiting.status, 'MFA_AUTH')
    const proven = await app.call('mfa/password', { password }, stateOf(waiting))
    assert.equal(proven.status, 'PASSWORD_EXPIRED')
    assert.equal((await app.replace(proven, next)).status, 'SUCCESS')
  })

  test('a password that is set by a code of the number is a new one', async (t) => {
    const app = await open(t)
    await app.expire()
    const code = await app.codeFor('FORGET_PWD_SMS')
    const set = await app.call('pwd/update-by-mobile', { mobile, verify_code: code, password: next })
    assert.equal(set.status, 'EMPTY')
    assert.equal((await app.byPassword(next)).status, 'SUCCESS')
  })

  test('of nobody, and of who has no password', async (t) => {
    const app = await open(t)
    assert.equal((await app.expire('nobody')).json().error, 'USER_AUTH_MISS')
    await app.login('13900139000')
    const list = await app.ask({
      method: 'GET',
      url: '/api/admin/users?phone=13900139000',
      headers: app.operator,
    })
    assert.equal((await app.expire(list.json().items[0].userId)).json().error, 'NOT_BOUND')
  })
})
