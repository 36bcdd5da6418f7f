/** What is changed while the app runs reaches every process: elements, keys, users, tenants, sessions. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createTenantAdmin } from '../../src/accounts/tenant-admin.ts'
import { createUserAdmin } from '../../src/accounts/user-admin.ts'
import { accountServicesOf } from '../../src/app/account-services.ts'
import { createAppServers } from '../../src/app/app-server.ts'
import { type OpenedApp, openWholeApp } from '../../src/app/open-app.ts'
import { defaultTenant, type UserId } from '../../src/base/ids.ts'
import { ConfigurationFaults } from '../../src/elements/fault.ts'
import { operator } from '../accounts/open-accounts.ts'
import { isAlive, logIn, signUp } from '../login/phone/phone-people.ts'
import {
  openTestApp,
  type TestApp,
  type TestAppOptions,
  testClientId,
  testSecret,
} from '../support/open-test-app.ts'
import { onPostgres } from '../support/postgres-server.ts'
import { createMigratedDatabase } from '../support/test-database-url.ts'
import { writeTree } from '../support/write-tree.ts'

/** Two processes' worth of app: one folder, one database, one clock. */
async function openTwo(
  t: TestContext,
  options: TestAppOptions = {},
): Promise<{ first: TestApp; second: OpenedApp }> {
  const first = await openTestApp(t, options)
  const { folder, data, clock } = first
  const { databaseUrl } = options
  const second = await openWholeApp(folder, {
    data,
    clock,
    databaseUrl,
    secrets: [testSecret],
    patience: 'commands',
  })
  t.after(() => second.app.close())
  return { first, second }
}

const corp = (corpId: string) => ({
  'corps/Other/e.json': JSON.stringify({ title: 'Other', type: 'corps.NormalType' }),
  'corps/Other/Other.json': JSON.stringify({ corpId }),
})

const corpsOf = ({ elements }: OpenedApp) => elements.corps().map(({ corpId }) => corpId)

function elementsOf(store: (t: TestContext) => Promise<TestAppOptions>): void {
  test('a reload serves the new set here, and in another process when it looks', async (t) => {
    const { first, second } = await openTwo(t, await store(t))
    writeTree(first.folder, { ...corp('other'), 'app.json': manifest('Renamed') })
    assert.deepEqual([corpsOf(first), corpsOf(second)], [['acme'], ['acme']])
    assert.deepEqual(await first.app.reloadElements(), first.warnings)
    assert.deepEqual([corpsOf(first), first.elements.appTitle()], [['acme', 'other'], 'Renamed'])
    await second.reload.look()
    assert.deepEqual([corpsOf(second), second.elements.appTitle()], [['acme', 'other'], 'Renamed'])
  })

  test('of several reloads at once in several processes the last files win everywhere', async (t) => {
    const { first, second } = await openTwo(t, await store(t))
    const reloads = ['one', 'two', 'three'].flatMap((name) => {
      writeTree(first.folder, corp(name))
      return [first.app.reloadElements(), second.app.reloadElements()]
    })
    await Promise.all(reloads)
    for (const opened of [first, second]) {
      await opened.reload.look()
      assert.deepEqual(corpsOf(opened), ['acme', 'three'])
    }
  })
}

const manifest = (title: string, appId = 'acme.login') => JSON.stringify({ appId, title, version: '1.0.0' })

function othersOf(store: (t: TestContext) => Promise<TestAppOptions>): void {
  test('a rotation signs in every process within two seconds, and its tokens are known at once', async (t) => {
    const { first, second } = await openTwo(t, await store(t))
    const old = await second.rooms.signingKeys.signingKey('ES256')
    await first.rooms.signingKeys.rotate('ES256')
    const current = await first.rooms.signingKeys.signingKey('ES256')
    assert.notEqual(current.kid, old.kid)
    assert.equal((await second.rooms.signingKeys.verificationKey(current.kid))?.kid, current.kid)
    first.clock.advance(2_000)
    assert.equal((await second.rooms.signingKeys.signingKey('ES256')).kid, current.kid)
  })

  test('a user who is disabled, a session that ends and a tenant that closes', async (t) => {
    const { first, second } = await openTwo(t, await store(t))
    const elsewhere = { ...second, clock: first.clock } as TestApp
    const amy = await signUp(first)
    const again = await logIn(first)
    assert.deepEqual([await isAlive(elsewhere, amy), await isAlive(elsewhere, again)], [true, true])
    await amy.auth.logout()
    assert.deepEqual([await isAlive(elsewhere, amy), await isAlive(elsewhere, again)], [false, true])
    const services = accountServicesOf(first)
    await createUserAdmin(services).disable(amy.userId as UserId, operator)
    assert.equal(await isAlive(elsewhere, again), false)
    assert.equal(await second.rooms.tenantDirectory.isServed(defaultTenant), true)
    await createTenantAdmin(services).close(defaultTenant, operator)
    first.clock.advance(2_000)
    assert.equal(await second.rooms.tenantDirectory.isServed(defaultTenant), false)
  })
}

async function onItsPostgres(t: TestContext): Promise<TestAppOptions> {
  const { url, drop } = await createMigratedDatabase()
  t.after(drop)
  return { databaseUrl: url }
}

describe('elements that change, on SQLite', () => elementsOf(async () => ({})))
await onPostgres(2, () => {
  describe('elements that change, on PostgreSQL', () => elementsOf(onItsPostgres))
  describe('what else changes, on PostgreSQL', () => othersOf(onItsPostgres))
})

