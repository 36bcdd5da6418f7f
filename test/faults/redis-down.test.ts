/** A real Redis that is killed, restored, emptied or silent: what the driver answers meanwhile and afterwards. */
import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Refusal } from '../../src/base/refusal.ts'
import { openRedisEphemeral } from '../../src/ephemeral/drivers/redis-driver.ts'
import type { EphemeralStore } from '../../src/ephemeral/ephemeral-store.ts'
import { ask, ownRedis, type RedisServer, withRedisProgram } from '../support/redis-server.ts'
import { refusal } from '../support/refusals.ts'
import { turningClock } from '../support/turning-clock.ts'

const hour = 3_600_000
const policy = { failures: 1, windowMs: hour, baseMs: hour, maxMs: hour }
const brake = { key: 'brake:{a}', policy }
const limit = { key: 'limit:{a}', windows: [{ ms: hour, max: 1 }] }
const fact = { id: 'issue 1', digest: 'right', tries: 5, value: 'hunter2' }
const guess = { key: 'code:{a}', digests: ['right'], brake }
const unavailable = refusal('STORE_UNAVAILABLE')

async function opened(t: TestContext): Promise<{ server: RedisServer; store: EphemeralStore }> {
  const server = await ownRedis()
  await server.start()
  const store = openRedisEphemeral(server.url, turningClock())
  t.after(() => store.close())
  return { server, store }
}

const operations: Readonly<Record<string, (store: EphemeralStore) => Promise<unknown>>> = {
  get: (store) => store.get('a'),
  put: (store) => store.put('a', 'hunter2', hour),
  spend: (store) => store.spend('a'),
  drop: (store) => store.drop('a', 'b'),
  push: (store) => store.push('list', 'hunter2', 5, hour),
  list: (store) => store.list('list'),
  reserve: (store) => store.reserve([limit]),
  release: (store) => store.release(limit, 0),
  guard: (store) => store.guard('code:{a}', fact, hour),
  attempt: (store) => store.attempt(guess),
  spendGuarded: (store) => store.spendGuarded('code:{a}', 'issue 1', 'brake:{a}'),
  restore: (store) => store.restore('code:{a}', fact, hour),
  strike: (store) => store.strike(brake),
  unstrike: (store) => store.unstrike(brake),
}

/** One after the other, as a request does that has something to undo. */
async function refusedWithin(ms: number, ...calls: (() => Promise<unknown>)[]): Promise<void> {
  const since = performance.now()
  for (const call of calls) await assert.rejects(call, unavailable)
  const took = performance.now() - since
  assert.ok(took < ms, `${took} ms`)
}

async function untilItAnswers(store: EphemeralStore): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answers = await store.get('ready').then(
      () => true,
      () => false,
    )
    if (answers) return
    await pause(50)
  }
  throw new Error('it does not go on by itself')
}

async function fill(store: EphemeralStore): Promise<void> {
  await store.put('a', 'value', hour)
  await store.push('list', 'value', 5, hour)
  await store.guard('code:{a}', fact, hour)
  await store.reserve([limit])
  await store.strike({ ...brake, key: 'strike:{a}' })
}

async function assertVoid(store: EphemeralStore): Promise<void> {
  assert.equal(await store.get('a'), undefined)
  assert.equal(await store.spend('a'), undefined)
  assert.deepEqual(await store.list('list'), [])
  assert.deepEqual(await store.attempt(guess), { outcome: 'missing' })
  assert.equal(await store.spendGuarded('code:{a}', 'issue 1', 'brake:{a}'), undefined)
  assert.equal((await store.reserve([limit])).granted, true)
  assert.equal((await store.strike({ ...brake, key: 'strike:{a}' })).state, 'open')
}

function faults(): void {
  test('killed: every operation is refused within 2 s, and it goes on by itself when Redis is back', async (t) => {
    const { server, store } = await opened(t)
    await fill(store)
    await server.kill()
    for (const call of Object.values(operations)) await refusedWithin(2_000, () => call(store))
    await server.start()
    await untilItAnswers(store)
    await store.put('b', 'new', hour)
    assert.equal(await store.get('b'), 'new')
  })

  test('killed in the middle of calls: each ends within 2 s', async (t) => {
    const { server, store } = await opened(t)
    await store.get('a')
    const since = performance.now()
    const calls = Array.from({ length: 2_000 }, (_, index) => store.put(`${index}`, 'v', hour))
    const ended = Promise.allSettled(calls)
    await server.kill()
    const outcomes = await ended
    assert.ok(performance.now() - since < 2_000)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') assert.equal((outcome.reason as Refusal).code, 'STORE_UNAVAILABLE')
  })

  test('restored from a snapshot: what it held is dead, whether it was spent since or not', async (t) => {
    const { server, store } = await opened(t)
    await fill(store)
    await ask(server.url, (client) => client.save())
    assert.equal(await store.spend('a'), 'value')
    await server.kill()
    await server.start()
    assert.ok((await ask(server.url, (client) => client.get('latchkey:a')))?.endsWith(' value'))
    await untilItAnswers(store)
    await assertVoid(store)
  })

  test('a snapshot put in its place while no process was connected: what it held is dead as well', async (t) => {
    const { server, store } = await opened(t)
    await fill(store)
    await ask(server.url, (client) => client.save())
    const snapshot = join(server.folder, 'dump.rdb')
    copyFileSync(snapshot, `${snapshot}.kept`)
    await store.close()
    await server.kill()
    copyFileSync(`${snapshot}.kept`, snapshot)
    await server.start()
    const later = openRedisEphemeral(server.url, turningClock())
    t.after(() => later.close())
    await assertVoid(later)
  })

  test('emptied: what was given out is dead', async (t) => {
    const { server, store } = await opened(t)
    await fill(store)
    await ask(server.url, (client) => client.flushall())
    await assertVoid(store)
  })

  test('silent: a call and what undoes it are refused within 2 s together, and it goes on by itself', async (t) => {
    const { server, store } = await opened(t)
    await store.get('a')
    server.signal('SIGSTOP')
    t.after(() => server.signal('SIGCONT'))
    await refusedWithin(
      2_000,
      () => store.reserve([limit]),
      () => store.release(limit, 0),
    )
    // Later than the connection is given up: nothing of it may be done when the server comes back.
    await pause(2_500)
    await refusedWithin(2_000, () => store.put('late', 'v', hour))
    server.signal('SIGCONT')
    await untilItAnswers(store)
    assert.equal(await store.get('late'), undefined)
  })

  test('full: writes are refused, reads go on, and no error holds a value, which a log would keep', async (t) => {
    const { server, store } = await opened(t)
    await store.guard('code:{a}', fact, hour)
    await ask(server.url, (client) => client.config('SET', 'maxmemory', '1'))
    for (const name of ['put', 'push', 'reserve', 'guard', 'strike']) {
      const error: unknown = await operations[name]?.(store).catch((reason: unknown) => reason)
      assert.ok(error instanceof Refusal && error.code === 'STORE_UNAVAILABLE', name)
      const cause = error.cause as Error
      assert.match(cause.message, /^OOM/)
      assert.doesNotMatch(JSON.stringify({ ...cause, stack: cause.stack }), /hunter2/)
    }
    assert.equal((await store.attempt(guess)).outcome, 'right')
    await ask(server.url, (client) => client.config('SET', 'maxmemory', '0'))
    await store.put('a', 'value', hour)
  })
}

await withRedisProgram(1, () => describe('Redis that is away', faults))
