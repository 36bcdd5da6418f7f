/** Who belongs to which organisation: spec 1, `corps.NormalType`. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type TenantId, type UserId } from '../../src/base/ids.ts'
import { type Corp, createCorpStore } from '../../src/corps/corp-store.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { turningClock } from '../support/turning-clock.ts'

const amy = 'amy' as UserId
const north: Corp = { corpId: 'north', corpName: 'North', allowJoin: true }
const south: Corp = { corpId: 'south', corpName: 'South', allowJoin: false }
const west: Corp = { corpId: 'west', corpName: 'West', allowJoin: true }

describe('corps', () => {
  test('the list of a user is in the order of the elements, by id and name', async (t) => {
    const { rooms } = await openTestApp(t)
    const store = createCorpStore(rooms.database, () => [north, south, west])
    await rooms.database.commit(store.join(defaultTenant, amy, [west, north], 1))
    assert.deepEqual(await store.listFor(defaultTenant, amy), [
      { corpId: 'north', corpName: 'North' },
      { corpId: 'west', corpName: 'West' },
    ])
  })

  test('a membership of an element that is gone is left out, and is there again with the element', async (t) => {
    const { rooms } = await openTestApp(t)
    let corps = [north, south]
    const store = createCorpStore(rooms.database, () => corps)
    await rooms.database.commit(store.join(defaultTenant, amy, [north, south], 1))
    corps = [south]
    assert.deepEqual(await store.listFor(defaultTenant, amy), [{ corpId: 'south', corpName: 'South' }])
    corps = []
    assert.deepEqual(await store.listFor(defaultTenant, amy), [])
    corps = [north, south]
    assert.equal((await store.listFor(defaultTenant, amy)).length, 2)
  })

  test('joining twice is one membership; leaving ends all', async (t) => {
    const { rooms } = await openTestApp(t)
    const store = createCorpStore(rooms.database, () => [north])
    await rooms.database.commit([
      ...store.join(defaultTenant, amy, [north], 1),
      ...store.join(defaultTenant, amy, [north], 2),
    ])
    assert.equal((await store.listFor(defaultTenant, amy)).length, 1)
    await rooms.database.commit([store.leaveAll(defaultTenant, amy)])
    assert.deepEqual(await store.listFor(defaultTenant, amy), [])
  })

  test('tenants and users do not see each other’s', async (t) => {
    const { rooms } = await openTestApp(t)
    const store = createCorpStore(rooms.database, () => [north])
    await rooms.database.commit(store.join(defaultTenant, amy, [north], 1))
    assert.deepEqual(await store.listFor('other' as TenantId, amy), [])
    assert.deepEqual(await store.listFor(defaultTenant, 'bob' as UserId), [])
  })

  test('allowJoin 1, the default, is who a new user joins at once; the title names it, else the element’s', async (t) => {
    const opened = await openTestApp(t, {
      clock: turningClock(),
      elements: {
        'corps.Default': undefined,
        'corps.Closed': { type: 'corps.NormalType', config: { corpId: 'closed', allowJoin: 0 } },
        'corps.Open': {
          type: 'corps.NormalType',
          manifest: { title: 'From e.json' },
          config: { corpId: 'open' },
        },
        'corps.Named': { type: 'corps.NormalType', config: { corpId: 'named', title: 'From the file' } },
      },
    })
    assert.deepEqual(opened.rooms.corps.openCorps(), [
      { corpId: 'named', corpName: 'From the file' },
      { corpId: 'open', corpName: 'From e.json' },
    ])
  })
})
