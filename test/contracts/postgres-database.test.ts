import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { inspect } from 'node:util'
import { Refusal } from '../../src/base/refusal.ts'
import { type Database, guarded, statement, step } from '../../src/storage/database.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import type { QueryDatabase } from '../../src/storage/query-database.ts'
import { createTestDatabase, onPostgres } from '../support/postgres-server.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import {
  add,
  addUnguarded,
  bound,
  find,
  idsIn,
  type OpenedDatabase,
  openFor,
  outcomes,
  renameAll,
  visit,
} from './database/opened-database.ts'
import { databaseContract } from './database-contract.ts'

const module = new URL('../../src/storage/drivers/postgres-driver.ts', import.meta.url).href

async function open(t: TestContext): Promise<OpenedDatabase> {
  const { url, drop } = await createTestDatabase()
  const connections: Database[] = []
  const close = async () => {
    for (const connection of connections.splice(0)) await connection.close()
  }
  t.after(async () => {
    await close()
    await drop()
  })
  const connect = () => {
    const database = openPostgresDatabase(url)
    connections.push(database)
    return database
  }
  const place = { module, openName: 'openPostgresDatabase', place: url }
  return { database: connect(), connect, place, close }
}

/** Another driver of the same data, over a proxy and with parameters of the URL. */
async function openOver(
  t: TestContext,
  { place }: OpenedDatabase,
  parameters: Readonly<Record<string, string>> = {},
): Promise<{ readonly database: QueryDatabase; readonly proxy: TcpProxy }> {
  const proxy = await startTcpProxy(t, place.place)
  const url = `${proxy.url}?${new URLSearchParams(parameters)}`
  const database = openPostgresDatabase(url, 1)
  t.after(() => database.close())
  return { database, proxy }
}

function isUnavailable(cause: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof Refusal && error.code === 'STORE_UNAVAILABLE', String(error))
    assert.match(String(error.cause), cause)
    return true
  }
}

