/** Clients that serve many tenants: what picks the tenant, and that nothing crosses (spec 5, `isv`; spec 6, A14, A45). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import type { TenantId, UserId } from '../../src/base/ids.ts'
import { Refusal } from '../../src/base/refusal.ts'
import type { PasswordLogin } from '../../src/login/password/password-type.ts'
import { clientId } from './support/app-files.ts'
import { openCaptchaApp } from './support/captcha-app.ts'
import { bearer, type Headers } from './support/http-app.ts'
import {
  basic,
  inAcme,
  inGlobex,
  openTenantApp,
  otherClientId,
  type TenantApp,
  templateId,
} from './support/tenant-app.ts'

const mobile = '13800138000'
const send = { mobile, type: 'LOGIN_SMS' }
const verify = 'login/mobile-verify-code'
const renew = 'sso/session-token/id-token'
const tenantUnknown = 'IDAAS.SDK.PARAM.9003'

async function codeIn(app: TenantApp, headers: Headers): Promise<string> {
  app.pass(60)
  assert.equal((await app.sdk('sms/send', send, headers)).statusCode, 200)
  return app.codeOf(mobile)
}

async function logIn(app: TenantApp, headers: Headers) {
  const code = await codeIn(app, headers)
  const answer = await app.sdk(verify, { mobile, verify_code: code }, headers)
  return answer.json() as { readonly session_token: string; readonly id_token: string }
}

async function givePassword(app: TenantApp, headers: Headers, idToken: string, password: string) {
  const tenant = app.app.with({ tenantId: headers['x-tenant-id'] as TenantId })
  const passwords = tenant.getElement<PasswordLogin>('auths.loginTypes.password')
  await passwords.bind(decodeJwt(idToken).sub ?? '', 'ann', password)
}

const errorOf = (answer: { readonly body: string }) => JSON.parse(answer.body).error_code

describe('spec 5: a client that serves many tenants', () => {
  test('X-tenant-id is required and picks the tenant', async (t) => {
    const app = await openTenantApp(t)
    const { session_token, id_token } = await logIn(app, inAcme)
    assert.equal((await app.get('/api/v1/session', bearer(session_token))).json().tenantId, 'acme')
    assert.equal(decodeJwt(id_token).tenant_id, 'acme')
    const ofOne = await logIn(app, { 'x-client-id': clientId })
    assert.equal('tenant_id' in decodeJwt(ofOne.id_token), false)
    for (const tenant of [undefined, '', 'nobody', 'ACME', 'a/b', 'acme, globex', 'x'.repeat(65)]) {
      const headers = {
        'x-client-id': templateId,
        ...(tenant === undefined ? {} : { 'x-tenant-id': tenant }),
      }
      assert.equal(errorOf(await app.sdk('sms/send', send, headers)), tenantUnknown, tenant)
      const element = await app.element('auths.loginTypes.phone', 'getLoginConfig', {}, headers)
      assert.equal(element.json().errcode, 1008, tenant)
    }
  })

  test('A42: the host never picks it', async (t) => {
    const app = await openTenantApp(t)
    const named = { host: 'acme', 'x-forwarded-host': 'acme' }
    const { 'x-tenant-id': _, ...without } = inAcme
    assert.equal(errorOf(await app.sdk('sms/send', send, { ...without, ...named })), tenantUnknown)
    const { session_token } = await logIn(app, { ...inGlobex, ...named })
    assert.equal((await app.get('/api/v1/session', bearer(session_token))).json().tenantId, 'globex')
  })

  test('any other client passes with its own tenant or none, on elements too', async (t) => {
    const app = await openTenantApp(t)
    const ask = (tenant: string) => app.sdk('sms/send', send, { 'x-tenant-id': tenant })
    assert.equal((await ask('default')).statusCode, 200)
    assert.equal(errorOf(await ask('acme')), tenantUnknown)
    const config = (headers: Headers) => app.element('auths.loginTypes.phone', 'getLoginConfig', {}, headers)
    assert.equal((await config({ 'x-tenant-id': 'default' })).statusCode, 200)
    assert.equal((await config({ 'x-tenant-id': 'acme' })).json().errcode, 1008)
  })

  test('A45: the same number is another user in each tenant', async (t) => {
    const app = await openTenantApp(t)
    const inEach = [await logIn(app, inAcme), await logIn(app, inGlobex), await logIn(app, {})]
    const ids = inEach.map(({ id_token }) => decodeJwt(id_token).sub)
    assert.equal(new Set(ids).size, 3)
    assert.equal(decodeJwt((await logIn(app, inAcme)).id_token).sub, ids[0])
  })

  test('A45: the same user name has another password in each tenant', async (t) => {
    const app = await openTenantApp(t)
    for (const [headers, password] of [
      [inAcme, 'correct horse acme'],
      [inGlobex, 'correct horse globex'],
    ] as const) {
      const { id_token } = await logIn(app, headers)
      await givePassword(app, headers, id_token, password)
    }
    const login = async (headers: Headers, password: string) =>
      (await app.sdk('login', { user_name: 'ann', password }, headers)).json()
    assert.equal((await login(inAcme, 'correct horse acme')).status, 'SUCCESS')
    assert.equal((await login(inAcme, 'correct horse globex')).error_code, 'IDAAS.SDK.USER.9003')
    assert.equal((await login(inGlobex, 'correct horse globex')).status, 'SUCCESS')
  })
})

type Crossing = (app: TenantApp) => Promise<readonly [refused: string | number, stillGood: boolean]>

/** What is made in acme and shown in globex; and whether it is still good in acme. */
const crossings: Readonly<Record<string, Crossing>> = {
  'A14: a code': async (app) => {
    const body = { mobile, verify_code: await codeIn(app, inAcme) }
    const refused = errorOf(await app.sdk(verify, body, inGlobex))
    return [refused, (await app.sdk(verify, body, inAcme)).statusCode === 200]
  },
  'A45: a session token': async (app) => {
    const { session_token } = await logIn(app, inAcme)
    const ask = (headers: Headers) =>
      app.sdk(renew, undefined, { ...headers, 'session-token': session_token })
    const refused = errorOf(await ask(inGlobex))
    return [refused, (await ask(inAcme)).statusCode === 200]
  },
  'A45: a session token, as a bearer of the element face': async (app) => {
    const { session_token } = await logIn(app, inAcme)
    const ask = (headers: Headers) =>
      app.element(
        'auths.loginTypes.services.AuthSvc',
        'currentUser',
        {},
        {
          ...headers,
          ...bearer(session_token),
        },
      )
    return [(await ask(inGlobex)).statusCode, (await ask(inAcme)).statusCode === 200]
  },
  'A45: an id_token': async (app) => {
    const { id_token } = await logIn(app, inAcme)
    await logIn(app, inGlobex)
    const ask = (headers: Headers) =>
      app.sdk(
        'pwd/change',
        { old_password: 'x', new_password: 'correct horse' },
        {
          ...headers,
          ...bearer(id_token),
        },
      )
    const refused = errorOf(await ask(inGlobex))
    return [refused, errorOf(await ask(inAcme)) !== 'IDAAS.SDK.PARAM.0016']
  },
  'A46: a login code': async (app) => {
    const phone = 'auths.loginTypes.phone'
    await logIn(app, inAcme)
    app.pass(60)
    await app.element(phone, 'sendMessage', { phone: mobile }, inAcme)
    const code = await app.codeOf(mobile)
    const given = await app.element(phone, 'getLoginCode', { phone: mobile, code }, inAcme)
    const { loginCode } = given.json().data
    const ask = (headers: Headers) =>
      app.element('auths.loginTypes.services.AuthSvc', 'loginByCode', { loginCode }, headers)
    const refused = (await ask(inGlobex)).json().errcode
    return [refused, (await ask(inAcme)).json().errcode === 0]
  },
  'A46: a state token': async (app) => {
    await givePassword(app, inAcme, (await logIn(app, inAcme)).id_token, 'correct horse acme')
    app.pass(2 * 86_400)
    const login = { user_name: 'ann', password: 'correct horse acme' }
    const { status, state_token } = (await app.sdk('login', login, inAcme)).json()
    assert.equal(status, 'PASSWORD_EXPIRED')
    const change = { old_password: 'correct horse acme', new_password: 'a better horse' }
    const ask = (headers: Headers) =>
      app.sdk('pwd/update', change, { ...headers, 'x-state-token': state_token })
    const refused = errorOf(await ask(inGlobex))
    return [refused, (await ask(inAcme)).statusCode === 200]
  },
  'A45: an access token': async (app) => {
    const token = await app.accessToken(templateId, 'acme')
    const { session_token } = await logIn(app, inAcme)
    const body = { ...device, session_token }
    const ask = (tenant: string) =>
      app.backend('session-token/sso-ticket', token, body, { 'x-tenant-id': tenant })
    return [errorOf(await ask('globex')), (await ask('acme')).statusCode === 200]
  },
  'A45: a session token, at a back end': async (app) => {
    const { session_token } = await logIn(app, inAcme)
    const body = { ...device, session_token }
    const ask = async (tenant: string) =>
      app.backend('session-token/refresh', await app.accessToken(templateId, tenant), body)
    return [errorOf(await ask('globex')), (await ask('acme')).statusCode === 200]
  },
  'A46: an SSO ticket': async (app) => {
    const { session_token } = await logIn(app, inAcme)
    const token = await app.accessToken(templateId, 'acme')
    const given = await app.backend('session-token/sso-ticket', token, { ...device, session_token })
    const { sso_ticket } = given.json()
    const ask = async (tenant: string) =>
      app.backend('sso-ticket/verify', await app.accessToken(templateId, tenant), { ...device, sso_ticket })
    return [errorOf(await ask('globex')), (await ask('acme')).statusCode === 200]
  },
}

