import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Database } from '../../src/storage/database.ts'
import { openTokens } from './open-tokens.ts'

/** The same database, with a count of the round trips. */
function counting(database: Database): { database: Database; trips: () => number } {
  let trips = 0
  const count = <T>(answer: T): T => {
    trips += 1
    return answer
  }
  const counted: Database = {
    dialect: database.dialect,
    first: (of, params) => count(database.first(of, params)),
    all: (of, params) => count(database.all(of, params)),
    commit: (steps) => count(database.commit(steps)),
    change: (of, params) => count(database.change(of, params)),
    close: () => database.close(),
  }
  return { database: counted, trips: () => trips }
}

/** The same database; what its first read finds arrives once it is released. */
function withSlowFirstRead(database: Database): { database: Database; release: () => void } {
  const gate = Promise.withResolvers<void>()
  let reads = 0
  const slow: Database = {
    dialect: database.dialect,
    first: (of, params) => database.first(of, params),
    async all(of, params) {
      reads += 1
      const isFirst = reads === 1
      const rows = await database.all(of, params)
      if (isFirst) await gate.promise
      return rows
    },
    commit: (steps) => database.commit(steps),
    change: (of, params) => database.change(of, params),
    close: () => database.close(),
  }
  return { database: slow, release: () => gate.resolve() }
}

describe('several processes', () => {
  test('another process signs with the new key within two seconds, without a restart', async (t) => {
    const { keys, start, clock } = await openTokens(t)
    const other = start().keys
    const { kid } = await other.signingKey('ES256')
    await keys.rotate()
    clock.turn(0.9)
    assert.equal((await other.signingKey('ES256')).kid, kid)
    clock.turn(1.1)
    assert.notEqual((await other.signingKey('ES256')).kid, kid)
  })

  test('a busy process learns of a rotation in the background, one second later', async (t) => {
    const { keys, start, clock } = await openTokens(t)
    const other = start().keys
    const { kid } = await other.signingKey('ES256')
    await keys.rotate()
    clock.turn(1)
    assert.equal((await other.signingKey('ES256')).kid, kid, 'this login does not wait')
    await new Promise(setImmediate)
    assert.notEqual((await other.signingKey('ES256')).kid, kid, 'the next one has the new key')
  })

  test('a key of another process is found at once, but unknown ids do not read the table each time', async (t) => {
    const { keys, start, connect, clock } = await openTokens(t)
    const { database, trips } = counting(connect())
    const other = start({ database }).keys
    await other.jwks()
    const { kid } = await keys.signingKey('ES256')
    clock.turn(0.1)
    assert.equal((await other.verificationKey(kid))?.kid, kid)
    const before = trips()
    for (let index = 0; index < 100; index += 1)
      assert.equal(await other.verificationKey(`unknown ${index}`), undefined)
    assert.equal(trips(), before)
  })

  test('a hundred logins take no round trip for the key, and one each second refreshes it', async (t) => {
    const { start, connect, clock } = await openTokens(t)
    const { database, trips } = counting(connect())
    const { keys } = start({ database })
    await keys.ensure(['ES256'])
    const before = trips()
    for (let index = 0; index < 100; index += 1) await keys.signingKey('ES256')
    assert.equal(trips(), before)
    clock.turn(1)
    await Promise.all(Array.from({ length: 100 }, () => keys.signingKey('ES256')))
    assert.equal(trips(), before + 1)
  })

  test('a clock that was set back makes the keys be read anew', async (t) => {
    const { keys, start, clock } = await openTokens(t)
    const other = start().keys
    const { kid } = await other.signingKey('ES256')
    await keys.rotate()
    clock.turn(-3600)
    assert.notEqual((await other.signingKey('ES256')).kid, kid)
  })

  test('a read that began earlier and ends later does not bring the old keys back', async (t) => {
    const { keys, start, connect } = await openTokens(t)
    const { kid } = await keys.signingKey('ES256')
    const { database, release } = withSlowFirstRead(connect())
    const slow = start({ database }).keys
    const early = slow.jwks()
    await keys.rotate()
    await slow.list()
    release()
    await early
    assert.notEqual((await slow.signingKey('ES256')).kid, kid)
  })
})
