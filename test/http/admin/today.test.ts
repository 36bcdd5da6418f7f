/** The last hours in counts and single messages, below `/api/admin`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sweep } from '../../../src/app/sweeper.ts'
import { defaultTenant } from '../../../src/base/ids.ts'
import { type AdminApp, openAdminApp } from './support/admin-app.ts'

const hourMs = 3_600_000

async function settle(app: AdminApp) {
  await Promise.all([app.rooms.audit.flush(), app.rooms.messages.flush(), app.rooms.counts.flush()])
  app.pass(11)
  await sweep(app.rooms, { auditDays: 180, deviceDays: 400 }, () => false)
}

describe('GET /api/admin/today', () => {
  test('counts logins, failures and messages by the hour, each once', async (t) => {
    const app = await openAdminApp(t)
    const auditor = await app.keyOf('audrey', 'auditor')
    const read = async (query = '') => (await app.read(`today${query}`, auditor)).json()
    await app.login('13800138000')
    await app.login('13900139000')
    app.pass(60)
    await app.sdk('sms/send', { mobile: '13800138000', type: 'LOGIN_SMS' })
    await app.sdk('login/mobile-verify-code', { mobile: '13800138000', verify_code: 'wrong' })
    await app.sdk('login/mobile-verify-code', { mobile: '13800138000', verify_code: '000000' })
    const call = {
      caller: { kind: 'anonymous' },
      tenantId: defaultTenant,
      device: {},
      language: 'en',
    } as const
    app.rooms.audit.note({ action: 'login.redirect', result: 'success' }, call)
    await settle(app)
    await settle(app)
    const today = await read('?hours=2')
    const [, hour] = today.logins
    assert.deepEqual([today.step, today.logins.length], [hourMs, 2])
    assert.equal(hour.at, app.now() - (app.now() % hourMs))
    const total = (entries: { success: number; failed: number }[], name: 'success' | 'failed') =>
      entries.reduce((sum, entry) => sum + entry[name], 0)
    assert.equal(total(today.logins, 'success'), 2)
    assert.ok(total(today.logins, 'failed') >= 1)
    const sent = today.sends.reduce((sum: number, entry: { sent: number }) => sum + entry.sent, 0)
    assert.equal(sent, 3)
    assert.deepEqual(today.byCountry, [{ country: 'CN', sent: 3, right: 2, delivered: 0, tracked: 0 }])
    assert.deepEqual(today.byVendor, [
      { vendor: 'SMS.console', sent: 3, delivered: 0, failed: 0, hasReceipts: false },
    ])
    assert.deepEqual(today.budgets, [{ element: 'SMS.console', spent: 3, daily: 10_000 }])
    assert.deepEqual([today.closedPrefixes, today.activeSessions], [[], 2])
    const other = await read('?tenant=other')
    assert.deepEqual([other.activeSessions, other.byCountry, total(other.logins, 'success')], [0, [], 0])
    assert.equal((await app.read('today?hours=169', auditor)).json().error, 'API_PARAMS_ERROR')
    assert.deepEqual(app.defects, [])
  })

  test('records are counted once, however many processes count, and never the young ones', async (t) => {
    const app = await openAdminApp(t)
    const { auditHours, audit, clock } = app.rooms
    await app.login('13800138000')
    await audit.flush()
    assert.equal(await auditHours.advance(500), 0)
    app.pass(11)
    const counted = await Promise.all([1, 2, 3].map(() => auditHours.advance(500)))
    const hours = await auditHours.list('default' as never, clock.now())
    assert.equal(
      hours.reduce((sum, { count }) => sum + count, 0),
      Math.max(...counted),
    )
    assert.equal(counted.filter((rows) => rows > 0).length, 1)
    await auditHours.prune(clock.now() + 1)
    assert.deepEqual(await auditHours.list('default' as never, 0), [])
  })
})

describe('what became of messages below /api/admin', () => {
  test('delivery is a share of what services sent that tell of it, by country, prefix and service', async (t) => {
    const app = await openAdminApp(t)
    const auditor = await app.keyOf('audrey', 'auditor')
    const read = async (path: string) => (await app.read(path, auditor)).json()
    const of = (service: string) =>
      ({ tenantId: defaultTenant, prefix: '+86138', country: 'CN', service }) as const
    for (const fate of ['sent', 'sent', 'delivered'] as const)
      app.rooms.counts.count(of('SMS.telling'), app.now(), fate)
    app.rooms.counts.count(of('SMS.silent'), app.now(), 'sent')
    await app.rooms.counts.flush()
    const counted = { sent: 3, right: 0, delivered: 1, failed: 0, tracked: 2 }
    assert.deepEqual((await read('message-rates?by=prefix')).items, [{ name: '+86138', ...counted }])
    assert.deepEqual((await read('message-rates?by=country')).items, [{ name: 'CN', ...counted }])
    const services = (await read('message-rates?by=service')).items
    assert.deepEqual(
      services.map(({ name, tracked }: { name: string; tracked: number }) => [name, tracked]),
      [
        ['SMS.telling', 2],
        ['SMS.silent', 0],
      ],
    )
    const { byCountry, byVendor } = await read('today?hours=1')
    assert.equal(byCountry[0].tracked, 2)
    assert.deepEqual(
      byVendor.map(({ hasReceipts }: { hasReceipts: boolean }) => hasReceipts),
      [true, false],
    )
    assert.deepEqual((await read('message-rates?by=prefix&tenant=other')).items, [])
    app.pass(7200)
    assert.deepEqual((await read('message-rates?by=prefix&hours=1')).items, [])
    assert.equal((await read('message-rates')).error, 'API_PARAMS_ERROR')
  })

  test('a closed prefix is opened by an operator, once and on record', async (t) => {
    const app = await openAdminApp(t)
    const operator = await app.keyOf('oscar', 'operator')
    const of = { tenantId: defaultTenant, prefix: '+62812', country: 'ID' }
    const policy = { messages: 20, conversion: 0.1, trusted: 0.3, closedFor: 3600 }
    const closedFor = () => app.rooms.breaker.closedFor(of, policy, 300_000)
    for (let i = 0; i < 20; i += 1)
      app.rooms.counts.count({ ...of, service: 'SMS.console' }, app.now(), 'sent')
    app.pass(660)
    assert.ok((await closedFor()) > 0)
    const closed = async () => (await app.read('closed-prefixes', operator)).json().items
    const [{ prefix, country, closedAt, until }] = await closed()
    assert.deepEqual([prefix, country, until - closedAt], ['+62812', 'ID', 3_600_000])
    const open = (tenant = 'default') =>
      app.admin('POST', 'closed-prefixes/open', { tenant, prefix }, operator)
    assert.equal((await open('other')).json().error, 'API_PARAMS_ERROR')
    assert.equal((await open()).statusCode, 204)
    assert.equal((await open()).json().error, 'API_PARAMS_ERROR')
    assert.deepEqual([await closed(), await closedFor()], [[], 0])
    const { items } = (await app.read('audit?action=sms.prefix.open', operator)).json()
    assert.deepEqual(
      items.map(({ subject, actor }: { subject: string; actor: string }) => [subject, actor]),
      [['+62812', 'admin:key oscar']],
    )
    assert.deepEqual(app.defects, [])
  })
})

describe('GET /api/admin/messages', () => {
  test('pages newest first, by state and country, masked and without codes', async (t) => {
    const app = await openAdminApp(t)
    const auditor = await app.keyOf('audrey', 'auditor')
    const read = async (query = '') => (await app.read(`messages${query}`, auditor)).json()
    for (const phone of ['13800138000', '13900139000', '+12025550123']) {
      app.pass(61)
      await app.sdk('sms/send', { mobile: phone, type: 'LOGIN_SMS' })
    }
    const code = await app.codeOf('13900139000')
    await settle(app)
    const all = await read()
    assert.deepEqual(
      all.items.map(({ phone }: { phone: string }) => phone),
      ['+120****0123', '+86139****9000', '+86138****8000'],
    )
    assert.ok(!JSON.stringify(all).includes(code))
    const first = await read('?limit=2')
    const rest = await read(`?limit=2&after=${first.next}`)
    assert.deepEqual([...first.items, ...rest.items], all.items)
    assert.equal((await read('?country=US')).items.length, 1)
    assert.equal((await read('?state=undelivered')).items.length, 0)
    assert.equal((await read('?country=CN&limit=1')).items.length, 1)
    assert.equal((await read('?element=SMS.console')).items.length, 3)
    assert.equal((await read('?element=SMS.other')).items.length, 0)
    assert.deepEqual(app.defects, [])
  })
})
