/** Logins of the element face that stop at a step, carried on by `AuthSvc` (spec 1, "From login code to session"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AuthSvc } from '../../src/login/auth-functions.ts'
import type { PasswordLogin } from '../../src/login/password/password-type.ts'
import { allowedOrigin } from './support/app-files.ts'
import {
  type FlowApp,
  type FlowOptions,
  mobile,
  openFlowApp,
  password,
  username,
} from './support/flow-app.ts'
import { bearer, type Headers, type Json, publicUrl } from './support/http-app.ts'

const service = 'auths.loginTypes.services.AuthSvc'
const fromApp: Headers = {}
const stated: Headers = { 'x-device-fingerprint': 'device-of-alice' }
const ownPage: Headers = { origin: publicUrl }

/** A caller that keeps cookies as a browser does. */
async function openCaller(
  t: Parameters<typeof openFlowApp>[0],
  options: FlowOptions,
  headers: Headers = fromApp,
) {
  const app = await openFlowApp(t, options)
  const cookies = new Map<string, string>()
  async function perform(fullName: string, name: string, named: Json = {}): Promise<Json> {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const sent = cookie === '' ? headers : { ...headers, cookie }
    const answer = await app.element(fullName, name, named, sent)
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [key = '', value = ''] = line.split(';')[0]?.split('=') ?? []
      cookies.set(key, value)
    }
    const { errcode, errmsg, data } = answer.json()
    return errcode === 0 ? (typeof data === 'object' ? data : { data }) : { errmsg }
  }
  const auth = (name: string, named: Json = {}) => perform(service, name, named)
  async function byPassword(text = password): Promise<Json> {
    const { loginCode } = await perform('auths.loginTypes.password', 'getLoginCode', {
      username,
      password: text,
    })
    return auth('loginByCode', { loginCode, platform: 'web' })
  }
  return { ...app, auth, perform, byPassword, cookies }
}

type Caller = Awaited<ReturnType<typeof openCaller>>

const required: FlowOptions = { client: { mfa: 'required' } }
const refusedAs = ({ errmsg }: Json) => String(errmsg).split(':')[0]

async function factorCode(app: Caller, { stateToken }: Json): Promise<string> {
  app.pass(60)
  await app.auth('sendFactorCode', { stateToken })
  await app.rooms.background.settled()
  return app.codeOf(mobile)
}

async function methodOf(app: Pick<FlowApp, 'ask'>, { sessionToken }: Json): Promise<string> {
  const headers = bearer(String(sessionToken))
  return (await app.ask({ method: 'GET', url: '/api/v1/session', headers })).json().method
}

for (const [who, headers] of Object.entries({
  'an app without cookies': fromApp,
  'an app that states a fingerprint': stated,
  'a page of this server': ownPage,
  'a page of another site, whose cookies the browser drops': { ...stated, origin: allowedOrigin },
}))
  describe(`MFA_AUTH for ${who}`, () => {
    test('sms: the code goes to the number on file, whose masked form is told', async (t) => {
      const app = await openCaller(t, required, headers)
      const waiting = await app.byPassword()
      assert.deepEqual(Object.keys(waiting).toSorted(), [
        'corpId',
        'data',
        'stateToken',
        'status',
        'success',
        'userId',
      ])
      assert.equal(waiting.status, 'MFA_AUTH')
      if (headers === ownPage) assert.deepEqual([...app.cookies.keys()], ['latchkey-device'])
      const { stateToken } = waiting
      assert.deepEqual(await app.auth('mobileByToken', { stateToken }), { phone: '+86138****8000' })
      const code = await factorCode(app, waiting)
      const wrong = await app.auth('proveBySms', { stateToken, code: code === '000000' ? '1' : '000000' })
      assert.equal(refusedAs(wrong), 'CODE_ERROR')
      const done = await app.auth('proveBySms', { stateToken, code })
      assert.deepEqual(
        [done.success, done.status, done.userId, done.corpId],
        [true, 'SUCCESS', app.userId, 'acme'],
      )
      assert.equal(await methodOf(app, done), 'password+sms')
      assert.equal(refusedAs(await app.auth('proveBySms', { stateToken, code })), 'STATE_INVALID')
    })
  })

