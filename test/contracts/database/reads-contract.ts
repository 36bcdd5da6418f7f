/** first and all, and Kysely beside them. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { statement, step } from '../../../src/storage/database.ts'
import { add, find, idsIn, insert, list, type OpenDatabase, openFor } from './opened-database.ts'

export function readsContract(open: OpenDatabase): void {
  describe('reading', () => {
    test('first gives one row or nothing, all gives every row in its order', async (t) => {
      const { database } = await openFor(t, open)
      assert.equal(await database.first(find, ['a']), undefined)
      assert.deepEqual(await database.all(list, []), [])
      await database.commit([add('b', 'Bo', 2), add('a', 'An', 1), add('c', 'Cy', 3)])
      assert.deepEqual(
        { ...(await database.first(find, ['b'])) },
        { id: 'b', nick: 'Bo', visits: 2, photo: null },
      )
      assert.equal((await database.first(list, []))?.id, 'a')
      assert.deepEqual(await idsIn(database), ['a', 'b', 'c'])
    })

    test('values come back as they went in: times, bytes, nothing, any text', async (t) => {
      const { database } = await openFor(t, open)
      const photo = Uint8Array.from({ length: 256 }, (_, index) => index)
      const nick = '张三 \u{1f511} "quoted" \\ \n \u200b'
      await database.commit([step(insert, ['a', nick, Number.MAX_SAFE_INTEGER, photo])])
      await database.commit([step(insert, ['b', '', -1, null])])
      const [first, second] = [await database.first(find, ['a']), await database.first(find, ['b'])]
      assert.deepEqual([first?.nick, first?.visits], [nick, Number.MAX_SAFE_INTEGER])
      assert.deepEqual(Uint8Array.from(first?.photo ?? []), photo)
      assert.deepEqual([second?.nick, second?.visits, second?.photo], ['', -1, null])
    })

    test('A58: metacharacters of SQL are values like all others', async (t) => {
      const { database } = await openFor(t, open)
      const nasty = [
        "'; drop table people; --",
        "' or '1'='1",
        '%',
        '_',
        '?',
        '$1',
        ':id',
        '\\',
        '"people"',
        '/*',
      ]
      await database.commit(nasty.map((text) => add(text, text)))
      for (const text of nasty) assert.equal((await database.first(find, [text]))?.nick, text)
      assert.equal((await idsIn(database)).length, nasty.length)
    })

    test('a statement that the database cannot read rejects, and the next one works', async (t) => {
      const { database } = await openFor(t, open)
      const broken = statement<[], { id: string }>('broken', 'select id frm people')
      await assert.rejects(database.first(broken, []))
      await assert.rejects(database.all(broken, []))
      assert.deepEqual(await idsIn(database), [])
    })
  })

  describe('Kysely', () => {
    test('it lists, pages and filters what was committed', async (t) => {
      const { database } = await openFor(t, open)
      await database.commit(['a', 'b', 'c', 'd', 'e'].map((id, index) => add(id, `nick ${id}`, index)))
      const page = await (await database.kysely())
        .selectFrom('people')
        .select(['id', 'visits'])
        .where('id', '>', 'b')
        .orderBy('id')
        .limit(2)
        .execute()
      assert.deepEqual(
        page.map(({ id, visits }) => [id, Number(visits)]),
        [
          ['c', 2],
          ['d', 3],
        ],
      )
    })

    test('it streams a long list row by row', async (t) => {
      const { database } = await openFor(t, open)
      await database.commit(Array.from({ length: 500 }, (_, index) => add(String(index).padStart(3, '0'))))
      const seen: unknown[] = []
      for await (const { id } of (await database.kysely())
        .selectFrom('people')
        .select('id')
        .orderBy('id')
        .stream(50))
        seen.push(id)
      assert.deepEqual([seen.length, seen[0], seen.at(-1)], [500, '000', '499'])
    })

    test('what it changes is counted, and seen by the statements', async (t) => {
      const { database } = await openFor(t, open)
      const inserted = await (await database.kysely())
        .insertInto('people')
        .values({ id: 'a', nick: 'An', visits: 1 })
        .returning('id')
        .execute()
      assert.deepEqual(
        inserted.map(({ id }) => id),
        ['a'],
      )
      const updated = await (await database.kysely())
        .updateTable('people')
        .set({ visits: 7 })
        .executeTakeFirst()
      assert.equal(updated.numUpdatedRows, 1n)
      assert.equal((await database.first(find, ['a']))?.visits, 7)
      const deleted = await (await database.kysely()).deleteFrom('people').executeTakeFirst()
      assert.equal(deleted.numDeletedRows, 1n)
      assert.equal(await database.first(find, ['a']), undefined)
    })

    test('its transactions are all or nothing', async (t) => {
      const { database } = await openFor(t, open)
      const failing = (await database.kysely()).transaction().execute(async (transaction) => {
        await transaction.insertInto('people').values({ id: 'a', nick: 'An', visits: 1 }).execute()
        throw new Error('no')
      })
      await assert.rejects(failing, /^Error: no$/)
      assert.deepEqual(await idsIn(database), [])
    })
  })
}
