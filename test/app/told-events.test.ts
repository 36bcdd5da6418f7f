/** What those who subscribe hear of an app: the events of real changes, written with them. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createUser } from '../../src/accounts/create-user.ts'
import { createTenantAdmin } from '../../src/accounts/tenant-admin.ts'
import { createUserAdmin } from '../../src/accounts/user-admin.ts'
import { accountServicesOf } from '../../src/app/account-services.ts'
import { defaultTenant, type TenantId } from '../../src/base/ids.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import { subscribe } from '../../src/events/subscribers.ts'
import { openTestApp } from '../support/open-test-app.ts'

const call: CallContext = {
  caller: { kind: 'system', reason: 'test' },
  tenantId: defaultTenant,
  device: {},
  language: 'en',
}

describe('events of an app', () => {
  test('what an operator does with users and tenants, and nothing of what was refused', async (t) => {
    const { rooms, elements, clock } = await openTestApp(t)
    const services = accountServicesOf({ rooms, elements })
    const acme = 'acme' as TenantId
    const toAcme = { ...call, tenantId: acme }
    await createTenantAdmin(services).create('early' as TenantId, 'Early', call)
    for (const tenantId of [defaultTenant, acme])
      await rooms.database.commit([subscribe({ id: tenantId, tenantId, types: [] }, clock.now())])
    await rooms.events.refresh()
    const admin = createUserAdmin(services)
    const { id: userId } = await createUser(services, { phone: { number: '+8613800138000' } }, call)
    await assert.rejects(createUser(services, { phone: { number: '+8613800138000' } }, call), /PHONE_BOUND/)
    await admin.disable(userId, call)
    await admin.enable(userId, call)
    await admin.remove(userId, call)
    const tenants = createTenantAdmin(services)
    await tenants.create(acme, 'Acme', toAcme)
    await tenants.close(acme, toAcme)
    const rows = await (await rooms.database.kysely()).selectFrom('events').selectAll().execute()
    const told = rows.map(({ tenant_id, type, data }) => `${tenant_id} ${type} ${data}`)
    assert.deepEqual(told.toSorted(), [
      'acme tenant.closed {}',
      'acme tenant.created {}',
      `default user.created {"userId":"${userId}","by":"operator"}`,
      `default user.deleted {"userId":"${userId}"}`,
      `default user.disabled {"userId":"${userId}"}`,
      `default user.enabled {"userId":"${userId}"}`,
    ])
    assert.doesNotMatch(JSON.stringify(rows), /13800138000/)
  })
})
