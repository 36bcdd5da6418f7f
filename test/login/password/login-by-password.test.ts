import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import type { CallContext } from '../../../src/elements/caller.ts'
import { fullName, md5, openPasswordApp, outcomes, type PasswordApp, refusal } from './open-password-app.ts'

type Login = { readonly username: string; readonly password?: string; readonly numberAllowed?: boolean }

/** A login in one step, as the SDK face makes it. */
function logIn(app: PasswordApp, login: Login, more: Partial<CallContext> = {}) {
  const client = app.elements.clients().fallback
  assert.ok(client !== undefined)
  const call = {
    caller: { kind: 'anonymous' },
    tenantId: defaultTenant,
    clientId: client.clientId,
    address: '198.51.100.1',
    device: {},
    language: 'en',
    ...more,
  } as const
  return app.views
    .passwordLogin(fullName, call)
    .loginByPassword({ password: 'correct horse', client, ...login })
}

describe('spec 5, login by name and password', () => {
  test('gives a session at once; every login a new one', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    const [one, two] = [await logIn(app, { username: 'Alice' }), await logIn(app, { username: 'alice' })]
    assert.ok(one.status === 'SUCCESS' && two.status === 'SUCCESS')
    assert.notEqual(one.sessionToken, two.sessionToken)
    assert.equal((await app.rooms.sessions.findByToken(one.sessionToken))?.user.id, userId)
    assert.deepEqual(await app.audited('login.password'), ['success', 'success'])
  })

  test('takes the text whatever the element’s transport is', async (t) => {
    const app = await openPasswordApp(t, { settings: { passwordTransport: 'md5' } })
    await app.login.register('alice', md5('correct horse'), '', '', 'Alice')
    assert.equal((await logIn(app, { username: 'alice' })).status, 'SUCCESS')
    await assert.rejects(
      logIn(app, { username: 'alice', password: md5('correct horse') }),
      refusal('PASSWORD_ERROR'),
    )
  })

  test('A21: unknown name and wrong password are alike', async (t) => {
    const app = await openPasswordApp(t)
    await app.add('alice')
    await assert.rejects(logIn(app, { username: 'nobody' }), refusal('PASSWORD_ERROR'))
    await assert.rejects(logIn(app, { username: 'alice', password: 'wrong' }), refusal('PASSWORD_ERROR'))
  })

  test('A34: no captcha is asked, since none can be presented: the lock alone holds', async (t) => {
    const app = await openPasswordApp(t, { settings: { captcha: 'always', lockout: { failures: 6 } } })
    const { token } = await app.login.generateCaptcha()
    await app.login.register('alice', 'correct horse', 'A2B3', token, 'Alice')
    const wrong = { username: 'alice', password: 'wrong' }
    for (let time = 0; time < 5; time += 1) await assert.rejects(logIn(app, wrong), refusal('PASSWORD_ERROR'))
    assert.equal((await logIn(app, { username: 'alice' })).status, 'SUCCESS')
    for (let time = 0; time < 6; time += 1) await assert.rejects(logIn(app, wrong), refusal('PASSWORD_ERROR'))
    await assert.rejects(logIn(app, { username: 'alice' }), refusal('ACCOUNT_LOCKED', 30))
  })

  test('a device becomes known by its login, and then counts on its own', async (t) => {
    const app = await openPasswordApp(t)
    await app.add('alice')
    const device = { key: 'fp:phone' }
    assert.equal((await logIn(app, { username: 'alice' }, { device })).status, 'SUCCESS')
    const calls = Array.from({ length: 12 }, () => logIn(app, { username: 'alice', password: 'wrong' }))
    assert.deepEqual(await outcomes(calls), { PASSWORD_ERROR: 10, ACCOUNT_LOCKED: 2 })
    assert.equal((await logIn(app, { username: 'alice' }, { device })).status, 'SUCCESS')
  })

  describe('a mobile number in place of the name', () => {
    const number = '13800138000'
    async function withNumber(t: Parameters<typeof openPasswordApp>[0]) {
      const app = await openPasswordApp(t, { settings: { lockout: { failures: 2 } } })
      await app.phone.sendMessage(number)
      const code = (await app.app.inbox(number))[0]?.code ?? ''
      const userId = (await app.phone.register(number, code, 'Alice')).userId.value
      await app.login.bind(userId, 'alice', 'correct horse')
      return app
    }

    test('in any form, where it is allowed', async (t) => {
      const app = await withNumber(t)
      for (const username of [number, '+86 138 0013 8000', '0086-13800138000', '１３８００１３８０００'])
        assert.equal((await logIn(app, { username, numberAllowed: true })).status, 'SUCCESS')
      await assert.rejects(logIn(app, { username: number }), refusal('PASSWORD_ERROR'))
    })

    test('A32: name and number count in one place', async (t) => {
      const app = await withNumber(t)
      await assert.rejects(
        logIn(app, { username: number, password: 'wrong', numberAllowed: true }),
        refusal('PASSWORD_ERROR'),
      )
      await assert.rejects(logIn(app, { username: 'alice', password: 'wrong' }), refusal('PASSWORD_ERROR'))
      await assert.rejects(logIn(app, { username: 'alice' }), refusal('ACCOUNT_LOCKED', 30))
      const other = { address: '198.51.100.2' }
      const spelling = { username: '+8613800138000', numberAllowed: true }
      await assert.rejects(logIn(app, spelling, other), refusal('ACCOUNT_LOCKED', 30))
    })

    test('A21, A32: a number that nobody has fails alike, and its spellings count in one place', async (t) => {
      const app = await withNumber(t)
      const unknown = { password: 'wrong', numberAllowed: true }
      await assert.rejects(logIn(app, { username: '13900139000', ...unknown }), refusal('PASSWORD_ERROR'))
      await assert.rejects(logIn(app, { username: '+8613900139000', ...unknown }), refusal('PASSWORD_ERROR'))
      const again = logIn(app, { username: '0086 139 0013 9000', ...unknown }, { address: '198.51.100.2' })
      await assert.rejects(again, refusal('ACCOUNT_LOCKED', 30))
    })

    test('something like a number that is none fails like an unknown name', async (t) => {
      const app = await withNumber(t)
      await assert.rejects(logIn(app, { username: '12345', numberAllowed: true }), refusal('PASSWORD_ERROR'))
    })
  })
})
