/** The last hours in counts and single messages, below `/api/admin`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sweep } from '../../../src/app/sweeper.ts'
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
    assert.deepEqual(today.byCountry, [{ country: 'CN', sent: 3, right: 2, delivered: 0 }])
    assert.deepEqual(today.byVendor, [{ vendor: 'SMS.console', sent: 3, delivered: 0, failed: 0 }])
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
    assert.deepEqual(app.defects, [])
  })
})
