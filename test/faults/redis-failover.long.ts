/** A node of a Redis Cluster dies and its replica takes over: what callers are told, and what is left of the facts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openRedisEphemeral } from '../../src/ephemeral/drivers/redis-driver.ts'
import type { EphemeralStore } from '../../src/ephemeral/ephemeral-store.ts'
import { ask, ownClusterWithReplica, withRedisProgram } from '../support/redis-server.ts'
import { refusal } from '../support/refusals.ts'
import { turningClock } from '../support/turning-clock.ts'

const hour = 3_600_000
const names = Array.from({ length: 30 }, (_, index) => `{${index}}`)

/** What each name answers: its value, nothing, or that its node cannot be asked. */
function askAll(store: EphemeralStore): Promise<string[]> {
  return Promise.all(
    names.map(async (name) => {
      const since = performance.now()
      try {
        return (await store.get(name)) ?? 'void'
      } catch (error) {
        assert.ok(refusal('STORE_UNAVAILABLE')(error))
        assert.ok(performance.now() - since < 2_000)
        return 'away'
      }
    }),
  )
}

await withRedisProgram(1, () => {
  test('a replica takes over: no fact of the dead node comes back, the others live on, and writes go on', async (t) => {
    const { masters, replica } = await ownClusterWithReplica()
    const store = openRedisEphemeral(masters[1].url, turningClock())
    t.after(() => store.close())
    for (const name of names) await store.put(name, 'value', hour)
    const onFirst = new Set(
      (await ask(masters[0].url, (client) => client.keys('*'))).map((key) => key.replace('latchkey:', '')),
    )
    assert.ok(onFirst.size > 0 && onFirst.size < names.length)
    await ask(masters[0].url, (client) => client.call('WAIT', 1, 5_000))
    assert.equal(
      await ask(replica.url, (client) => client.dbsize()),
      onFirst.size,
      'the replica has them all',
    )
    const killedAt = performance.now()
    await masters[0].kill()
    let answers = await askAll(store)
    while (answers.includes('away')) {
      assert.ok(performance.now() - killedAt < 60_000, answers.join(' '))
      await pause(50)
      answers = await askAll(store)
    }
    t.diagnostic(`served again ${Math.round(performance.now() - killedAt)} ms after the node was killed`)
    assert.deepEqual(
      answers,
      names.map((name) => (onFirst.has(name) ? 'void' : 'value')),
    )
    for (const name of names) await store.put(name, 'new', hour)
    assert.deepEqual(new Set(await askAll(store)), new Set(['new']))
  })
})
