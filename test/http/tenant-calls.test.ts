/** What back ends ask: access tokens, SSO tickets, fresh session tokens (spec 5, "Calls" and "Tokens"; spec 6, A46). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { generate } from 'otplib'
import { sha256 } from '../../src/base/digest.ts'
import { createClientSecret } from '../../src/clients/client-secret.ts'
import { client, clientId, otherClient } from './support/app-files.ts'
import { bearer, type Headers } from './support/http-app.ts'
import { basic, openTenantApp, otherClientId, secret, stored, type TenantApp } from './support/tenant-app.ts'

const mobile = '13800138000'
const device = {
  operating_sys_version: 'Android 10',
  device_ip: '10.10.10.1',
  device_fingerprint: '156aysdna213sc50',
}
const elsewhere = { ...device, device_fingerprint: 'another' }

async function enrolTotp({ rooms, now }: TenantApp, token: string): Promise<void> {
  const session = await rooms.sessions.findByToken(token)
  assert.ok(session)
  const { secret } = await rooms.factors.enrol(session, { issuer: 'Acme', account: 'alice' })
  const code = await generate({ secret, epoch: now() / 1000 })
  await rooms.database.commit((await rooms.factors.confirm(session, code)).steps)
}

const errorOf = (answer: { readonly body: string }) => JSON.parse(answer.body).error_code

describe('spec 5: tenant/token', () => {
  test('id and secret give an access token for half an hour', async (t) => {
    const app = await openTenantApp(t)
    const { statusCode, body } = await app.askToken(basic(clientId))
    const { access_token, ...more } = JSON.parse(body)
    assert.deepEqual([statusCode, more], [200, { token_type: 'Bearer', expires_in: 1800 }])
    assert.match(access_token, /^[A-Za-z0-9]{32}$/)
    const use = () => app.backend('sso-ticket/verify', access_token, { ...device, sso_ticket: 'x' })
    app.pass(1799)
    assert.equal(errorOf(await use()), 'IDAAS.SDK.PARAM.9033')
    app.pass(1)
    assert.equal(errorOf(await use()), 'IDAAS.SDK.PARAM.9032')
  })

  test('id and secret may come as fields of the form, and with Basic grant_type in the query', async (t) => {
    const app = await openTenantApp(t)
    const form = (own: string) => `client_id=${clientId}&client_secret=${own}&grant_type=client_credentials`
    assert.equal((await app.askToken({}, form(secret))).statusCode, 200)
    assert.equal(errorOf(await app.askToken({}, form('x'))), 'IDAAS.SDK.PARAM.9030')
    const url = '/api/v2/tenant/token?grant_type=client_credentials'
    const ask = (query: string, headers: Headers) =>
      app.ask({ method: 'POST', url: `${url}${query}`, headers })
    assert.equal((await ask('', basic(clientId))).statusCode, 200)
    const inQuery = `&client_id=${clientId}&client_secret=${secret}`
    assert.equal(errorOf(await ask(inQuery, {})), 'IDAAS.SDK.PARAM.9030', 'a secret never comes in a URL')
  })

  test('it is kept by its digest alone', async (t) => {
    const app = await openTenantApp(t)
    const token = await app.accessToken(clientId)
    assert.equal(await app.rooms.ephemeral.get(`access-token:{${token}}`), undefined)
    assert.notEqual(await app.rooms.ephemeral.get(`access-token:{${sha256(token)}}`), undefined)
  })

  test('whatever is wrong with the credentials is told the same', async (t) => {
    const app = await openTenantApp(t, {
      files: { 'clients/app/client.json': otherClient },
    })
    const wrong: readonly Headers[] = [
      {},
      basic(clientId, 'x'),
      basic(clientId, stored),
      basic(clientId, ''),
      basic('x'.repeat(32)),
      basic(otherClientId),
      basic(otherClientId, ''),
      bearer('x'),
      { authorization: 'Basic !' },
      { authorization: `Basic ${Buffer.from('nothing').toString('base64')}` },
      { 'x-client-id': clientId },
    ]
    for (const headers of wrong) {
      const { statusCode, body } = await app.askToken(headers)
      assert.deepEqual(
        [statusCode, JSON.parse(body).error_code],
        [400, 'IDAAS.SDK.PARAM.9030'],
        JSON.stringify(headers),
      )
    }
    assert.deepEqual(app.defects, [])
  })

  test('grant_type has to be client_credentials, after the credentials', async (t) => {
    const app = await openTenantApp(t)
    for (const payload of ['', 'grant_type=', 'grant_type=password', 'x=1'])
      assert.equal(errorOf(await app.askToken(basic(clientId), payload)), 'IDAAS.SDK.PARAM.9031', payload)
    assert.equal(errorOf(await app.askToken({}, 'x=1')), 'IDAAS.SDK.PARAM.9030')
  })

  test('wrong secrets of one address brake it for this client, others go on', async (t) => {
    const app = await openTenantApp(t)
    for (let i = 0; i < 20; i += 1)
      assert.equal(errorOf(await app.askToken(basic(clientId, `wrong-${i}`))), 'IDAAS.SDK.PARAM.9030')
    const braked = await app.askToken(basic(clientId, 'x'))
    assert.deepEqual(
      [braked.statusCode, errorOf(braked), braked.headers['retry-after']],
      [429, 'IDAAS.SDK.COM.9001', '60'],
    )
    assert.equal((await app.askToken(basic(otherClientId))).statusCode, 200)
    const right = await Promise.all(Array.from({ length: 40 }, () => app.askToken(basic(clientId))))
    for (const { statusCode } of right) assert.equal(statusCode, 200, 'the right one never waits')
    app.pass(60)
    assert.equal(errorOf(await app.askToken(basic(clientId, 'wrong'))), 'IDAAS.SDK.PARAM.9030')
  })

  test('no other call takes a form', async (t) => {
    const app = await openTenantApp(t)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const token = await app.accessToken(clientId)
    const answers = [
      await app.backend('sso-ticket/verify', token, device, form),
      await app.sdk('sms/send', 'mobile=1', form),
    ]
    for (const answer of answers) assert.equal(errorOf(answer), 'IDAAS.SDK.PARAM.9008')
  })

  test('device headers are not asked for, and the access token comes before the body', async (t) => {
    const app = await openTenantApp(t)
    for (const headers of [{}, bearer('x'), basic(clientId), bearer(await app.login(mobile))])
      for (const path of ['session-token/sso-ticket', 'sso-ticket/verify', 'session-token/refresh'])
        assert.equal(
          errorOf(await app.post(`/api/v2/tenant/sso/${path}`, '{', headers)),
          'IDAAS.SDK.PARAM.9032',
        )
  })
})

async function ticketOf(app: TenantApp, more: object = {}, id = clientId): Promise<string> {
  const body = { ...device, session_token: await app.login(mobile), ...more }
  return (await app.backend('session-token/sso-ticket', await app.accessToken(id), body)).json().sso_ticket
}

async function verify(app: TenantApp, sso_ticket: string, id = clientId, from = device) {
  return app.backend('sso-ticket/verify', await app.accessToken(id), { ...from, sso_ticket })
}

describe('spec 5: SSO tickets', () => {
  test('a session gives a ticket, the ticket its user, in the shape of each profile', async (t) => {
    const app = await openTenantApp(t)
    const session_token = await app.login(mobile)
    const access = await app.accessToken(clientId)
    const given = await app.backend('session-token/sso-ticket', access, { ...device, session_token })
    const { sso_ticket, ...more } = given.json()
    assert.deepEqual([given.statusCode, more], [200, { expire: 300 }])
    assert.match(sso_ticket, /^ssoTicket-[A-Za-z0-9]{32}$/)
    const { id, ...user } = (await verify(app, sso_ticket)).json()
    assert.match(id, /^\w+$/)
    assert.deepEqual(user, { userName: '', name: '138****8000', mobile: '+86-13800138000', email: '' })
    const other = await ticketOf(app, {}, otherClientId)
    assert.deepEqual((await verify(app, other, otherClientId)).json(), {
      code: 200,
      message: 'success',
      data: { user: { id, ...user } },
    })
  })

  test('A46: one use, of any number at the same time', async (t) => {
    const app = await openTenantApp(t)
    const ticket = await ticketOf(app)
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(app, ticket)))
    assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 200))
      assert.equal(errorOf(answer), 'IDAAS.SDK.PARAM.9033')
  })

  for (const [seconds, status] of [
    [299, 200],
    [300, 400],
  ] as const)
    test(`after ${seconds} s it answers ${status}`, async (t) => {
      const app = await openTenantApp(t)
      const ticket = await ticketOf(app)
      app.pass(seconds)
      assert.equal((await verify(app, ticket)).statusCode, status)
    })

  test('A46: another client’s is refused and stays good; client_id names who may show it', async (t) => {
    const app = await openTenantApp(t)
    const ticket = await ticketOf(app)
    assert.equal(errorOf(await verify(app, ticket, otherClientId)), 'IDAAS.SDK.PARAM.9033')
    assert.equal((await verify(app, ticket)).statusCode, 200)
    const forOther = await ticketOf(app, { client_id: otherClientId })
    assert.equal(errorOf(await verify(app, forOther)), 'IDAAS.SDK.PARAM.9033')
    assert.equal((await verify(app, forOther, otherClientId)).statusCode, 200)
    const body = { ...device, session_token: await app.login(mobile), client_id: 'x' }
    const unknown = await app.backend('session-token/sso-ticket', await app.accessToken(clientId), body)
    assert.equal(errorOf(unknown), 'IDAAS.SDK.PARAM.0003')
  })

  test('spec 5: no ticket for a client whose own rules would not let the user in', async (t) => {
    const ask = async (rules: object, hasTotp = false) => {
      const app = await openTenantApp(t, {
        files: { 'clients/app/client.json': { ...otherClient, clientSecret: stored, ...rules } },
      })
      const session_token = await app.login(mobile)
      if (hasTotp) await enrolTotp(app, session_token)
      const body = { ...device, session_token, client_id: otherClientId }
      return app.backend('session-token/sso-ticket', await app.accessToken(clientId), body)
    }
    assert.equal((await ask({ access: { countries: { allow: ['CN'] } } })).statusCode, 200)
    const elsewhere = await ask({ access: { countries: { allow: ['US'] } } })
    assert.equal(errorOf(elsewhere), 'IDAAS.SDK.COM.9003')
    assert.equal(errorOf(await ask({ mfa: 'required' })), 'IDAAS.SDK.USER.9007')
    assert.equal((await ask({ mfa: 'optional' })).statusCode, 200, 'of who has no TOTP nothing is asked')
    assert.equal(errorOf(await ask({ mfa: 'optional' }, true)), 'IDAAS.SDK.USER.9007')
  })

  test('the fingerprint has to be that of the login, to get one and to show it', async (t) => {
    const app = await openTenantApp(t)
    const body = { ...elsewhere, session_token: await app.login(mobile) }
    const refused = await app.backend('session-token/sso-ticket', await app.accessToken(clientId), body)
    assert.equal(errorOf(refused), 'IDAAS.SDK.PARAM.0023')
    const ticket = await ticketOf(app)
    assert.equal(errorOf(await verify(app, ticket, clientId, elsewhere)), 'IDAAS.SDK.PARAM.9033')
    assert.equal(errorOf(await verify(app, ticket)), 'IDAAS.SDK.PARAM.9033')
  })

  test('A38: a ticket of a session that ended is dead', async (t) => {
    const app = await openTenantApp(t)
    const session_token = await app.login(mobile)
    const access = await app.accessToken(clientId)
    const given = await app.backend('session-token/sso-ticket', access, { ...device, session_token })
    await app.sdk('logout', undefined, { 'session-token': session_token })
    assert.equal(errorOf(await verify(app, given.json().sso_ticket)), 'IDAAS.SDK.PARAM.9033')
    const again = await app.backend('session-token/sso-ticket', access, { ...device, session_token })
    assert.equal(errorOf(again), 'IDAAS.SDK.PARAM.0023')
  })

  test('fields are checked in the order of the table', async (t) => {
    const app = await openTenantApp(t)
    const access = await app.accessToken(clientId)
    for (const [path, code] of [
      ['session-token/sso-ticket', 'IDAAS.SDK.PARAM.0023'],
      ['session-token/refresh', 'IDAAS.SDK.PARAM.0023'],
      ['sso-ticket/verify', 'IDAAS.SDK.PARAM.9033'],
    ] as const) {
      assert.equal(errorOf(await app.backend(path, access, {})), code)
      for (const name of Object.keys(device)) {
        const body = { ...device, [name]: '', session_token: 'x', sso_ticket: 'x' }
        assert.equal(errorOf(await app.backend(path, access, body)), 'IDAAS.SDK.PARAM.0001', name)
      }
    }
  })
})

describe('spec 5: session-token/refresh', () => {
  async function refresh(app: TenantApp, session_token: string, from = device) {
    return app.backend('session-token/refresh', await app.accessToken(clientId), { ...from, session_token })
  }
  const session = (app: TenantApp, token: string) => app.get('/api/v1/session', bearer(token))

  test('a new token for the same session; the old one is dead at once', async (t) => {
    const app = await openTenantApp(t)
    const old = await app.login(mobile)
    const before = (await session(app, old)).json()
    app.pass(1000)
    const { session_token, ...more } = (await refresh(app, old)).json()
    assert.match(session_token, /^[A-Za-z0-9]{32}$/)
    assert.deepEqual(more, { expire: 432_000 - 1000 })
    assert.equal((await session(app, old)).statusCode, 401)
    assert.deepEqual((await session(app, session_token)).json(), before)
    assert.equal(errorOf(await refresh(app, old)), 'IDAAS.SDK.PARAM.0023')
  })

  test('S1: refreshing does not make a session live longer than it may', async (t) => {
    const app = await openTenantApp(t)
    let token: string = await app.login(mobile)
    for (let i = 0; i < 4; i += 1) {
      app.pass(100_000)
      token = (await refresh(app, token)).json().session_token
    }
    app.pass(31_999)
    assert.equal((await session(app, token)).statusCode, 200)
    app.pass(1)
    assert.equal((await session(app, token)).statusCode, 401)
  })

  test('of 20 at the same time one gets through, and one session is left', async (t) => {
    const app = await openTenantApp(t)
    const old = await app.login(mobile)
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(app, old)))
    const won = answers.filter(({ statusCode }) => statusCode === 200)
    assert.equal(won.length, 1)
    const rows = await (await app.rooms.database.kysely()).selectFrom('sessions').selectAll().execute()
    assert.deepEqual(
      rows.map(({ token_hash }) => token_hash),
      [sha256(won[0]?.json().session_token)],
    )
  })

  test('a session of another device, or of a disabled user, is refused', async (t) => {
    const app = await openTenantApp(t)
    const token = await app.login(mobile)
    assert.equal(errorOf(await refresh(app, token, elsewhere)), 'IDAAS.SDK.PARAM.0023')
    const renewed = await app.sdk('sso/session-token/id-token', undefined, { 'session-token': token })
    const { sub } = decodeJwt(renewed.json().id_token)
    const { users, database } = app.rooms
    await database.commit([users.setStatus('default' as never, sub as never, 'disabled')])
    assert.equal(errorOf(await refresh(app, token)), 'IDAAS.SDK.PARAM.0023')
  })
})

describe('spec 5: trustedBackends', () => {
  const limited = {
    smsFullName: 'SMS.console',
    allowedCountries: ['CN'],
    limits: { address: { hour: 1, day: 9 } },
  }
  const backends = (trustedBackends: readonly string[]) => ({
    files: {
      'auths/loginTypes/phone/phone.json': limited,
      'clients/web/client.json': { ...client, clientSecret: stored, trustedBackends },
    },
  })

  async function statuses(app: TenantApp, headers: Headers): Promise<number[]> {
    const list: number[] = []
    for (const i of [1, 2]) {
      const stated = { 'x-device-ip': `203.0.113.${i}`, 'x-device-fingerprint': `device-${i}` }
      const body = { mobile: `1380013800${i}`, type: 'LOGIN_SMS' }
      list.push((await app.sdk('sms/send', body, { ...stated, ...headers })).statusCode)
    }
    return list
  }

  test('with the client secret X-device-ip is the address that limits count', async (t) => {
    const app = await openTenantApp(t, backends(['127.0.0.0/8']))
    assert.deepEqual(await statuses(app, basic(clientId)), [200, 200])
    const same = { 'x-device-ip': '203.0.113.1', 'x-device-fingerprint': 'other' }
    const again = await app.sdk(
      'sms/send',
      { mobile: '13800138009', type: 'LOGIN_SMS' },
      { ...basic(clientId), ...same },
    )
    assert.equal(again.statusCode, 429)
  })

  for (const [why, ranges, headers] of [
    ['without a secret', ['127.0.0.0/8'], {}],
    ['with a wrong secret', ['127.0.0.0/8'], basic(clientId, createClientSecret().secret)],
    ['with the secret under another client’s id', ['127.0.0.0/8'], basic(otherClientId)],
    ['from an address that is not listed', ['10.0.0.0/8'], basic(clientId)],
  ] as const)
    test(`A03: ${why} it is a hint`, async (t) => {
      const app = await openTenantApp(t, backends(ranges))
      assert.deepEqual(await statuses(app, headers), [200, 429])
    })

  test('the hint is on record beside the address that counts', async (t) => {
    const app = await openTenantApp(t)
    await app.login(mobile, { 'x-device-ip': '203.0.113.7' })
    await app.login(mobile, { 'x-device-ip': 'no address' })
    const rows = await (await app.rooms.database.kysely())
      .selectFrom('audit')
      .select(['address', 'stated_address'])
      .where('action', '=', 'login.sms')
      .orderBy('id')
      .execute()
    const told = rows.map(({ address, stated_address }) => [address, stated_address])
    assert.deepEqual(told, [
      ['127.0.0.1', '203.0.113.7'],
      ['127.0.0.1', null],
    ])
  })
})
