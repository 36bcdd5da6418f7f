/** exclusively: schema work, one at a time over all connections and processes, all or nothing. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { QueryDatabase } from '../../../src/storage/query-database.ts'
import { add, idsIn, type OpenDatabase, openFor } from './opened-database.ts'

const turnOfEventLoop = () => new Promise(setImmediate)

/** Notes when it begins and ends, with some turns of the event loop between. */
function noting(database: QueryDatabase, name: string, notes: string[]): Promise<string> {
  return database.exclusively(async (kysely) => {
    notes.push(`${name} begins`)
    await kysely.insertInto('people').values({ id: name, nick: name, visits: 0 }).execute()
    for (let turn = 0; turn < 5; turn += 1) await turnOfEventLoop()
    notes.push(`${name} ends`)
    return name
  })
}

export function exclusivelyContract(open: OpenDatabase): void {
  describe('exclusive work', () => {
    test('it answers with what the work gave, and the work is done', async (t) => {
      const { database } = await openFor(t, open)
      assert.equal(await noting(database, 'a', []), 'a')
      assert.deepEqual(await idsIn(database), ['a'])
    })

    test('work that fails leaves nothing, tables included, and passes its error on', async (t) => {
      const { database } = await openFor(t, open)
      const error = new Error('no')
      const failing = database.exclusively(async (kysely) => {
        await kysely.schema.createTable('more').addColumn('id', 'text').execute()
        await kysely.insertInto('people').values({ id: 'a', nick: 'a', visits: 0 }).execute()
        throw error
      })
      await assert.rejects(failing, (thrown) => thrown === error)
      assert.deepEqual(await idsIn(database), [])
      await assert.rejects((await database.kysely()).selectFrom('more').selectAll().execute())
      assert.equal(await noting(database, 'b', []), 'b', 'the next work is not in its way')
    })

    test('two at once on one connection run one after the other', async (t) => {
      const { database } = await openFor(t, open)
      const notes: string[] = []
      await Promise.all([noting(database, 'a', notes), noting(database, 'b', notes)])
      assert.deepEqual(notes, ['a begins', 'a ends', 'b begins', 'b ends'])
    })

    test('two at once on two connections run one after the other', async (t) => {
      const { database, connect } = await openFor(t, open)
      const notes: string[] = []
      await Promise.all([noting(database, 'a', notes), noting(connect(), 'b', notes)])
      assert.deepEqual(
        notes.map((note) => note.split(' ')[1]),
        ['begins', 'ends', 'begins', 'ends'],
      )
    })

    test('commits of the same process wait for its end, and are done then', async (t) => {
      const { database } = await openFor(t, open)
      const notes: string[] = []
      const before = database.commit([add('before')]).then(() => notes.push('before'))
      const work = noting(database, 'work', notes)
      const during = database.commit([add('during')]).then(() => notes.push('during'))
      await Promise.all([before, work, during])
      assert.ok(notes.indexOf('during') > notes.indexOf('work ends'), notes.join(', '))
      assert.deepEqual(await idsIn(database), ['before', 'during', 'work'])
    })

    test('a change that others make through Kysely meanwhile is not undone with it', async (t) => {
      const { database } = await openFor(t, open)
      const failing = database.exclusively(async () => {
        for (let turn = 0; turn < 5; turn += 1) await turnOfEventLoop()
        throw new Error('no')
      })
      const other = (await database.kysely())
        .insertInto('people')
        .values({ id: 'a', nick: 'a', visits: 0 })
        .execute()
      await assert.rejects(failing, /^Error: no$/)
      await other
      assert.deepEqual(await idsIn(database), ['a'])
    })
  })
}
