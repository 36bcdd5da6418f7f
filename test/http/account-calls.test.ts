/** Passwords and numbers that users change over the SDK API, and passwords that get old (spec 5, "Calls"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { client } from './support/app-files.ts'
import {
  bearerOf,
  type FlowApp,
  mobile,
  openFlowApp,
  password,
  stateOf,
  username,
} from './support/flow-app.ts'
import { bearer } from './support/http-app.ts'

const day = 86_400
const expiring = { passwords: { expireDays: 90, warnDays: 7 } }
const next = 'battery staple'
const newMobile = '13900139000'

const alive = async (app: FlowApp, token: unknown) =>
  (await app.ask({ method: 'GET', url: '/api/v1/session', headers: bearer(String(token)) })).statusCode ===
  200

describe('spec 5: PASSWORD_WARN and PASSWORD_EXPIRED', () => {
  test('a warning may be skipped, once', async (t) => {
    const app = await openFlowApp(t, expiring)
    app.pass(85 * day)
    const waiting = await app.byPassword()
    assert.equal(waiting.status, 'PASSWORD_WARN')
    assert.equal(JSON.parse(String(waiting.data)).warnDays, 7)
    const done = await app.get('pwd/skip-update', stateOf(waiting))
    assert.equal(done.status, 'SUCCESS')
    const again = await app.get('pwd/skip-update', stateOf(waiting))
    assert.equal(again.error_code, 'IDAAS.SDK.PARAM.0014')
  })

  test('A24: an expired one may not, on no path; a new password leads on', async (t) => {
    const app = await openFlowApp(t, expiring)
    app.pass(91 * day)
    for (const waiting of [await app.byPassword(), await app.bySms()]) {
      assert.equal(waiting.status, 'PASSWORD_EXPIRED')
      const skipped = await app.get('pwd/skip-update', stateOf(waiting))
      assert.equal(skipped.error_code, 'IDAAS.SDK.PARAM.0014')
    }
    const waiting = await app.byPassword()
    const update = (old_password: string, new_password: string) =>
      app.call('pwd/update', { old_password, new_password }, stateOf(waiting))
    assert.equal((await update('wrong', next)).error_code, 'IDAAS.SDK.USER.9003')
    assert.equal((await update(password, 'x')).error_code, 'IDAAS.SDK.USER.9008')
    assert.equal(
      (await update(password, password)).error_code,
      'IDAAS.SDK.USER.9008',
      'a new one is another one',
    )
    assert.equal((await update(password, next)).status, 'SUCCESS', 'the token was still good')
    assert.equal((await update(next, password)).error_code, 'IDAAS.SDK.PARAM.0014')
    assert.equal((await app.byPassword(next)).status, 'SUCCESS')
    assert.equal((await app.byPassword(password)).error_code, 'IDAAS.SDK.USER.9003')
  })

  test('the second factor comes first, then the old password', async (t) => {
    const app = await openFlowApp(t, { ...expiring, client: { mfa: 'required' } })
    app.pass(91 * day)
    const first = await app.bySms()
    assert.equal(first.status, 'MFA_AUTH')
    const early = await app.call('pwd/update', { old_password: password, new_password: next }, stateOf(first))
    assert.equal(early.error_code, 'IDAAS.SDK.PARAM.0014')
    const second = await app.call('mfa/password', { password }, stateOf(first))
    assert.deepEqual([second.status, second.session_token], ['PASSWORD_EXPIRED', undefined])
    const done = await app.call('pwd/update', { old_password: password, new_password: next }, stateOf(second))
    assert.equal(done.status, 'SUCCESS')
  })
})

describe('spec 5: pwd/change', () => {
  const change = (app: FlowApp, headers: Record<string, string>, old_password = password) =>
    app.call('pwd/change', { old_password, new_password: next }, headers)

  test('S2, A39: takes the old password, ends the other sessions and pending codes', async (t) => {
    const app = await openFlowApp(t)
    const [here, there] = [await app.byPassword(), await app.byPassword()]
    const pending = await app.codeFor('LOGIN_SMS')
    assert.equal((await change(app, bearerOf(here), 'wrong')).error_code, 'IDAAS.SDK.USER.9003')
    app.pass(1)
    assert.equal((await change(app, bearerOf(here))).status, 'EMPTY')
    assert.deepEqual(
      [await alive(app, here.session_token), await alive(app, there.session_token)],
      [true, false],
    )
    const late = await app.call('login/mobile-verify-code', { mobile, verify_code: pending })
    assert.equal(late.error_code, 'IDAAS.SDK.CAPTCHA.0007')
    assert.equal((await app.byPassword(next)).status, 'SUCCESS')
  })

  test('without an id_token, with a foreign one, after a logout: IdToken is invalid', async (t) => {
    const app = await openFlowApp(t)
    const here = await app.byPassword()
    for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: 'Basic eA==' }])
      assert.equal((await change(app, headers)).error_code, 'IDAAS.SDK.PARAM.0016')
    await app.call('logout', undefined, { 'session-token': String(here.session_token) })
    assert.equal((await change(app, bearerOf(here))).error_code, 'IDAAS.SDK.PARAM.0016')
  })

  test('reauthSeconds: an older login has to log in again; 0 switches that off', async (t) => {
    const client = { idTokenTtl: 3600 }
    const strict = await openFlowApp(t, { client })
    const old = await strict.byPassword()
    strict.pass(601)
    assert.equal((await change(strict, bearerOf(old))).error_code, 'IDAAS.SDK.USER.9006')
    const lax = await openFlowApp(t, { client: { ...client, reauthSeconds: 0 } })
    const long = await lax.byPassword()
    lax.pass(601)
    assert.equal((await change(lax, bearerOf(long))).status, 'EMPTY')
  })
})

describe('spec 5: pwd/update-by-mobile', () => {
  const reset = (app: FlowApp, body: object, headers = {}) =>
    app.call('pwd/update-by-mobile', { mobile, password: next, ...body }, headers)

  test('a forgotten password is set by a code of FORGET_PWD_SMS; every session ends', async (t) => {
    const app = await openFlowApp(t)
    const before = await app.byPassword()
    const verify_code = await app.codeFor('FORGET_PWD_SMS')
    const weak = await reset(app, { verify_code, password: 'x' })
    assert.equal(weak.error_code, 'IDAAS.SDK.USER.9008', 'A62: and the code is still good')
    assert.equal((await reset(app, { verify_code })).status, 'EMPTY')
    assert.equal((await reset(app, { verify_code })).error_code, 'IDAAS.SDK.CAPTCHA.0007')
    assert.equal(await alive(app, before.session_token), false)
    assert.equal((await app.byPassword(next)).status, 'SUCCESS')
  })

  test('A22: an unknown number gets the same answers at every turn, and no message', async (t) => {
    const app = await openFlowApp(t)
    const turns = async (number: string) => {
      app.pass(4000)
      const answers = [await app.sdk('sms/send', { mobile: number, type: 'FORGET_PWD_SMS' })]
      answers.push(await app.sdk('sms/send', { mobile: number, type: 'FORGET_PWD_SMS' }))
      for (let i = 0; i < 12; i += 1)
        answers.push(
          await app.sdk('pwd/update-by-mobile', { mobile: number, verify_code: '000000', password: next }),
        )
      return answers.map(({ statusCode, body, headers }) => [statusCode, body, headers['retry-after']])
    }
    const known = await turns(mobile)
    const unknown = await turns(newMobile)
    assert.deepEqual(unknown, known)
    await app.rooms.background.settled()
    assert.equal((await app.app.inbox(newMobile)).length, 0)
  })

  test('A15: a login code resets nothing', async (t) => {
    const app = await openFlowApp(t)
    const refused = await reset(app, { verify_code: await app.codeFor('LOGIN_SMS') })
    assert.equal(refused.error_code, 'IDAAS.SDK.CAPTCHA.0007')
  })

  test('who has TOTP proves it too; where a second factor is required SMS alone is not enough', async (t) => {
    const app = await openFlowApp(t)
    const { secret } = await app.enrol()
    const verify_code = await app.codeFor('FORGET_PWD_SMS')
    assert.equal((await reset(app, { verify_code })).error_code, 'IDAAS.SDK.USER.9007')
    assert.equal((await reset(app, { verify_code, code: '000000' })).error_code, 'IDAAS.SDK.CAPTCHA.0007')
    assert.equal((await reset(app, { verify_code, code: await app.totp(secret) })).status, 'EMPTY')
    const strict = await openFlowApp(t, { client: { mfa: 'required' } })
    const code = await strict.codeFor('FORGET_PWD_SMS')
    assert.equal((await reset(strict, { verify_code: code })).error_code, 'IDAAS.SDK.USER.9007')
  })

  test('A27: a client without second factors is no way round another that requires them', async (t) => {
    const sibling = { ...client, clientId: 's'.repeat(32), default: 0, mfa: 'required' }
    const withSibling = (settings: object) =>
      openFlowApp(t, {
        files: {
          'clients/strict/e.json': { title: 'Strict', type: 'clients.NormalType' },
          'clients/strict/client.json': { ...sibling, ...settings },
        },
      })
    for (const [settings, isRefused] of [
      [{}, true],
      [{ tenantId: 'elsewhere' }, false],
      [{ passwordLogin: undefined }, false],
    ] as const) {
      const app = await withSibling(settings)
      const { error_code: code } = await reset(app, { verify_code: await app.codeFor('FORGET_PWD_SMS') })
      assert.equal(code, isRefused ? 'IDAAS.SDK.USER.9007' : undefined, JSON.stringify(settings))
    }
  })

  test('signed in: UPDATE_PWD_SMS goes to the own number alone, and its code works for the user alone', async (t) => {
    const app = await openFlowApp(t)
    const here = await app.byPassword()
    const elsewhere = await app.call('sms/send', { mobile, type: 'UPDATE_PWD_SMS' })
    assert.equal(elsewhere.error_code, 'IDAAS.SDK.PARAM.0016')
    assert.equal(await app.codeFor('UPDATE_PWD_SMS', newMobile, bearerOf(here)), undefined)
    const verify_code = await app.codeFor('CHANGE_PWD_SMS', mobile, bearerOf(here))
    assert.equal((await reset(app, { verify_code })).error_code, 'IDAAS.SDK.CAPTCHA.0007')
    const own = { verify_code, password: next }
    assert.equal((await app.call('pwd/update-by-mobile', own, bearerOf(here))).status, 'EMPTY')
    assert.equal(await alive(app, here.session_token), true)
    assert.equal((await app.byPassword(next)).status, 'SUCCESS')
  })

  test('fields in the order of the table: mobile, verify_code, password', async (t) => {
    const app = await openFlowApp(t)
    const code = async (body: object) => (await app.call('pwd/update-by-mobile', body)).error_code
    assert.equal(await code({}), 'IDAAS.SDK.USER.0004')
    assert.equal(await code({ mobile }), 'IDAAS.SDK.PARAM.0009')
    assert.equal(await code({ mobile, verify_code: '1' }), 'IDAAS.SDK.USER.9005')
  })
})

describe('spec 5: profile/update-mobile', () => {
  test('the new number logs in, the old one does not, the other sessions and codes are dead', async (t) => {
    const app = await openFlowApp(t)
    const [here, there] = [await app.byPassword(), await app.byPassword()]
    const verify_code = await app.codeFor('UPDATE_MOBILE_SMS', newMobile, bearerOf(here))
    const pending = await app.codeFor('LOGIN_SMS')
    const fresh = { ...here, id_token: (await renew(app, here.session_token)).id_token }
    const set = { mobile: newMobile, verify_code }
    assert.equal((await app.call('profile/update-mobile', set, bearerOf(fresh))).status, 'EMPTY')
    assert.deepEqual(
      [await alive(app, here.session_token), await alive(app, there.session_token)],
      [true, false],
    )
    const late = await app.call('login/mobile-verify-code', { mobile, verify_code: pending })
    assert.notEqual(late.status, 'SUCCESS')
    const login = { mobile: newMobile, verify_code: await app.codeFor('LOGIN_SMS', newMobile) }
    const done = await app.call('login/mobile-verify-code', login)
    assert.equal(done.status, 'SUCCESS')
  })

  test('A13, A16: a code of another number or another user proves nothing; a taken number is told after the code', async (t) => {
    const app = await openFlowApp(t)
    const here = await app.byPassword()
    const verify_code = await app.codeFor('UPDATE_MOBILE_SMS', newMobile, bearerOf(here))
    const swapped = { mobile: '13900139001', verify_code }
    const refused = await app.call('profile/update-mobile', swapped, bearerOf(here))
    assert.equal(refused.error_code, 'IDAAS.SDK.CAPTCHA.0007')
    const bob = { mobile: newMobile, verify_code: await app.codeFor('LOGIN_SMS', newMobile) }
    const bobs = await app.call('login/mobile-verify-code', bob)
    const stolen = await app.call('profile/update-mobile', { mobile: newMobile, verify_code }, bearerOf(bobs))
    assert.equal(stolen.error_code, 'IDAAS.SDK.CAPTCHA.0007')
    const fresh = { id_token: (await renew(app, here.session_token)).id_token }
    const again = await app.codeFor('UPDATE_MOBILE_SMS', newMobile, bearerOf(fresh))
    const set = { mobile: newMobile, verify_code: again }
    const taken = await app.call('profile/update-mobile', set, bearerOf(fresh))
    assert.equal(taken.error_code, 'IDAAS.SDK.USER.9002')
  })
})

async function renew(app: FlowApp, token: unknown) {
  return app.call('sso/session-token/id-token', undefined, { 'session-token': String(token) })
}

describe('spec 5: mfa/totp of a signed-in user', () => {
  test('enrol, confirm, log in with it, remove', async (t) => {
    const app = await openFlowApp(t, { client: { mfa: 'optional' } })
    const [here, there] = [await app.byPassword(), await app.byPassword()]
    const { secret, uri } = await app.call('mfa/totp/enrol', undefined, bearerOf(here))
    assert.match(String(uri), /^otpauth:\/\/totp\/.*alice/)
    const wrong = await app.call('mfa/totp/confirm', { code: '000000' }, bearerOf(here))
    assert.equal(wrong.error_code, 'IDAAS.SDK.CAPTCHA.0007')
    const code = await app.totp(String(secret))
    const confirmed = await app.call('mfa/totp/confirm', { code }, bearerOf(here))
    assert.deepEqual(Object.keys(confirmed), ['recovery_codes'])
    assert.equal((await app.byPassword()).status, 'MFA_AUTH')
    const twice = await app.call('mfa/totp/enrol', undefined, bearerOf(here))
    assert.equal(twice.error_code, 'IDAAS.SDK.USER.9010')
    app.pass(60)
    const removal = { code: await app.totp(String(secret)) }
    assert.equal((await app.call('mfa/totp/remove', removal, bearerOf(here))).status, 'EMPTY')
    assert.deepEqual(
      [await alive(app, here.session_token), await alive(app, there.session_token)],
      [true, false],
    )
    assert.equal((await app.call('login', { user_name: username, password })).status, 'SUCCESS')
  })

  test('a login that is not recent changes no second factor', async (t) => {
    const app = await openFlowApp(t, { client: { idTokenTtl: 3600 } })
    const here = await app.byPassword()
    app.pass(601)
    for (const [path, body] of [
      ['mfa/totp/enrol', undefined],
      ['mfa/totp/confirm', { code: '000000' }],
      ['mfa/totp/remove', { code: '000000' }],
    ] as const)
      assert.equal((await app.call(path, body, bearerOf(here))).error_code, 'IDAAS.SDK.USER.9006')
  })
})