describe('A31, A46: a state token', () => {
  test('is of the device that began', async (t) => {
    const app = await openCaller(t, required, stated)
    const { stateToken } = await app.byPassword()
    for (const headers of [fromApp, ownPage, { 'x-device-fingerprint': 'another' }]) {
      const answer = await app.element(service, 'mobileByToken', { stateToken }, headers)
      assert.match(answer.json().errmsg, /^STATE_INVALID/)
    }
  })

  test('is the same one at both faces: the SDK API carries it on for the same fingerprint', async (t) => {
    const app = await openCaller(t, required, stated)
    const waiting = await app.byPassword()
    const code = await factorCode(app, waiting)
    const headers = { ...stated, 'x-state-token': String(waiting.stateToken) }
    const done = await app.call('mfa/sms', { mobile, verify_code: code }, headers)
    assert.equal(done.status, 'SUCCESS')
  })

  test('of another step, a forged one and none are refused', async (t) => {
    const app = await openCaller(t, required)
    const { stateToken } = await app.byPassword()
    const passwords = { oldPassword: password, newPassword: 'brand new horse' }
    for (const answer of [
      await app.auth('skipPasswordWarning', { stateToken }),
      await app.auth('replacePassword', { stateToken, ...passwords }),
      await app.auth('proveByTotp', { stateToken: `${stateToken}x`, code: '123456' }),
      await app.auth('proveByTotp', { stateToken: '', code: '123456' }),
    ])
      assert.equal(refusedAs(answer), 'STATE_INVALID')
    assert.equal(refusedAs(await app.auth('proveByTotp', { code: '1' })), 'API_PARAMS_ERROR')
  })
})

describe('the other second factors', () => {
  test('password after a login by message; a factor that is not offered is FACTOR_UNAVAILABLE', async (t) => {
    const app = await openCaller(t, required)
    await app.perform('auths.loginTypes.phone', 'sendMessage', { phone: mobile })
    const proof = { phone: mobile, code: await app.codeOf(mobile) }
    const { loginCode } = await app.perform('auths.loginTypes.phone', 'getLoginCode', proof)
    const { stateToken, data } = await app.auth('loginByCode', { loginCode })
    assert.deepEqual(JSON.parse(String(data)), { factors: ['password'] })
    for (const answer of [
      await app.auth('proveBySms', { stateToken, code: '123456' }),
      await app.auth('proveByTotp', { stateToken, code: '123456' }),
      await app.auth('enrolTotp', { stateToken }),
    ])
      assert.equal(refusedAs(answer), 'FACTOR_UNAVAILABLE')
    const wrong = await app.auth('proveByPassword', { stateToken, password: 'wrong' })
    assert.equal(refusedAs(wrong), 'PASSWORD_ERROR')
    assert.equal((await app.auth('proveByPassword', { stateToken, password })).status, 'SUCCESS')
  })

  test('TOTP and a recovery code', async (t) => {
    const app = await openCaller(t, { client: { mfa: 'optional' } })
    const { secret, recoveryCodes } = await app.enrol()
    const byTotp = async (code: string) => {
      const { stateToken } = await app.byPassword()
      return app.auth('proveByTotp', { stateToken, code })
    }
    assert.equal(await methodOf(app, await byTotp(await app.totp(secret))), 'password+totp')
    assert.equal(await methodOf(app, await byTotp(recoveryCodes[0] ?? '')), 'password+recovery')
    assert.equal(refusedAs(await byTotp(recoveryCodes[0] ?? '')), 'CODE_ERROR')
  })
})

