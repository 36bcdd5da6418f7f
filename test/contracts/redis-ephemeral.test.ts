import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { openRedisEphemeral } from '../../src/ephemeral/drivers/redis-driver.ts'
import type { EphemeralStore } from '../../src/ephemeral/ephemeral-store.ts'
import { ask, keysIn, onRedis, ownCluster, redisPlace, withRedisProgram } from '../support/redis-server.ts'
import { turningClock } from '../support/turning-clock.ts'
import { type OpenedStore, openFor } from './ephemeral/opened-store.ts'
import { useEverything } from './ephemeral/use-everything.ts'
import { ephemeralContract } from './ephemeral-contract.ts'

const module = new URL('../../src/ephemeral/drivers/redis-driver.ts', import.meta.url).href
const dayMs = 86_400_000

/** Keys of its own on the server at `url`, by default the one of the tests. */
async function open(t: TestContext, url?: string): Promise<OpenedStore> {
  const place = redisPlace(url)
  const clock = turningClock()
  const connections: EphemeralStore[] = []
  const close = async () => {
    for (const connection of connections.splice(0)) await connection.close()
  }
  t.after(async () => {
    await close()
    await place.drop()
  })
  const connect = () => {
    const store = openRedisEphemeral(place.url, clock)
    connections.push(store)
    return store
  }
  const other = { module, openName: 'openRedisEphemeral', place: place.url }
  return { store: connect(), clock, connect, place: other, close }
}

await onRedis(1, () => {
  ephemeralContract('Redis', open)

  test('A68: every key in Redis has an expiry, 90 days and ten seconds at most', async (t) => {
    const { store, place } = await openFor(t, open)
    await useEverything(store)
    const keys = await keysIn(place.place)
    assert.equal(keys.length, 6)
    for (const key of keys) {
      const lifeMs = await ask(place.place, (client) => client.pttl(key))
      assert.ok(lifeMs > 0 && lifeMs <= 90 * dayMs + 10_000, `${key}: ${lifeMs} ms`)
    }
  })

  test('A68: a life that is no number is refused', async (t) => {
    const { store } = await openFor(t, open)
    for (const ttlMs of [Number.NaN, Number.POSITIVE_INFINITY])
      await assert.rejects(store.put('a', 'v', ttlMs), RangeError)
    assert.equal(await store.get('a'), undefined)
  })

  test('scripts that Redis has forgotten are given to it again', async (t) => {
    const { store, place } = await openFor(t, open)
    await store.put('a', 'v', 1000)
    await ask(place.place, (client) => client.script('FLUSH'))
    assert.equal(await store.get('a'), 'v')
  })

  test('installations with prefixes of their own share nothing', async (t) => {
    const [one, other] = [await openFor(t, open), await openFor(t, open)]
    await one.store.put('a', 'v', 1000)
    assert.equal(await other.store.get('a'), undefined)
  })
})

await withRedisProgram(1, async () => {
  const { url } = await ownCluster()
  const openOnCluster = (t: TestContext) => open(t, url)
  ephemeralContract('Redis Cluster', openOnCluster)

  const limit = (slot: string, max: number) => ({ key: `limit:{${slot}}`, windows: [{ ms: 60_000, max }] })
  const places = async (store: EphemeralStore, slot: string, max: number) => {
    let free = 0
    while ((await store.reserve([limit(slot, max)])).granted) free += 1
    return free
  }

  test('a limit that fills up while the other slots count: what they have counted is taken back', async (t) => {
    const { store, connect } = await openFor(t, openOnCluster)
    const other = connect()
    const limits = [limit('a', 100), limit('b', 7), limit('c', 100)]
    const calls = await Promise.all(
      Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? store : other).reserve(limits)),
    )
    assert.ok(calls.filter(({ granted }) => granted).length <= 7)
    const granted = calls.filter((call) => call.granted).length
    assert.deepEqual(await places(store, 'a', 100), 100 - granted)
    assert.deepEqual(await places(store, 'c', 100), 100 - granted)
    assert.deepEqual(await places(store, 'b', 7), 7 - granted)
    for (const call of calls) assert.ok(call.granted || call.index === 1, JSON.stringify(call))
  })

  test('a full limit in another slot leaves no trace in the first, and the first full one is named', async (t) => {
    const { store } = await openFor(t, openOnCluster)
    await store.reserve([limit('b', 1), limit('c', 1)])
    const refused = await store.reserve([limit('a', 2), limit('c', 1), limit('b', 1)])
    assert.deepEqual(refused, { granted: false, index: 1, window: 0, retryAfterMs: 60_000 })
    assert.equal(await places(store, 'a', 2), 2)
  })

  test('calls that a full limit refuses take no place from others meanwhile', async (t) => {
    const { store } = await openFor(t, openOnCluster)
    await store.reserve([limit('b', 1)])
    const refused = Array.from({ length: 300 }, () => store.reserve([limit('a', 1), limit('b', 1)]))
    for (let event = 0; event < 50; event += 1) {
      assert.deepEqual(await store.reserve([limit('a', 1)]), { granted: true })
      await store.release(limit('a', 1), 0)
    }
    assert.ok((await Promise.all(refused)).every(({ granted }) => !granted))
  })
})
