import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import pg from 'pg'
import type { EphemeralStore } from '../../src/ephemeral/ephemeral-store.ts'
import { createTestDatabase, onPostgres, type TestDatabase } from '../support/postgres-server.ts'
import { turningClock } from '../support/turning-clock.ts'
import { openOnPostgres } from './ephemeral/open-on-postgres.ts'
import { type OpenedStore, openFor } from './ephemeral/opened-store.ts'
import { useEverything } from './ephemeral/use-everything.ts'
import { ephemeralContract } from './ephemeral-contract.ts'

const module = new URL('./ephemeral/open-on-postgres.ts', import.meta.url).href
const dayMs = 86_400_000

let database: TestDatabase | undefined

after(async () => database?.drop())

/** The same database for all, since making one takes longer than a test: emptied for each. */
async function emptyDatabase(): Promise<string> {
  database ??= await createTestDatabase()
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query('drop table if exists ephemeral_facts, ephemeral_lists')
  await client.end()
  return database.url
}

async function open(t: TestContext): Promise<OpenedStore> {
  const url = await emptyDatabase()
  const clock = turningClock()
  const connections: EphemeralStore[] = []
  const close = async () => {
    for (const connection of connections.splice(0)) await connection.close()
  }
  t.after(close)
  const connect = () => {
    const store = openOnPostgres(url, clock)
    connections.push(store)
    return store
  }
  return {
    store: connect(),
    clock,
    connect,
    place: { module, openName: 'openOnPostgres', place: url },
    close,
  }
}

await onPostgres(1, () => {
  ephemeralContract('PostgreSQL', open)

  test('at the end of the longest life sweeping leaves nothing in any table', async (t) => {
    const { store, clock } = await openFor(t, open)
    for (let index = 0; index < 5; index += 1) await useEverything(store, index)
    assert.equal(await store.sweep(), 0)
    clock.advance(90 * dayMs)
    assert.deepEqual([await store.sweep(), await store.sweep()], [5 * 6, 0])
  })

  test('A68: a life that is no number is refused', async (t) => {
    const { store } = await openFor(t, open)
    for (const ttlMs of [Number.NaN, Number.POSITIVE_INFINITY])
      await assert.rejects(store.put('a', 'v', ttlMs))
    assert.equal(await store.get('a'), undefined)
  })

  test('calls that hold the same keys in another order do not wait for each other for ever', async (t) => {
    const { store } = await openFor(t, open)
    const limit = (key: string) => ({ key, windows: [{ ms: 1000, max: 100 }] })
    const orders = ['abc', 'cba', 'bca', 'acb'].map((keys) => [...keys].map(limit))
    const calls = Array.from({ length: 80 }, (_, index) => store.reserve(orders[index % 4] ?? []))
    assert.ok((await Promise.all(calls)).every(({ granted }) => granted))
  })
})