test('another process looks by itself', async (t) => {
  const { first, second } = await openTwo(t)
  writeTree(first.folder, corp('other'))
  await first.app.reloadElements()
  while (corpsOf(second).length === 1) await pause(20)
  assert.deepEqual(corpsOf(second), ['acme', 'other'])
})

test('with faults all are told and nothing changes, in no process', async (t) => {
  const { first, second } = await openTwo(t)
  const before = first.elements.registry()
  writeTree(first.folder, { ...corp('acme'), 'SMS/console/console.json': '{' })
  await assert.rejects(first.app.reloadElements(), (error) => {
    assert.ok(error instanceof ConfigurationFaults)
    assert.deepEqual(
      error.faults.map(({ file }) => file),
      ['SMS/console/console.json'],
    )
    return true
  })
  await second.reload.look()
  assert.equal(first.elements.registry(), before)
  assert.deepEqual(corpsOf(second), ['acme'])
})

function serversOf(app: OpenedApp) {
  return createAppServers(app, {
    production: false,
    trustedProxies: [],
    adminPort: undefined,
    publicUrl: () => 'http://127.0.0.1:8080',
  })
}

test('what answers a request sees one set of elements, also where it calls none', async (t) => {
  const app = await openTestApp(t)
  const { main } = serversOf(app)
  t.after(() => main.close())
  const gate = new EventTarget()
  main.get('/corps', async () => {
    const opened = once(gate, 'open')
    gate.dispatchEvent(new Event('reached'))
    await opened
    return corpsOf(app)
  })
  const reached = once(gate, 'reached')
  const underWay = main.inject('/corps')
  await reached
  writeTree(app.folder, corp('other'))
  await app.app.reloadElements()
  gate.dispatchEvent(new Event('open'))
  assert.deepEqual((await underWay).json(), ['acme'])
  const later = once(gate, 'reached')
  const answer = main.inject('/corps')
  await later
  gate.dispatchEvent(new Event('open'))
  assert.deepEqual((await answer).json(), ['acme', 'other'])
})

test('a request that is under way finishes with the elements that it began with', async (t) => {
  const gate = new EventTarget()
  Object.assign(globalThis, { gate })
  t.after(() => Reflect.deleteProperty(globalThis, 'gate'))
  const module = [
    "import { once } from 'node:events'",
    "import { SmsService } from 'latchkey'",
    'export class Gate extends SmsService {',
    '  async sendMessage(phones) {',
    '    const opened = once(gate, "open")',
    '    gate.dispatchEvent(new Event("reached"))',
    '    await opened',
    '    gate.corps = this.app.findElements({ family: "corps.Meta", tier: "instance" }).length',
    '    gate.dispatchEvent(new Event("passed"))',
    "    return phones.map((phone) => ({ phone, messageId: '1', accepted: true }))",
    '  }',
    '}',
  ]
  const app = await openTestApp(t, {
    elements: {
      'SMS.Gate': {
        type: 'SMS.Meta',
        manifest: { backendBundleEntry: './gate.ts' },
        files: { 'gate.ts': module.join('\n') },
      },
      'SMS.gate': { type: 'SMS.Gate' },
      'auths.loginTypes.phone': { config: { smsFullName: 'SMS.gate' } },
    },
  })
  const { main } = serversOf(app)
  const headers = {
    'x-operating-sys-version': 'test',
    'x-device-fingerprint': 'test',
    'x-agent': 'test',
    'x-client-id': testClientId,
  }
  const reached = once(gate, 'reached')
  const passed = once(gate, 'passed')
  const payload = { mobile: '13800138000', type: 'LOGIN_SMS' }
  const answer = main.inject({ method: 'POST', url: '/api/v2/sdk/sms/send', headers, payload })
  await reached
  writeTree(app.folder, corp('other'))
  await app.app.reloadElements()
  assert.equal(app.app.findElements({ family: 'corps.Meta', tier: 'instance' }).length, 2)
  gate.dispatchEvent(new Event('open'))
  await passed
  assert.equal((await answer).statusCode, 200)
  assert.equal(Reflect.get(gate, 'corps'), 1)
  await main.close()
})

test('an algorithm that a new client needs has its keys before it is served', async (t) => {
  const app = await openTestApp(t)
  const client = { clientId: 'other0other0other0other0other0ot', profile: 'bamboocloud', idTokenAlg: 'EdDSA' }
  writeTree(app.folder, {
    'clients/other/e.json': JSON.stringify({ title: 'Other', type: 'clients.NormalType' }),
    'clients/other/other.json': JSON.stringify(client),
  })
  await app.app.reloadElements()
  const algorithms = (await app.rooms.signingKeys.list()).map(({ algorithm }) => algorithm)
  assert.deepEqual([...new Set(algorithms)].toSorted(), ['ES256', 'EdDSA'])
})

test('another app in the folder, or one that may not run here, is refused', async (t) => {
  const app = await openTestApp(t)
  writeFileSync(join(app.folder, 'app.json'), manifest('Acme', 'acme.other'))
  await assert.rejects(app.app.reloadElements(), /acme\.other/)
  rmSync(join(app.folder, 'app.json'))
  await assert.rejects(app.app.reloadElements(), ConfigurationFaults)
  assert.equal(app.elements.registry().appId, 'acme.login')
})
