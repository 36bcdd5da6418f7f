/** A cluster of two nodes: slots on both, and one of them away. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRedisEphemeral } from '../../src/ephemeral/drivers/redis-driver.ts'
import { ownTwoNodes, withRedisProgram } from '../support/redis-server.ts'
import { refusal } from '../support/refusals.ts'
import { turningClock } from '../support/turning-clock.ts'

const names = Array.from({ length: 20 }, (_, index) => `${index}`)
const limit = (name: string, max: number) => ({ key: `limit:{${name}}`, windows: [{ ms: 60_000, max }] })

await withRedisProgram(1, () => {
  test('facts and limits lie on two nodes; with one away a send counts nowhere, and it goes on afterwards', async (t) => {
    const [first, second] = await ownTwoNodes()
    const store = openRedisEphemeral(first.url, turningClock())
    t.after(() => store.close())
    await Promise.all(names.map((name) => store.put(name, name, 60_000)))
    assert.deepEqual(await Promise.all(names.map((name) => store.get(name))), names)
    await store.drop(...names)
    assert.deepEqual(await store.reserve(names.map((name) => limit(name, 2))), { granted: true })
    await second.kill()
    const since = performance.now()
    await assert.rejects(store.reserve(names.map((name) => limit(name, 2))), refusal('STORE_UNAVAILABLE'))
    assert.ok(performance.now() - since < 2_000, `${performance.now() - since} ms`)
    await second.start()
    const reserveAll = () =>
      store.reserve(names.map((name) => limit(name, 2))).then(
        ({ granted }) => granted,
        () => undefined,
      )
    let granted = await reserveAll()
    for (let tries = 0; tries < 40 && granted === undefined; tries += 1) granted = await reserveAll()
    assert.equal(granted, true)
    assert.equal(await reserveAll(), false, 'the first node has counted two')
  })
})
