/** Configuration of clients: faults that stop the start, and warnings (spec 5, "A client"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { platform } from '../../src/app/platform.ts'
import { createClientDirectory } from '../../src/clients/client.ts'
import type { ClientSettings } from '../../src/clients/client-settings.ts'
import { loadApp } from '../elements/support/load-app.ts'
import type { Files } from '../elements/support/temp-folder.ts'

type Json = Readonly<Record<string, unknown>>
type Context = Parameters<typeof loadApp>[0]

const id = (letter: string) => letter.repeat(32)

const required = { clientId: id('a'), profile: 'bamboocloud' }

const manifest = (type: string) => ({ title: type, type })

const files: Files = {
  'SMS/console/e.json': manifest('SMS.Console'),
  'auths/loginTypes/phone/e.json': manifest('auths.loginTypes.PhoneType'),
  'auths/loginTypes/phone/phone.json': { smsFullName: 'SMS.console' },
  'auths/loginTypes/closed/e.json': manifest('auths.loginTypes.PhoneType'),
  'auths/loginTypes/closed/closed.json': { smsFullName: 'SMS.console', allowRegister: 0 },
  'auths/loginTypes/password/e.json': manifest('auths.loginTypes.PasswordType'),
}

const client = (name: string, settings: Json): Files => ({
  [`clients/${name}/e.json`]: manifest('clients.NormalType'),
  [`clients/${name}/${name}.json`]: settings,
})

const load = (t: Context, settings: Json, more: Files = {}) =>
  loadApp(t, { ...files, ...client('web', { ...required, ...settings }), ...more }, { platform })

const at = 'clients/web/web.json'

describe('spec 5: a client', () => {
  test('needs its id, 32 letters and digits, and a profile', async (t) => {
    const { told } = await loadApp(t, client('web', { clientId: 'short' }), { platform })
    assert.equal(told.length, 2)
    assert.ok(told.some((line) => line.startsWith(`${at}: /clientId: `)))
    assert.ok(told.some((line) => line.startsWith(`${at}: /profile: `)))
  })

  test('phoneLogin and passwordLogin name elements of the right Type', async (t) => {
    const phoneLogin = 'auths.loginTypes.phone'
    const passwordLogin = 'auths.loginTypes.password'
    assert.deepEqual((await load(t, { phoneLogin, passwordLogin })).told, [])
    const swapped = await load(t, { phoneLogin: passwordLogin, passwordLogin: phoneLogin })
    assert.deepEqual(swapped.told, [
      `${at}: /phoneLogin: is no element of auths.loginTypes.PhoneType: ${passwordLogin}`,
      `${at}: /passwordLogin: is no element of auths.loginTypes.PasswordType: ${phoneLogin}`,
    ])
    for (const name of ['auths.loginTypes.gone', 'auths.loginTypes.PhoneType', 'SMS.console'])
      assert.deepEqual((await load(t, { phoneLogin: name })).told, [
        `${at}: /phoneLogin: is no element of auths.loginTypes.PhoneType: ${name}`,
      ])
  })

  test('autoRegister over a login type with allowRegister 0 is a fault', async (t) => {
    const phoneLogin = 'auths.loginTypes.closed'
    assert.deepEqual((await load(t, { phoneLogin, autoRegister: true })).told, [
      `${at}: /autoRegister: is true, but ${phoneLogin} has allowRegister 0`,
    ])
    assert.deepEqual((await load(t, { phoneLogin, autoRegister: false })).told, [])
    assert.deepEqual((await load(t, { phoneLogin: 'auths.loginTypes.phone', autoRegister: true })).told, [])
  })

  test('allowRegister 0 in the e.json of the login type counts as well', async (t) => {
    const closed = { ...manifest('auths.loginTypes.PhoneType'), allowRegister: 0 }
    const more = { 'auths/loginTypes/phone/e.json': closed }
    const { told } = await load(t, { phoneLogin: 'auths.loginTypes.phone', autoRegister: true }, more)
    assert.equal(told.length, 1)
  })

  test('a login type that is faulty itself is told once', async (t) => {
    const more = { 'auths/loginTypes/phone/phone.json': { smsFullName: 5 } }
    const { told } = await load(t, { phoneLogin: 'auths.loginTypes.phone', autoRegister: true }, more)
    assert.deepEqual(
      told.map((line) => line.split(':')[0]),
      ['auths/loginTypes/phone/phone.json'],
    )
  })

  test('two clients may not have the same clientId', async (t) => {
    const { told } = await load(t, {}, client('api', required))
    assert.deepEqual(told, [
      'clients/api/api.json: /clientId: is also the clientId of clients.web',
      `${at}: /clientId: is also the clientId of clients.api`,
    ])
  })

  test('two default clients: a warning, and the first by name is taken', async (t) => {
    const other = { ...required, clientId: id('b'), default: 1 }
    const { told, warned, registry } = await load(t, { default: 1 }, client('api', other))
    assert.deepEqual(told, [])
    assert.equal(warned.filter((line) => line.includes('/default')).length, 2)
    const clients = (registry?.list({ family: 'clients.Meta', tier: 'instance' }) ?? []) as {
      fullName: string
      title: string
      settings: ClientSettings
    }[]
    assert.equal(createClientDirectory(clients).fallback?.clientId, id('b'))
  })

  test('allowedOrigins are origins as browsers send them, without wildcards', async (t) => {
    const told = async (origin: string) => (await load(t, { allowedOrigins: [origin] })).told
    for (const origin of ['https://shop.example', 'http://localhost:3000', 'https://[::1]:8443'])
      assert.deepEqual(await told(origin), [], origin)
    for (const origin of ['https://Shop.example', 'https://shop.example:443', 'https://a@shop.example'])
      assert.match(
        (await told(origin))[0] ?? '',
        /allowedOrigins\/0: is no origin as browsers send it: https:/,
        origin,
      )
    for (const origin of ['https://*.shop.example', 'https://a b', '*', 'https://shop.example/', 'null'])
      assert.equal((await told(origin)).length, 1, origin)
  })

  test('captcha "off" is warned of where messages can be sent', async (t) => {
    const off = { captcha: 'off', phoneLogin: 'auths.loginTypes.phone' }
    assert.deepEqual((await load(t, off)).warned, [
      `${at}: /captcha: is off: nothing but the limits keeps a machine from sending messages`,
    ])
    assert.deepEqual((await load(t, { captcha: 'off' })).warned, [])
    assert.deepEqual((await load(t, { phoneLogin: 'auths.loginTypes.phone' })).warned, [])
  })

  test('A27: a client with weaker mfa that shares a login is warned of', async (t) => {
    const passwordLogin = 'auths.loginTypes.password'
    const warned = async (settings: Json) => {
      const other = { clientId: id('b'), profile: 'bamboocloud', passwordLogin, mfa: 'required', ...settings }
      return (await load(t, { passwordLogin, mfa: 'optional' }, client('app', other))).warned
    }
    const warning = `${at}: /mfa: is weaker than in clients.app, which shares its logins and its tenant`
    assert.deepEqual(await warned({}), [warning])
    assert.deepEqual(await warned({ tenantId: 'elsewhere', isv: true }), await warned({ isv: true }))
    assert.deepEqual(await warned({ tenantId: 'elsewhere' }), [])
    assert.deepEqual(await warned({ passwordLogin: undefined }), [])
    assert.deepEqual(await warned({ mfa: 'optional' }), [])
  })

  test('reauthSeconds: 600 unless it is set, 0 for off', async (t) => {
    const secondsOf = async (settings: Json) => {
      const { registry, told } = await load(t, settings)
      assert.deepEqual(told, [])
      const clients = registry?.list({ family: 'clients.Meta', tier: 'instance' }) ?? []
      return createClientDirectory(clients as { fullName: string; title: string; settings: ClientSettings }[])
        .fallback?.reauthSeconds
    }
    assert.equal(await secondsOf({}), 600)
    assert.equal(await secondsOf({ reauthSeconds: 0 }), 0)
    assert.equal(await secondsOf({ reauthSeconds: 3600 }), 3600)
    assert.equal((await load(t, { reauthSeconds: -1 })).told.length, 1)
  })

  test('defaults of both profiles, each of which can be set', () => {
    const client = (settings: Partial<ClientSettings>) =>
      createClientDirectory([
        {
          fullName: 'clients.web',
          title: 'Web',
          settings: { ...required, trustedBackends: [], ...settings } as unknown as ClientSettings,
        },
      ]).fallback
    const ttls = (settings: Partial<ClientSettings>) => {
      const { sessionTtlSeconds, sessionIdleTtlSeconds, idTokenTtlSeconds } = client(settings) ?? {}
      return [sessionTtlSeconds, sessionIdleTtlSeconds, idTokenTtlSeconds]
    }
    assert.deepEqual(ttls({ profile: 'bamboocloud' }), [432_000, 432_000, 300])
    assert.deepEqual(ttls({ profile: 'oneaccess' }), [604_800, 604_800, 7200])
    assert.deepEqual(ttls({ sessionTtl: 600, sessionIdleTtl: 60, idTokenTtl: 30 }), [600, 60, 30])
  })
})

describe('spec 5: profileFields and access of a client', () => {
  const faultsOf = async (t: Context, settings: Json) => (await load(t, settings)).told

  test('fields have names, enums have values, and what is kept elsewhere is not longer than there', async (t) => {
    const right = { email: {}, plan: { type: 'enum', values: ['free'] }, age: { maxLength: 3 } }
    assert.deepEqual(await faultsOf(t, { profileFields: right }), [])
    assert.deepEqual(await faultsOf(t, { profileFields: {} }), [])
    const told = async (name: string, rule: Json) =>
      (await faultsOf(t, { profileFields: { [name]: rule } }))[0]
    assert.equal(
      await told('plan', { type: 'enum' }),
      `${at}: /profileFields/plan: is an enum without values`,
    )
    assert.match((await told('plan', { values: ['free'] })) ?? '', /has values, but is no enum/)
    assert.match((await told('plan', { type: 'number' })) ?? '', /profileFields\/plan/)
    assert.match((await told('a b', {})) ?? '', /is no name of a field/)
    assert.match((await told('name', { maxLength: 129 })) ?? '', /may be 128 long at most/)
  })

  test('A17, A18: numbers, roles and flags are no fields of a profile', async (t) => {
    for (const name of ['mobile', 'phone', 'verified', 'status', 'tenantId', 'roles', 'user_name', 'pwd'])
      assert.deepEqual(await faultsOf(t, { profileFields: { [name]: {} } }), [
        `${at}: /profileFields/${name}: is no field of a profile`,
      ])
  })

  test('access names countries, address ranges and organisations that exist', async (t) => {
    const corp = {
      'corps/Acme/e.json': manifest('corps.NormalType'),
      'corps/Acme/corp.json': { corpId: 'acme' },
    }
    const access = {
      countries: { allow: ['CN'], deny: ['US'] },
      addresses: { allow: ['192.0.2.0/24', '2001:db8::/32', '203.0.113.7'] },
      corps: { deny: ['acme'] },
    }
    assert.deepEqual((await load(t, { access }, corp)).told, [])
    const wrong = {
      countries: { allow: ['CN', 'XX'] },
      addresses: { deny: ['192.0.2.0/33'] },
      corps: { allow: ['acme'] },
    }
    assert.deepEqual(await faultsOf(t, { access: wrong }), [
      `${at}: /access/countries/allow/1: is no country: XX`,
      `${at}: /access/addresses/deny/0: is no address or range: 192.0.2.0/33`,
      `${at}: /access/corps/allow/0: is the corpId of no organisation: acme`,
    ])
    for (const empty of [{ countries: {} }, { countries: { allow: [] } }, { roles: { allow: ['x'] } }])
      assert.equal((await faultsOf(t, { access: empty })).length, 1, JSON.stringify(empty))
  })

  test('error_codes is IDAAS or EIAM', async (t) => {
    assert.deepEqual(await faultsOf(t, { error_codes: 'EIAM' }), [])
    assert.equal((await faultsOf(t, { error_codes: 'eiam' })).length, 1)
  })
})