const device = {
  operating_sys_version: 'Android 10',
  device_ip: '10.10.10.1',
  device_fingerprint: '156aysdna213sc50',
}

const refusals: Readonly<Record<string, string | number>> = {
  'A14: a code': 'IDAAS.SDK.CAPTCHA.0007',
  'A45: a session token': 'IDAAS.SDK.PARAM.0023',
  'A45: a session token, as a bearer of the element face': 401,
  'A45: an id_token': 'IDAAS.SDK.PARAM.0016',
  'A46: a login code': 5001,
  'A46: a state token': 'IDAAS.SDK.PARAM.0014',
  'A45: an access token': tenantUnknown,
  'A45: a session token, at a back end': 'IDAAS.SDK.PARAM.0023',
  'A46: an SSO ticket': 'IDAAS.SDK.PARAM.9033',
}

describe('A45: nothing of one tenant counts in another of the same client', () => {
  for (const [name, cross] of Object.entries(crossings))
    test(`${name} of another tenant is refused, and stays good in its own`, async (t) => {
      const passwords = { passwordTransport: 'plain', captcha: 'risk', expireDays: 1, warnDays: 0 }
      const files = { 'auths/loginTypes/password/password.json': passwords }
      assert.deepEqual(await cross(await openTenantApp(t, { files })), [refusals[name], true])
    })

  test('A45: a captcha token of another tenant is refused, and stays good in its own', async (t) => {
    const app = await openCaptchaApp(t, { client: { isv: true } })
    const { tenants, database } = app.rooms
    for (const id of ['acme', 'globex'] as TenantId[])
      await database.commit([tenants.insert({ id, title: id }, app.now(), () => new Refusal('TAKEN'))])
    const [acme, globex] = [{ 'x-tenant-id': 'acme' }, { 'x-tenant-id': 'globex' }]
    const token = await app.solve(mobile, acme)
    assert.equal(await app.send(mobile, token, globex), 'IDAAS.SDK.CAPTCHA.0002')
    assert.equal(await app.send(mobile, token, acme), 'ok')
  })

  test('A45: limits of one tenant are not filled by another', async (t) => {
    const app = await openTenantApp(t)
    for (const headers of [inAcme, inGlobex])
      assert.equal((await app.sdk('sms/send', send, headers)).statusCode, 200)
    assert.equal((await app.sdk('sms/send', send, inAcme)).statusCode, 429)
  })
})

