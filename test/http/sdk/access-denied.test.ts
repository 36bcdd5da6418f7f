/** `ACCESS_DENIED` over HTTP: on every login call, at every step, and without a token of any kind (spec 5). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openFlowApp, stateOf } from '../support/flow-app.ts'
import { mobile, openRegisterApp } from './open-register-app.ts'

const away = { addresses: { allow: ['192.0.2.0/24'] } }
const from = (address: string) => ({ 'x-forwarded-for': address })
const denied = { status: 'ACCESS_DENIED', data: '该应用不允许从当前网络地址登录' }

describe('spec 5: ACCESS_DENIED', () => {
  test('every login call answers it, with the reason in the language of X-L', async (t) => {
    const app = await openFlowApp(t, { client: { access: away } })
    const verify_code = await app.codeFor('LOGIN_SMS')
    const named = { user_name: 'alice', password: 'correct horse' }
    for (const [path, body] of [
      ['login/mobile-verify-code', { mobile, verify_code }],
      ['login', named],
      ['login/auth', named],
    ] as const)
      assert.deepEqual(await app.call(path, body, { 'x-l': 'zh' }), denied, path)
    const kysely = await app.rooms.database.kysely()
    assert.deepEqual(await kysely.selectFrom('sessions').selectAll().execute(), [])
    await app.rooms.audit.flush()
    const events = await kysely
      .selectFrom('audit')
      .select('result')
      .where('action', '=', 'login.password')
      .execute()
    assert.deepEqual(
      events.map(({ result }) => result),
      ['ACCESS_DENIED', 'ACCESS_DENIED'],
    )
  })

  test('it comes before a second factor is asked for, and again when one was given', async (t) => {
    const app = await openFlowApp(t, {
      client: { access: away, mfa: 'optional' },
      server: { trustedProxies: ['127.0.0.1/32'] },
    })
    const { secret } = await app.enrol()
    const named = { user_name: 'alice', password: 'correct horse' }
    const outside = await app.call('login', named, { ...from('198.51.100.1'), 'x-l': 'zh' })
    assert.deepEqual(outside, denied)
    const inside = await app.call('login', named, from('192.0.2.1'))
    assert.equal(inside.status, 'MFA_AUTH')
    const step = { ...stateOf(inside), ...from('198.51.100.1'), 'x-l': 'zh' }
    assert.deepEqual(await app.call('mfa/totp', { code: await app.totp(secret) }, step), denied)
  })

  test('a registration that is denied makes no user', async (t) => {
    const app = await openRegisterApp(t, { client: { access: { countries: { deny: ['CN'] } } } })
    const answer = await app.register({ mobile, verify_code: await app.codeFor() })
    assert.deepEqual(answer, {
      status: 'ACCESS_DENIED',
      data: 'This app is not open to phone numbers of this country',
    })
    for (const table of ['users', 'phone_bindings', 'sessions'])
      assert.deepEqual(await app.rows(table), [], table)
  })
})
