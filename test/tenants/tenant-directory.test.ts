/** Which tenants are served, and how soon every process knows (spec 6, A38). */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { TenantId } from '../../src/base/ids.ts'
import { createTenantDirectory } from '../../src/tenants/tenant-directory.ts'
import { openTestApp } from '../support/open-test-app.ts'

const acme = 'acme' as TenantId
const taken = () => new Error('taken') as never

async function open(t: TestContext) {
  const { rooms, clock } = await openTestApp(t)
  const { tenants, database } = rooms
  let reads = 0
  const counted = {
    find(id: TenantId) {
      reads += 1
      return tenants.find(id)
    },
  }
  const directory = createTenantDirectory({ tenants: counted, clock, isNamed: (id) => id === 'named' })
  const make = (id = acme) => database.commit([tenants.insert({ id, title: id }, clock.now(), taken)])
  const close = (id = acme) => database.commit([tenants.close({ id, title: id }, clock.now())])
  return { clock, tenants, directory, make, close, reads: () => reads }
}

describe('tenants', () => {
  test('one with a row is served, one without only where the configuration names it', async (t) => {
    const { directory, make } = await open(t)
    await make()
    assert.equal(await directory.isServed(acme), true)
    assert.equal(await directory.isServed('named' as TenantId), true)
    assert.equal(await directory.isServed('nobody' as TenantId), false)
    assert.equal(await directory.isServed('no id/' as TenantId), false)
  })

  test('a closed one is not, also where the configuration names it', async (t) => {
    const { directory, make, close } = await open(t)
    await make()
    await close()
    await close('named' as TenantId)
    assert.equal(await directory.isServed(acme), false)
    assert.equal(await directory.isServed('named' as TenantId), false)
  })

  test('another process’s new or closed tenant is known after two seconds, with one read in them', async (t) => {
    const { directory, make, close, clock, reads } = await open(t)
    assert.equal(await directory.isServed(acme), false)
    await make()
    clock.advance(1_999)
    assert.equal(await directory.isServed(acme), false)
    assert.equal(reads(), 1)
    clock.advance(1)
    assert.equal(await directory.isServed(acme), true)
    await close()
    clock.advance(2_000)
    assert.equal(await directory.isServed(acme), false)
    assert.equal(reads(), 3)
  })

  test('names that callers make up do not fill the memory, and a store that was away is asked again', async (t) => {
    const { directory, make, reads, tenants } = await open(t)
    await make()
    await directory.isServed(acme)
    for (let i = 0; i < 1_000; i += 1) await directory.isServed(`made-up-${i}` as TenantId)
    const before = reads()
    await directory.isServed(acme)
    assert.equal(reads(), before + 1)
    let isAway = true
    const find = (id: TenantId) => (isAway ? Promise.reject(new Error('away')) : tenants.find(id))
    const other = createTenantDirectory({ tenants: { find }, clock: { now: () => 0 }, isNamed: () => false })
    await assert.rejects(other.isServed(acme), /away/)
    isAway = false
    assert.equal(await other.isServed(acme), true)
  })

  test('a tenant is made once, and closing again changes nothing', async (t) => {
    const { make, close, clock, tenants } = await open(t)
    await make()
    await assert.rejects(make(), /taken/)
    await close()
    const first = await tenants.find(acme)
    clock.advance(1_000)
    await close()
    assert.deepEqual(await tenants.find(acme), first)
    assert.equal(first?.state, 'closed')
    await assert.rejects(make(), /taken/)
  })
})