describe('A38: a tenant is closed', () => {
  test('its sessions are dead at once on every path, those of others live', async (t) => {
    const app = await openTenantApp(t)
    const [acme, globex] = [await logIn(app, inAcme), await logIn(app, inGlobex)]
    const access = await app.accessToken(templateId, 'acme')
    const given = await app.backend('session-token/sso-ticket', access, {
      ...device,
      session_token: acme.session_token,
    })
    await app.close('acme')
    const session = (token: string) => app.get('/api/v1/session', bearer(token))
    assert.equal((await session(acme.session_token)).statusCode, 401)
    assert.equal((await session(globex.session_token)).statusCode, 200)
    const { sub, sid } = decodeJwt(acme.id_token)
    const found = app.rooms.sessions.findById('acme' as TenantId, sub as UserId, sid as never)
    assert.equal(await found, undefined)
    // The door itself has not heard of it yet: its clock stands.
    const renewed = await app.sdk(renew, undefined, { ...inAcme, 'session-token': acme.session_token })
    assert.equal(errorOf(renewed), 'IDAAS.SDK.PARAM.0023')
    const refresh = { ...device, session_token: acme.session_token }
    assert.equal(errorOf(await app.backend('session-token/refresh', access, refresh)), 'IDAAS.SDK.PARAM.0023')
    const ticket = { ...device, sso_ticket: given.json().sso_ticket }
    assert.equal(errorOf(await app.backend('sso-ticket/verify', access, ticket)), 'IDAAS.SDK.PARAM.9033')
  })

  test('no session is made any more, also by a login that was under way', async (t) => {
    const app = await openTenantApp(t)
    const code = await codeIn(app, inAcme)
    await app.close('acme')
    const late = await app.sdk(verify, { mobile, verify_code: code }, inAcme)
    assert.equal(late.statusCode, 400)
    const rows = await (await app.rooms.database.kysely()).selectFrom('sessions').selectAll().execute()
    assert.deepEqual(rows, [])
  })

  test('two seconds later every door answers that it is unknown', async (t) => {
    const app = await openTenantApp(t)
    const access = await app.accessToken(templateId, 'acme')
    await app.close('acme')
    app.pass(2)
    assert.equal(errorOf(await app.sdk('sms/send', send, inAcme)), tenantUnknown)
    assert.equal(errorOf(await app.askToken({ ...basic(templateId), 'x-tenant-id': 'acme' })), tenantUnknown)
    assert.equal(
      errorOf(await app.backend('sso-ticket/verify', access, { ...device, sso_ticket: 'x' })),
      tenantUnknown,
    )
    const element = await app.element('auths.loginTypes.phone', 'getLoginConfig', {}, inAcme)
    assert.equal(element.json().errcode, 1008)
  })

  test('also a tenant that only the configuration names', async (t) => {
    const app = await openTenantApp(t)
    const { session_token } = await logIn(app, {})
    await app.close('default')
    assert.equal((await app.get('/api/v1/session', bearer(session_token))).statusCode, 401)
    app.pass(2)
    for (const id of [clientId, otherClientId])
      assert.equal(errorOf(await app.sdk('sms/send', send, { 'x-client-id': id })), tenantUnknown)
    assert.equal((await logIn(app, inAcme)).session_token.length, 32)
  })
})
