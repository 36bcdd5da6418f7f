/** Logins that stop for a second factor (spec 5, "Statuses of a login"; spec 6, "MFA"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { audited } from '../login/phone/phone-people.ts'
import {
  bearerOf,
  type FlowApp,
  mobile,
  openFlowApp,
  password,
  stateOf,
  username,
} from './support/flow-app.ts'
import type { Json } from './support/http-app.ts'

const required = { client: { mfa: 'required' } }
const optional = { client: { mfa: 'optional' } }

const sessions = async ({ rooms }: FlowApp) =>
  (await (await rooms.database.kysely()).selectFrom('sessions').selectAll().execute()).length

const factorsOf = (answer: Json) => JSON.parse(String(answer.data))

describe('spec 5: MFA_AUTH', () => {
  test('A25: a right password gives a state token and no session; the second factor is an SMS', async (t) => {
    const app = await openFlowApp(t, required)
    const waiting = await app.byPassword()
    assert.deepEqual(Object.keys(waiting).toSorted(), ['data', 'state_token', 'status'])
    assert.equal(waiting.status, 'MFA_AUTH')
    assert.deepEqual(factorsOf(waiting), { factors: ['sms'] })
    assert.equal(await sessions(app), 0)
    const code = await app.codeFor('MFA_AUTH_SMS', mobile, stateOf(waiting))
    const done = await app.call('mfa/sms', { mobile, verify_code: code }, stateOf(waiting))
    assert.deepEqual(Object.keys(done), ['status', 'session_token', 'expire', 'id_token'])
    const session = await app.ask({
      method: 'GET',
      url: '/api/v1/session',
      headers: { authorization: `Bearer ${done.session_token}` },
    })
    assert.equal(session.json().method, 'password+sms')
  })

  test('a state token holds an HS256 JWT whose claim subject is a JSON text', async (t) => {
    const app = await openFlowApp(t, required)
    const { state_token: token } = await app.byPassword()
    const [header, payload] = String(token)
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString())
    assert.equal(JSON.parse(header ?? '').alg, 'HS256')
    assert.equal(typeof JSON.parse(JSON.parse(payload ?? '').subject), 'object')
  })

  test('mobile-by-token tells the number as the vendors write it', async (t) => {
    const app = await openFlowApp(t, required)
    const waiting = await app.byPassword()
    assert.deepEqual(await app.get('mobile-by-token', stateOf(waiting)), { mobile: '+86-13800138000' })
  })

  test('without a state token MFA_AUTH_SMS finds the flow by client, device and number', async (t) => {
    const app = await openFlowApp(t, required)
    const waiting = await app.byPassword()
    const elsewhere = { 'x-device-fingerprint': 'another' }
    assert.equal(await app.codeFor('MFA_AUTH_SMS', mobile, elsewhere), undefined)
    const code = await app.codeFor('MFA_AUTH_SMS', mobile)
    assert.match(code ?? '', /^\d{6}$/)
    const done = await app.call('mfa/sms', { mobile: '13900139000', verify_code: code }, stateOf(waiting))
    assert.equal(done.status, 'SUCCESS', 'the number on file counts, whatever number is sent')
  })

  test('A29: after a login by SMS the second factor is the password, and no second SMS', async (t) => {
    const app = await openFlowApp(t, required)
    const waiting = await app.bySms()
    assert.deepEqual(factorsOf(waiting), { factors: ['password'] })
    assert.equal(await app.codeFor('MFA_AUTH_SMS', mobile, stateOf(waiting)), undefined)
    const refused = await app.call('mfa/sms', { mobile, verify_code: '123456' }, stateOf(waiting))
    assert.equal(refused.error_code, 'IDAAS.SDK.USER.9009')
    const wrong = await app.call('mfa/password', { password: 'wrong' }, stateOf(waiting))
    assert.equal(wrong.error_code, 'IDAAS.SDK.USER.9003')
    const done = await app.call('mfa/password', { password }, stateOf(waiting))
    assert.equal(done.status, 'SUCCESS')
  })

  test('mfaSameNumber: a second SMS to the same number counts', async (t) => {
    const app = await openFlowApp(t, { client: { mfa: 'required', mfaSameNumber: true } })
    const waiting = await app.bySms()
    assert.deepEqual(factorsOf(waiting), { factors: ['sms', 'password'] })
    const code = await app.codeFor('MFA_AUTH_SMS', mobile, stateOf(waiting))
    const done = await app.call('mfa/sms', { mobile, verify_code: code }, stateOf(waiting))
    assert.equal(done.status, 'SUCCESS')
  })

  test('mfaSameNumber: also in the login that makes the user', async (t) => {
    const app = await openFlowApp(t, { client: { mfa: 'required', mfaSameNumber: true } })
    const other = '13900139000'
    const verify_code = await app.codeFor('LOGIN_SMS', other)
    const waiting = await app.call('login/mobile-verify-code', { mobile: other, verify_code })
    assert.deepEqual(factorsOf(waiting), { factors: ['sms'] })
    const code = await app.codeFor('MFA_AUTH_SMS', other)
    const done = await app.call('mfa/sms', { mobile: other, verify_code: code }, stateOf(waiting))
    assert.equal(done.status, 'SUCCESS')
  })

  test('A15: a login code is no second factor, and the other way round', async (t) => {
    const app = await openFlowApp(t, required)
    const waiting = await app.byPassword()
    const login = await app.codeFor('LOGIN_SMS')
    const mixed = await app.call('mfa/sms', { mobile, verify_code: login }, stateOf(waiting))
    assert.equal(mixed.error_code, 'IDAAS.SDK.CAPTCHA.0007')
    const factor = await app.codeFor('MFA_AUTH_SMS', mobile, stateOf(waiting))
    const other = await app.call('login/mobile-verify-code', { mobile, verify_code: factor })
    assert.equal(other.error_code, 'IDAAS.SDK.CAPTCHA.0007')
  })

  test('optional: nobody is asked who has no TOTP', async (t) => {
    const app = await openFlowApp(t, optional)
    assert.equal((await app.byPassword()).status, 'SUCCESS')
    assert.equal((await app.bySms()).status, 'SUCCESS')
  })

  for (const mode of [optional, required])
    test(`A27, A30: who has TOTP is asked for it and nothing weaker (${mode.client.mfa})`, async (t) => {
      const app = await openFlowApp(t, mode)
      const { secret } = await app.enrol()
      for (const waiting of [await app.byPassword(), await app.bySms()]) {
        assert.deepEqual(factorsOf(waiting), { factors: ['totp'] })
        const weaker = await app.call('mfa/password', { password }, stateOf(waiting))
        assert.equal(weaker.error_code, 'IDAAS.SDK.USER.9009')
        app.pass(60)
        const done = await app.call('mfa/totp', { code: await app.totp(secret) }, stateOf(waiting))
        assert.equal(done.status, 'SUCCESS')
      }
    })

  test('A34: who knows the password does not lock the known device of the owner out', async (t) => {
    const app = await openFlowApp(t, { client: { mfa: 'optional' } })
    assert.equal((await app.byPassword()).status, 'SUCCESS')
    const { secret } = await app.enrol()
    const elsewhere = { 'x-device-fingerprint': 'a-device-elsewhere' }
    const theirs = await app.call('login', { user_name: username, password }, elsewhere)
    const guess = async () =>
      (await app.call('mfa/totp', { code: '000000' }, { ...elsewhere, ...stateOf(theirs) })).error_code
    const answers = new Set<unknown>()
    for (let time = 0; time < 11; time += 1) answers.add(await guess())
    assert.equal(answers.size, 2, 'wrong ten times, then locked')
    const own = await app.byPassword()
    const passed = await app.call('mfa/totp', { code: await app.totp(secret) }, stateOf(own))
    assert.equal(passed.status, 'SUCCESS')
  })

  test('A67: a TOTP step is used once; a recovery code too', async (t) => {
    const app = await openFlowApp(t, optional)
    const { secret, recoveryCodes } = await app.enrol()
    const code = await app.totp(secret)
    const first = await app.byPassword()
    assert.equal((await app.call('mfa/totp', { code }, stateOf(first))).status, 'SUCCESS')
    const second = await app.byPassword()
    const again = await app.call('mfa/totp', { code }, stateOf(second))
    assert.equal(again.error_code, 'IDAAS.SDK.CAPTCHA.0007')
    const recovery = { code: recoveryCodes[0] }
    assert.equal((await app.call('mfa/totp', recovery, stateOf(second))).status, 'SUCCESS')
    const third = await app.byPassword()
    const used = await app.call('mfa/totp', recovery, stateOf(third))
    assert.equal(used.error_code, 'IDAAS.SDK.CAPTCHA.0007')
  })

  test('required of somebody without any factor: TOTP is enrolled within the login', async (t) => {
    const app = await openFlowApp(t, required)
    const other = '13900139000'
    const verify_code = await app.codeFor('LOGIN_SMS', other)
    const waiting = await app.call('login/mobile-verify-code', { mobile: other, verify_code })
    assert.deepEqual(factorsOf(waiting), { factors: [], enrol: ['totp'] })
    assert.equal(await sessions(app), 0)
    const { secret } = await app.call('mfa/totp/enrol', undefined, stateOf(waiting))
    const code = await app.totp(String(secret))
    const done = await app.call('mfa/totp/confirm', { code }, stateOf(waiting))
    assert.equal(done.status, 'SUCCESS')
    assert.equal((done.recovery_codes as string[]).length, 10)
    const next = await app.call('login/mobile-verify-code', {
      mobile: other,
      verify_code: await app.codeFor('LOGIN_SMS', other),
    })
    assert.deepEqual(factorsOf(next), { factors: ['totp'] })
    const enrol = await app.call('mfa/totp/enrol', undefined, stateOf(next))
    assert.equal(
      enrol.error_code,
      'IDAAS.SDK.USER.9009',
      'a second one is not enrolled by who lacks the first',
    )
  })

  test('S2, A33: a user who is disabled in the middle goes no further', async (t) => {
    const app = await openFlowApp(t, required)
    const waiting = await app.bySms()
    const userId = app.userId as Parameters<typeof app.rooms.users.setStatus>[1]
    await app.rooms.database.commit([app.rooms.users.setStatus('default' as never, userId, 'disabled')])
    const refused = await app.call('mfa/password', { password }, stateOf(waiting))
    assert.equal(refused.error_code, 'IDAAS.SDK.USER.0039')
    assert.equal(await sessions(app), 0)
    const [record] = (await audited(app, 'login.sms')).filter(({ result }) => result === 'USER_DISABLED')
    assert.equal(record?.user_id, userId)
  })
})

describe('spec 6: state tokens', () => {
  test('A46: one use, also for ten at once', async (t) => {
    const app = await openFlowApp(t, optional)
    const { recoveryCodes } = await app.enrol()
    const waiting = await app.byPassword()
    const answers = await Promise.all(
      recoveryCodes.map((code) => app.call('mfa/totp', { code }, stateOf(waiting))),
    )
    assert.equal(answers.filter(({ status }) => status === 'SUCCESS').length, 1)
    assert.equal(await sessions(app), 1)
  })

  test('A31, A46: forged, of another client or device, and after ten minutes: invalid', async (t) => {
    const app = await openFlowApp(t, required)
    const waiting = await app.bySms()
    const token = String(waiting.state_token)
    const [head, , signature] = token.split('.')
    const forged = `${head}.${Buffer.from('{}').toString('base64url')}.${signature}`
    const tries = [
      { 'x-state-token': forged },
      { 'x-state-token': 'x' },
      {},
      { 'x-state-token': token, 'x-device-fingerprint': 'another' },
    ]
    for (const headers of tries) {
      const refused = await app.call('mfa/password', { password }, headers)
      assert.equal(refused.error_code, 'IDAAS.SDK.PARAM.0014', JSON.stringify(headers))
    }
    app.pass(600)
    const late = await app.call('mfa/password', { password }, stateOf(waiting))
    assert.equal(late.error_code, 'IDAAS.SDK.PARAM.0014')
  })
})

describe('spec 6, A39: a login that waits is void once a number, password or factor is changed', () => {
  const secure = async ({ rooms, userId, now }: FlowApp) => {
    const id = userId as Parameters<typeof rooms.users.markSecured>[1]
    await rooms.database.commit([rooms.users.markSecured('default' as never, id, now())])
  }

  test('no step of it acts: not the factor, not an enrolment, not the number', async (t) => {
    const app = await openFlowApp(t, { client: { mfa: 'required', passwordLogin: undefined } })
    const waiting = await app.bySms()
    const { secret } = await app.call('mfa/totp/enrol', undefined, stateOf(waiting))
    app.pass(1)
    await secure(app)
    const code = await app.totp(String(secret))
    const refused = await app.call('mfa/totp/confirm', { code }, stateOf(waiting))
    assert.equal(refused.error_code, 'IDAAS.SDK.PARAM.0014')
    const owner = { tenantId: 'default', userId: app.userId } as Parameters<typeof app.rooms.factors.has>[0]
    assert.equal(await app.rooms.factors.has(owner), false, 'the stranger’s app counts for nothing')
    assert.equal((await app.get('mobile-by-token', stateOf(waiting))).error_code, 'IDAAS.SDK.PARAM.0014')
  })

  test('an expired password is not changed by it', async (t) => {
    const app = await openFlowApp(t, { passwords: { expireDays: 90, warnDays: 7 } })
    app.pass(91 * 86_400)
    const waiting = await app.byPassword()
    app.pass(1)
    await secure(app)
    const change = { old_password: password, new_password: 'battery staple' }
    const refused = await app.call('pwd/update', change, stateOf(waiting))
    assert.equal(refused.error_code, 'IDAAS.SDK.PARAM.0014')
    assert.equal((await app.byPassword()).status, 'PASSWORD_EXPIRED', 'the password is the old one')
  })

  test('A30: one that began before TOTP was enrolled does not end by something weaker', async (t) => {
    const app = await openFlowApp(t, required)
    const here = await app.byPassword()
    const code = await app.codeFor('MFA_AUTH_SMS', mobile, stateOf(here))
    const signedIn = await app.call('mfa/sms', { mobile, verify_code: code }, stateOf(here))
    const waiting = await app.byPassword()
    app.pass(1)
    const { secret } = await app.call('mfa/totp/enrol', undefined, bearerOf(signedIn))
    const confirm = { code: await app.totp(String(secret)) }
    await app.call('mfa/totp/confirm', confirm, bearerOf(signedIn))
    const late = await app.call('mfa/sms', { mobile, verify_code: '000000' }, stateOf(waiting))
    assert.equal(late.error_code, 'IDAAS.SDK.PARAM.0014')
  })

  test('L1: a wrong factor and an enrolment within a login are on record', async (t) => {
    const app = await openFlowApp(t, optional)
    await app.enrol()
    await app.call('mfa/totp', { code: '000000' }, stateOf(await app.byPassword()))
    await app.rooms.audit.flush()
    const rows = await (await app.rooms.database.kysely())
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'factor.check')
      .execute()
    assert.deepEqual(
      rows.map(({ result }) => result),
      ['CODE_ERROR'],
    )
  })
})
