import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import { Refusal } from '../../src/base/refusal.ts'
import type { Database } from '../../src/storage/database.ts'
import { guarded } from '../../src/storage/database.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import {
  add,
  bound,
  idsIn,
  type OpenedDatabase,
  openFor,
  outcomes,
  visit,
} from './database/opened-database.ts'
import { databaseContract } from './database-contract.ts'

const module = new URL('../../src/storage/drivers/sqlite-driver.ts', import.meta.url).href

async function open(t: TestContext): Promise<OpenedDatabase> {
  const connections: Database[] = []
  const close = async () => {
    for (const connection of connections.splice(0)) await connection.close()
  }
  const place = join(temporaryFolder(t, close), 'latchkey.sqlite')
  const connect = () => {
    const database = openSqliteDatabase(place)
    connections.push(database)
    return database
  }
  return { database: connect(), connect, place: { module, openName: 'openSqliteDatabase', place }, close }
}

databaseContract('SQLite', open)

describe('what only SQLite has', () => {
  test('a write that another process holds up is refused after two seconds, with its cause', async (t) => {
    const { database, place } = await openFor(t, open)
    const other = new DatabaseSync(place.place)
    t.after(() => other.close())
    other.exec('begin immediate')
    const since = performance.now()
    await assert.rejects(database.commit([add('a')]), (error) => {
      assert.ok(error instanceof Refusal && error.code === 'STORE_UNAVAILABLE')
      assert.match(String(error.cause), /locked/)
      return true
    })
    const ms = performance.now() - since
    assert.ok(ms > 1500 && ms < 10_000, `${ms} ms`)
    assert.deepEqual(await idsIn(database), [], 'reads do not wait')
    other.exec('rollback')
    await database.commit([add('a')])
    assert.deepEqual(await idsIn(database), ['a'])
  })

  test('exclusive work of this process may take longer than a write waits for others', async (t) => {
    const { database } = await openFor(t, open)
    const since = performance.now()
    const now = performance.now.bind(performance)
    let aheadMs = 0
    t.mock.method(performance, 'now', () => now() + aheadMs)
    const work = database.exclusively(async () => {
      while (now() - since < 100) await new Promise(setImmediate)
      aheadMs = 60_000
      while (now() - since < 200) await new Promise(setImmediate)
    })
    await Promise.all([work, new Promise(setImmediate).then(() => database.commit([add('a')]))])
    assert.deepEqual(await idsIn(database), ['a'])
  })

  test('transactions of one turn of the event loop share one commit', async (t) => {
    const { database } = await openFor(t, open)
    const run = t.mock.method(StatementSync.prototype, 'run')
    await Promise.all(Array.from({ length: 50 }, (_, index) => database.commit([add(String(index))])))
    const commits = run.mock.calls.filter((call) => (call.this as StatementSync).sourceSQL === 'commit')
    assert.equal(commits.length, 1)
    assert.equal((await idsIn(database)).length, 50)
  })

  test('of transactions that are committed together each sees what those before it did', async (t) => {
    const { database } = await openFor(t, open)
    const results = await outcomes([
      database.commit([add('a')]),
      database.commit([guarded(visit, ['a'], bound)]),
      database.commit([add('a')]),
    ])
    assert.deepEqual(results, ['done', 'done', 'USERNAME_TAKEN'])
  })

  test('after it was closed every call rejects and none hangs', async (t) => {
    const { database, close } = await openFor(t, open)
    await close()
    await assert.rejects(database.commit([add('a')]))
    await assert.rejects(idsIn(database))
    await assert.rejects(database.exclusively(async () => undefined))
  })
})
