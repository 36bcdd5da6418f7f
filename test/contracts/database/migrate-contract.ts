/** migrate and pendingMigrations: in order, once, under a lock, and a failing one leaves nothing. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Migration, migrate, pendingMigrations, SchemaFault } from '../../../src/storage/migrate.ts'
import { startProcess } from '../other-process.ts'
import { idsIn, type OpenDatabase, openFor } from './opened-database.ts'

/** Writes its own id, so that running it twice fails and its order shows. */
function migration(id: string, order: string[] = []): Migration {
  return {
    id,
    async up(schema) {
      order.push(id)
      await schema.insertInto('people').values({ id, nick: id, visits: order.length }).execute()
    },
  }
}

const program = new URL('./migrate-worker.ts', import.meta.url)

export function migrateContract(open: OpenDatabase): void {
  describe('migrations', () => {
    test('they run in the order of their ids, whatever the order of the list', async (t) => {
      const { database } = await openFor(t, open)
      const order: string[] = []
      const list = ['2026-12-01-c', '2026-11-21-b', '2026-11-21-a'].map((id) => migration(id, order))
      assert.deepEqual(await migrate(database, list), ['2026-11-21-a', '2026-11-21-b', '2026-12-01-c'])
      assert.deepEqual(order, ['2026-11-21-a', '2026-11-21-b', '2026-12-01-c'])
    })

    test('each runs once, for every connection and after a new start', async (t) => {
      const { database, connect } = await openFor(t, open)
      const order: string[] = []
      await migrate(database, [migration('a', order)])
      assert.deepEqual(await migrate(database, [migration('a', order)]), [])
      assert.deepEqual(await migrate(connect(), [migration('a', order), migration('b', order)]), ['b'])
      assert.deepEqual(order, ['a', 'b'])
    })

    test('pending ones are told in their order and not run', async (t) => {
      const { database } = await openFor(t, open)
      const list = [migration('c'), migration('b'), migration('a')]
      assert.deepEqual(await pendingMigrations(database, list), ['a', 'b', 'c'])
      assert.deepEqual(await idsIn(database), [])
      await migrate(database, [migration('a')])
      assert.deepEqual(await pendingMigrations(database, list), ['b', 'c'])
      await migrate(database, list)
      assert.deepEqual(await pendingMigrations(database, list), [])
    })

    test('a start with nothing to apply waits for nobody', async (t) => {
      const { database, connect } = await openFor(t, open)
      await migrate(database, [migration('a')])
      const other = connect()
      await other.exclusively(async () => assert.deepEqual(await migrate(database, [migration('a')]), []))
    })

    test('a migration is told the dialect', async (t) => {
      const { database } = await openFor(t, open)
      let told: string | undefined
      const asking: Migration = {
        id: 'a',
        async up(_, dialect) {
          told = dialect
        },
      }
      await migrate(database, [asking])
      assert.equal(told, database.dialect)
    })

    test('a failing one leaves nothing of the run, and the next run does all of it', async (t) => {
      const { database } = await openFor(t, open)
      const failing: Migration = {
        id: 'b',
        async up(schema) {
          await schema.schema.createTable('half').addColumn('id', 'text').execute()
          throw new Error('half way')
        },
      }
      const list = [migration('a'), failing, migration('c')]
      await assert.rejects(migrate(database, list), /^Error: half way$/)
      assert.deepEqual(await idsIn(database), [])
      await assert.rejects((await database.kysely()).selectFrom('half').selectAll().execute())
      assert.deepEqual(await migrate(database, [migration('a'), migration('b'), migration('c')]), [
        'a',
        'b',
        'c',
      ])
      assert.deepEqual(await idsIn(database), ['a', 'b', 'c'])
    })

    test('an older program works beside what a newer one has added', async (t) => {
      const { database } = await openFor(t, open)
      await migrate(database, [migration('a'), migration('b')])
      assert.deepEqual(await pendingMigrations(database, [migration('a')]), [])
      assert.deepEqual(await migrate(database, [migration('a')], 'additions'), [])
    })

    test('an older program refuses what a newer one has taken away, and does nothing', async (t) => {
      const { database } = await openFor(t, open)
      await migrate(database, [migration('a'), migration('b/contract')])
      const tooNew = (error: unknown) =>
        error instanceof SchemaFault && /know b\/contract:/.test(error.message)
      const older = [migration('a'), migration('aa')]
      await assert.rejects(migrate(database, older, 'additions'), tooNew)
      await assert.rejects(migrate(database, older), tooNew)
      await assert.rejects(pendingMigrations(database, older), tooNew)
      assert.deepEqual(await idsIn(database), ['a', 'b/contract'])
    })

    test('a start takes nothing away, but from a database that is empty; the command does', async (t) => {
      const { database } = await openFor(t, open)
      const release = [migration('a'), migration('b/contract'), migration('c')]
      await migrate(database, [migration('a')])
      assert.deepEqual(await pendingMigrations(database, release, 'additions'), ['c'])
      assert.deepEqual(await migrate(database, release, 'additions'), ['c'])
      assert.deepEqual(await pendingMigrations(database, release), ['b/contract'])
      assert.deepEqual(await migrate(database, release), ['b/contract'])
      const { database: empty } = await openFor(t, open)
      assert.deepEqual(await migrate(empty, release, 'additions'), ['a', 'b/contract', 'c'])
    })

    test('four processes at once on a half-migrated database run what is left once', async (t) => {
      const { place, connect, close } = await open(t)
      t.after(close)
      const before: Migration = {
        id: '1-table',
        up: async ({ schema }) => schema.createTable('made').addColumn('id', 'text').execute(),
      }
      await migrate(connect(), [before])
      const processes = await Promise.all(Array.from({ length: 4 }, () => startProcess(t, program, place)))
      const applied = (await Promise.all(processes.map((one) => one.run()))) as string[][]
      assert.deepEqual(applied.flat(), ['2-rows', '3-index'])
    })

    test('two starts at once on one connection run each migration once', async (t) => {
      const { database } = await openFor(t, open)
      const list = [migration('a'), migration('b')]
      const applied = await Promise.all([migrate(database, list), migrate(database, list)])
      assert.deepEqual(
        applied.toSorted((left, right) => right.length - left.length),
        [['a', 'b'], []],
      )
    })

    test('four processes at once on an empty database run each migration once', async (t) => {
      const { place, connect, close } = await open(t)
      t.after(close)
      const starting = Array.from({ length: 4 }, () => startProcess(t, program, place))
      const processes = await Promise.all(starting)
      const applied = (await Promise.all(processes.map((one) => one.run()))) as string[][]
      assert.deepEqual(applied.flat(), ['1-table', '2-rows', '3-index'])
      assert.equal(applied.filter(({ length }) => length > 0).length, 1, 'one of them did all of it')
      const rows = await (await connect().kysely()).selectFrom('made').select('id').orderBy('id').execute()
      assert.deepEqual(rows.map(({ id }) => id).slice(0, 3), ['0', '1', '10'])
      assert.equal(rows.length, 100)
    })
  })
}
