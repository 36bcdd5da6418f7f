import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import { openSqliteEphemeral } from '../../src/ephemeral/drivers/sqlite-driver.ts'
import type { EphemeralStore } from '../../src/ephemeral/ephemeral-store.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { turningClock } from '../support/turning-clock.ts'
import { type OpenedStore, openFor } from './ephemeral/opened-store.ts'
import { useEverything } from './ephemeral/use-everything.ts'
import { ephemeralContract } from './ephemeral-contract.ts'

const module = new URL('../../src/ephemeral/drivers/sqlite-driver.ts', import.meta.url).href

async function open(t: TestContext): Promise<OpenedStore> {
  const connections = new Set<EphemeralStore>()
  const close = async () => {
    const all = [...connections]
    connections.clear()
    for (const connection of all) await connection.close()
  }
  const file = join(temporaryFolder(t, close), 'ephemeral.sqlite')
  const clock = turningClock()
  const connect = () => {
    const store = openSqliteEphemeral(file, clock)
    const close = store.close.bind(store)
    store.close = async () => {
      if (connections.delete(store)) await close()
    }
    connections.add(store)
    return store
  }
  const place = { module, openName: 'openSqliteEphemeral', place: file }
  return { store: connect(), clock, connect, place, close }
}

ephemeralContract('SQLite', open)

const dayMs = 86_400_000

function readAll(file: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

describe('what only SQLite has', () => {
  test('A68: every row of every table has an expiry, that of a limit twice its longest window at most', async (t) => {
    const { store, clock, place } = await openFor(t, open)
    await useEverything(store)
    const rows = readAll(
      place.place,
      'select key, expires_at from facts union all select key, expires_at from lists',
    )
    assert.deepEqual(rows.map(({ key }) => key).toSorted(), [
      'brake 0',
      'code 0',
      'limit 0',
      'list 0',
      'put 0',
      'restored 0',
    ])
    for (const { key, expires_at } of rows) {
      const lifeMs = Number(expires_at) - clock.now()
      const longest = String(key).startsWith('limit') ? 2.25 * dayMs : 90 * dayMs
      assert.ok(Number.isSafeInteger(expires_at) && lifeMs > 0 && lifeMs <= longest, `${key}: ${lifeMs} ms`)
    }
    const tables = readAll(place.place, "select name, sql from sqlite_schema where type = 'table'")
    assert.deepEqual(tables.map(({ name }) => name).toSorted(), ['facts', 'lists'])
    for (const { sql } of tables) assert.match(String(sql), /expires_at integer not null/)
  })

  test('A68: a life that is no number is refused', async (t) => {
    const { store } = await openFor(t, open)
    for (const ttlMs of [Number.NaN, Number.POSITIVE_INFINITY])
      await assert.rejects(store.put('a', 'v', ttlMs))
    assert.equal(await store.get('a'), undefined)
  })

  test('at the end of the longest life sweeping leaves nothing in any table', async (t) => {
    const { store, clock, place } = await openFor(t, open)
    for (let index = 0; index < 5; index += 1) await useEverything(store, index)
    clock.advance(90 * dayMs)
    let removed = 0
    for (let some = await store.sweep(); some > 0; some = await store.sweep()) removed += some
    assert.equal(removed, 5 * 6)
    assert.deepEqual(readAll(place.place, 'select key from facts union all select key from lists'), [])
  })

  test('sweeping removes at most 500 rows of a table at once', async (t) => {
    const { store, clock } = await openFor(t, open)
    const fill = Array.from({ length: 700 }, (_, index) => [
      store.put(`${index}`, 'v', 1000),
      store.push(`${index}`, 'v', 5, 1000),
    ])
    await Promise.all(fill.flat())
    clock.advance(1000)
    assert.deepEqual([await store.sweep(), await store.sweep(), await store.sweep()], [1000, 400, 0])
  })

  test('no statement of the driver scans a table, sweeping included', async (t) => {
    const prepared = t.mock.method(DatabaseSync.prototype, 'prepare')
    const { store, place } = await openFor(t, open)
    await useEverything(store)
    await store.get('a')
    await store.list('a')
    await store.spend('put 0')
    await store.spendGuarded('code 0', '1', 'brake 0')
    await store.drop('a')
    await store.sweep()
    const sources = [...new Set(prepared.mock.calls.map(({ arguments: [sql] }) => sql))]
    const statements = sources.filter((sql) => /\b(?:facts|lists)\b/.test(sql) && !/^\s*create/.test(sql))
    assert.ok(statements.length >= 9, `${statements.length} statements were seen`)
    assert.ok(statements.some((sql) => /delete from facts where[\s\S]*expires_at/.test(sql)))
    for (const sql of statements) {
      const plan = readAll(place.place, `explain query plan ${sql}`).map(({ detail }) => String(detail))
      assert.deepEqual(
        plan.filter((step) => /\bSCAN\b|TEMP B-TREE/.test(step)),
        [],
        sql,
      )
    }
  })

  test('writes of one turn of the event loop share one transaction', async (t) => {
    const { store } = await openFor(t, open)
    const run = t.mock.method(StatementSync.prototype, 'run')
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.put(`${index}`, 'v', 1000)))
    const commits = run.mock.calls.filter((call) => (call.this as StatementSync).sourceSQL === 'commit')
    assert.equal(commits.length, 1)
    assert.ok(run.mock.callCount() >= 50)
  })
})