function onlyPostgres(): void {
  test('a transaction of any length is one round trip, and so is a read', async (t) => {
    const { database, proxy } = await openOver(t, await openFor(t, open))
    const ids = Array.from({ length: 20 }, (_, index) => String(index))
    await database.first(visitsOf, ['0'])
    const counted = async (work: Promise<unknown>) => {
      const before = proxy.roundTrips()
      await work.catch(() => {})
      return proxy.roundTrips() - before
    }
    assert.equal(await counted(database.commit(ids.map((id) => add(id)))), 1)
    assert.equal(await counted(database.commit([add('x'), guarded(visit, ['none'], bound)])), 1)
    assert.equal(await counted(database.first(visitsOf, ['0'])), 1)
    assert.equal((await idsIn(database)).length, 20)
  })

  test('a statement that met an error first is usable on the same connection', async (t) => {
    const { database } = await openOver(t, await openFor(t, open))
    for (let time = 0; time < 3; time += 1) {
      const steps = [guarded(visit, ['a'], bound), step(renameAll, ['!']), add('b')]
      assert.deepEqual(await outcomes([database.commit(steps)]), ['PHONE_BOUND'])
    }
    await database.commit([add('a'), guarded(visit, ['a'], bound), step(renameAll, ['!']), add('b')])
    assert.deepEqual(await idsIn(database), ['a', 'b'])
  })

  test('a question mark in quotes is no value, and booleans and counts are numbers', async (t) => {
    const { database } = await openFor(t, open)
    const asking = statement<[id: string], Record<string, unknown>>(
      'people.asking',
      `select '?' as mark, 1 as "a?", exists (select 1 from people where id = ?) as known,
         (select count(*) from people) as people, (select sum(visits) from people) as visits`,
    )
    await database.commit([add('a', 'a', 2), add('b', 'b', 3)])
    const row = await database.first(asking, ['a'])
    assert.deepEqual({ ...row }, { mark: '?', 'a?': 1, known: 1, people: 2, visits: 5 })
    assert.equal((await database.first(asking, ['c']))?.known, 0)
  })

  test('a text with NUL, which PostgreSQL does not have, finds nothing and fails nowhere', async (t) => {
    const { database } = await openFor(t, open)
    await database.commit([add('a'), add('b', 'one\0two')])
    assert.equal(await database.first(visitsOf, ['a\0']), undefined)
    await assert.rejects(database.commit([guarded(visit, ['a\0'], bound)]), { code: 'PHONE_BOUND' })
    assert.equal((await database.first(find, ['b']))?.nick, 'one\ufffdtwo')
  })

  test('L1: the row that the server quotes is in no error', async (t) => {
    const { database } = await openFor(t, open)
    const incomplete = step(
      statement<[id: string]>('people.incomplete', 'insert into people (id, visits) values (?, 1)'),
      ['13800138000'],
    )
    await database.commit([addUnguarded('13800138000')])
    for (const failing of [addUnguarded('13800138000'), incomplete])
      await assert.rejects(database.commit([failing]), (error) => {
        assert.doesNotMatch(inspect(error, { depth: null, showHidden: true }), /13800138000/)
        return true
      })
  })

  test('transactions that lock each other out are begun again until all are done', async (t) => {
    const opened = await openFor(t, open)
    const databases = await Promise.all(
      [0, 1].map(() => openOver(t, opened, { options: '-c deadlock_timeout=20ms' })),
    )
    await opened.database.commit([add('a'), add('b')])
    const slow = step(statement<[]>('people.slow', 'select pg_sleep(0.05)'), [])
    const ways = [
      [step(visit, ['a']), slow, step(visit, ['b'])],
      [step(visit, ['b']), slow, step(visit, ['a'])],
    ]
    await Promise.all(databases.map(({ database }, index) => database.commit(ways[index] ?? [])))
    assert.equal((await opened.database.first(visitsOf, ['a']))?.visits, 2)
    assert.equal((await opened.database.first(visitsOf, ['b']))?.visits, 2)
  })

  test('a lock that others hold is waited for no longer than the limit', async (t) => {
    const opened = await openFor(t, open)
    const { database } = await openOver(t, opened, { statement_timeout: '100' })
    await opened.database.commit([add('a')])
    await (await opened.database.kysely()).transaction().execute(async (transaction) => {
      await transaction.updateTable('people').set({ visits: 7 }).execute()
      await assert.rejects(database.commit([step(visit, ['a'])]), isUnavailable(/timeout/))
    })
    await database.commit([step(visit, ['a'])])
    assert.equal((await database.first(visitsOf, ['a']))?.visits, 8)
  })

  test('a server that has gone silent is given up, for commits and for reads', async (t) => {
    const opened = await openFor(t, open)
    const calls = [(database: Database) => database.commit([add('a')]), idsIn]
    for (const call of calls) {
      const { database, proxy } = await openOver(t, opened, { query_timeout: '200' })
      await idsIn(database)
      proxy.mute()
      await assert.rejects(call(database), isUnavailable(/timeout/))
    }
  })

  test('a lost connection refuses what was under way; the next call makes another', async (t) => {
    const { database, proxy } = await openOver(t, await openFor(t, open))
    await idsIn(database)
    const slow = statement<[], unknown>('people.slow', 'select pg_sleep(5)')
    const underWay = database.all(slow, [])
    setTimeout(proxy.cut, 50)
    await assert.rejects(underWay, isUnavailable(/terminated|ECONNRESET/))
    await database.commit([add('a')])
    proxy.cut()
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.deepEqual(await idsIn(database), ['a'], 'an idle connection that was lost is nobody’s trouble')
  })

  test('a server that is not there, and a database that is not there, refuse every call', async (t) => {
    const { place } = await openFor(t, open)
    const nowhere = openPostgresDatabase('postgres://someone@127.0.0.1:1/none')
    const missing = openPostgresDatabase(new URL('/no_such_database', place.place).href)
    for (const [database, cause] of [
      [nowhere, /ECONNREFUSED/],
      [missing, /does not exist/],
    ] as const) {
      await assert.rejects(idsIn(database), isUnavailable(cause))
      await assert.rejects(database.commit([add('a')]), isUnavailable(cause))
      await assert.rejects(
        database.exclusively(async () => {}),
        isUnavailable(cause),
      )
      await database.close()
    }
  })

  test('after it was closed every call rejects and none hangs', async (t) => {
    const { database, close } = await openFor(t, open)
    await close()
    await database.close()
    await assert.rejects(database.commit([add('a')]))
    await assert.rejects(idsIn(database))
    await assert.rejects(database.exclusively(async () => undefined))
    await assert.rejects(database.kysely())
  })
}

const visitsOf = statement<[id: string], { readonly visits: number }>(
  'people.visits',
  'select visits from people where id = ?',
)

await onPostgres(2, () => {
  databaseContract('PostgreSQL', open)
  describe('what only PostgreSQL has', onlyPostgres)
})