describe('TOTP is enrolled', () => {
  test('within a login that asks for a factor of who has none; a browser is then signed in', async (t) => {
    const client = { mfa: 'required', phoneLogin: undefined, autoRegister: false }
    const app = await openCaller(t, { client }, ownPage)
    const { stateToken, data } = await app.byPassword()
    assert.deepEqual(JSON.parse(String(data)), { factors: [], enrol: ['totp'] })
    const { secret, uri } = await app.auth('enrolTotp', { stateToken })
    assert.match(String(uri), /^otpauth:\/\/totp\//)
    const { recoveryCodes, login } = await app.auth('confirmTotp', {
      code: await app.totp(String(secret)),
      stateToken,
    })
    assert.equal((recoveryCodes as string[]).length, 10)
    assert.equal((login as Json).status, 'SUCCESS')
    assert.equal((await app.auth('currentUser')).userId, app.userId)
  })

  test('by who is signed in, and removed with a code', async (t) => {
    const app = await openCaller(t, { client: { mfa: 'optional' } }, ownPage)
    assert.equal((await app.byPassword()).status, 'SUCCESS')
    const { secret } = await app.auth('enrolTotp')
    const { recoveryCodes, login } = await app.auth('confirmTotp', { code: await app.totp(String(secret)) })
    assert.deepEqual([(recoveryCodes as string[]).length, login], [10, undefined])
    app.pass(60)
    assert.equal(refusedAs(await app.auth('removeTotp', { code: '000000' })), 'CODE_ERROR')
    assert.deepEqual(await app.auth('removeTotp', { code: (recoveryCodes as string[])[0] }), { data: 1 })
    assert.equal((await app.byPassword()).status, 'SUCCESS')
  })

  test('other recovery codes take the place of those that are left, for one code of either kind', async (t) => {
    const app = await openCaller(t, { client: { mfa: 'optional' } }, ownPage)
    const { secret, recoveryCodes: first } = await app.enrol()
    const { stateToken } = await app.byPassword()
    await app.auth('proveByTotp', { stateToken, code: first[0] })
    const renew = (code: unknown) => app.auth('renewRecoveryCodes', { code })
    assert.equal(refusedAs(await renew('000000')), 'CODE_ERROR')
    const answers = await Promise.all(Array.from({ length: 4 }, () => renew(first[1])))
    const [second, ...others] = answers.flatMap(({ recoveryCodes }) => recoveryCodes ?? []) as string[]
    assert.equal(others.length, 9, 'a code is good for once')
    for (const old of first) assert.equal(refusedAs(await renew(old)), 'CODE_ERROR')
    app.pass(3600)
    const again = await app.byPassword()
    const code = await app.totp(secret)
    assert.equal((await app.auth('proveByTotp', { stateToken: again.stateToken, code })).status, 'SUCCESS')
    assert.equal(refusedAs(await renew(code)), 'CODE_EXPIRED')
    assert.equal(((await renew(second)).recoveryCodes as string[]).length, 10)
    app.pass(601)
    assert.equal(refusedAs(await renew(others[0])), 'REAUTH_REQUIRED')
  })

  test('nobody else may: LOGIN_REQUIRED', async (t) => {
    const app = await openCaller(t, required)
    for (const answer of [
      await app.auth('enrolTotp'),
      await app.auth('confirmTotp', { code: '123456' }),
      await app.auth('removeTotp', { code: '123456' }),
      await app.auth('renewRecoveryCodes', { code: '123456' }),
    ])
      assert.equal(refusedAs(answer), 'LOGIN_REQUIRED')
  })
})

const aging: FlowOptions = { passwords: { expireDays: 90, warnDays: 10 } }
const dayS = 86_400

describe('a password that gets old', () => {
  test('PASSWORD_WARN may be skipped', async (t) => {
    const app = await openCaller(t, aging)
    app.pass(85 * dayS)
    const { status, stateToken } = await app.byPassword()
    assert.equal(status, 'PASSWORD_WARN')
    assert.equal((await app.auth('skipPasswordWarning', { stateToken })).status, 'SUCCESS')
  })

  test('PASSWORD_EXPIRED may not; a new password leads on', async (t) => {
    const app = await openCaller(t, aging)
    app.pass(95 * dayS)
    const { status, stateToken } = await app.byPassword()
    assert.equal(status, 'PASSWORD_EXPIRED')
    assert.equal(refusedAs(await app.auth('skipPasswordWarning', { stateToken })), 'STATE_INVALID')
    const replace = (oldPassword: string, newPassword: string) =>
      app.auth('replacePassword', { stateToken, oldPassword, newPassword })
    assert.equal(refusedAs(await replace('wrong', 'brand new horse')), 'PASSWORD_ERROR')
    assert.equal(refusedAs(await replace(password, 'x')), 'PASSWORD_WEAK')
    const done = await replace(password, 'brand new horse')
    assert.equal(done.status, 'SUCCESS')
    assert.equal((await app.byPassword('brand new horse')).status, 'SUCCESS')
  })
})

test('in-process the same functions carry a login on', async (t) => {
  const app = await openFlowApp(t, required)
  const passwords = app.app.getElement<PasswordLogin>('auths.loginTypes.password')
  const auth = app.app.getElement<AuthSvc>(service)
  const { loginCode } = await passwords.getLoginCode(username, password)
  const { stateToken = '' } = await auth.loginByCode(loginCode)
  assert.equal(await auth.sendFactorCode(stateToken), 1)
  await app.rooms.background.settled()
  const done = await auth.proveBySms({ stateToken, code: await app.codeOf(mobile) })
  assert.equal(done.success, true)
})

test('the choice of an organisation holds through the steps; before it nothing is spent', async (t) => {
  const files = {
    'corps/Second/e.json': { title: 'Second', type: 'corps.NormalType' },
    'corps/Second/corp.json': { corpId: 'second' },
  }
  const app = await openCaller(t, { ...required, files })
  const named = { username, password }
  const { loginCode, corpList } = await app.perform('auths.loginTypes.password', 'getLoginCode', named)
  assert.equal((corpList as Json[]).length, 2)
  assert.equal(refusedAs(await app.auth('loginByCode', { loginCode })), 'CORP_INVALID')
  const waiting = await app.auth('loginByCode', { loginCode, corp: 'Second' })
  assert.equal(waiting.corpId, 'second')
  const code = await factorCode(app, waiting)
  const done = await app.auth('proveBySms', { stateToken: waiting.stateToken, code })
  assert.deepEqual([done.status, done.corpId], ['SUCCESS', 'second'])
})
