import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import { createExpiryGate } from '../../../src/login/password/expiry-gate.ts'
import type { LoginGate } from '../../../src/sessions/complete-login.ts'
import { openPasswordApp, type PasswordApp } from './open-password-app.ts'

const days = 86_400_000
const expiring = { settings: { expireDays: 90, warnDays: 7 } }

async function statusOf(app: PasswordApp): Promise<string> {
  const { loginCode } = await app.login.getLoginCode('alice', 'correct horse')
  return (await app.session(loginCode)).status
}

describe('spec 3, expireDays and warnDays', () => {
  test('a password is good, then it warns, then it has expired: at the millisecond', async (t) => {
    const app = await openPasswordApp(t, expiring)
    await app.add('alice')
    app.clock.advance(83 * days - 1)
    assert.equal(await statusOf(app), 'SUCCESS')
    app.clock.advance(1)
    assert.equal(await statusOf(app), 'PASSWORD_WARN')
    app.clock.advance(7 * days - 1)
    assert.equal(await statusOf(app), 'PASSWORD_WARN')
    app.clock.advance(1)
    assert.equal(await statusOf(app), 'PASSWORD_EXPIRED')
  })

  test('the answer holds a state token, the policy as JSON, and no session', async (t) => {
    const app = await openPasswordApp(t, expiring)
    const userId = await app.add('alice')
    const since = app.clock.now()
    app.clock.advance(90 * days)
    const { loginCode } = await app.login.getLoginCode('alice', 'correct horse')
    const result = await app.session(loginCode)
    assert.equal(result.success, false)
    assert.deepEqual([result.sessionToken, result.idToken], [undefined, undefined])
    assert.equal(result.stateToken?.split('.').length, 3)
    assert.deepEqual(JSON.parse(result.data ?? ''), {
      minLength: 6,
      maxLength: 20,
      requireUppercase: false,
      requireLowercase: false,
      requireNumber: false,
      requireSpecialChar: false,
      denyCommon: false,
      expireDays: 90,
      warnDays: 7,
      expiresAt: since + 90 * days,
    })
    assert.deepEqual(await app.rooms.sessions.list(defaultTenant, (await app.account(userId)).id), [])
  })

  test('spec 5: a login by SMS of a user whose password has expired stops as well', async (t) => {
    const app = await openPasswordApp(t, expiring)
    const code = async () => (await app.app.inbox('13800138000'))[0]?.code ?? ''
    await app.phone.sendMessage('13800138000')
    const { userId } = await app.phone.register('13800138000', await code(), 'Alice')
    await app.login.bind(userId, 'alice', 'correct horse')
    app.clock.advance(91 * days)
    await app.phone.sendMessage('13800138000')
    const { loginCode } = await app.phone.getLoginCode('13800138000', await code())
    assert.equal((await app.session(loginCode)).status, 'PASSWORD_EXPIRED')
  })

  test('a new password starts anew; a rewritten form does not', async (t) => {
    const app = await openPasswordApp(t, expiring)
    const userId = await app.addStored('alice', 'a3dcb4d229de6fde0db5686dee47145d')
    app.clock.advance(91 * days)
    await app.login.refreshDbPassword()
    const account = await app.account(userId)
    assert.match(account.stored, /^\$argon2id/)
    const next = await app.login.encryptPassword('5f4dcc3b5aa765d61d8327deb882cf99')
    const owner = { tenantId: defaultTenant, userId: account.id, loginType: 'auths.loginTypes.password' }
    await app.rooms.database.commit([app.rooms.passwordBindings.rewrite(owner, account.stored, next)])
    const late = await app.login.getLoginCode('alice', 'password')
    assert.equal((await app.session(late.loginCode)).status, 'PASSWORD_EXPIRED')
    await app.login.updatePassword(userId, 'password', 'correct horse')
    app.clock.advance(1)
    assert.equal(await statusOf(app), 'SUCCESS')
  })

  test('expireDays 0, the default: a password never expires', async (t) => {
    const app = await openPasswordApp(t)
    await app.add('alice')
    app.clock.advance(3000 * days)
    assert.equal(await statusOf(app), 'SUCCESS')
  })

  test('without an element that sets expireDays nothing is asked of the database', async () => {
    let asked = 0
    const bindings = {
      changes: async () => {
        asked += 1
        return []
      },
    }
    const gate = createExpiryGate({
      bindings,
      clock: { now: () => 0 },
      elements: { passwordLogins: () => [], expiringLogins: () => [] },
    })
    assert.equal(
      await gate(
        { user: { password_expired_at: null } } as Parameters<LoginGate>[0],
        {} as Parameters<LoginGate>[1],
      ),
      undefined,
    )
    assert.equal(asked, 0)
  })
})
