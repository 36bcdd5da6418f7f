/** commit: all steps or none, and what the guards say. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal } from '../../../src/base/refusal.ts'
import { guarded, type Step, statement, step } from '../../../src/storage/database.ts'
import {
  add,
  addUnguarded,
  bound,
  find,
  idsIn,
  leave,
  type OpenDatabase,
  openFor,
  outcomes,
  renameAll,
  taken,
  visit,
} from './opened-database.ts'

const broken: Step = { name: 'broken', sql: 'insert into nowhere values (1)', params: [] }
const withoutNick: Step = {
  name: 'without-nick',
  sql: "insert into people (id, visits) values ('x', 1)",
  params: [],
}

const sameNick = statement<[nick: string]>('people.same-nick', 'update people set nick = ?')

export function commitContract(open: OpenDatabase): void {
  describe('a transaction', () => {
    test('all its steps are done, in their order', async (t) => {
      const { database } = await openFor(t, open)
      await database.commit([])
      await database.commit([add('a'), step(visit, ['a']), step(visit, ['a']), guarded(leave, ['a'], bound)])
      assert.equal((await database.first(find, ['a']))?.visits, 1)
    })

    test('one statement alone tells how many rows it changed; one that fails changes none', async (t) => {
      const { database } = await openFor(t, open)
      await database.commit([add('a', 'An'), add('b', 'Bo')])
      assert.equal(await database.change(renameAll, ['!']), 2)
      assert.equal(await database.change(visit, ['nobody']), 0)
      assert.equal((await database.first(find, ['b']))?.nick, 'Bo!')
      await assert.rejects(database.change(sameNick, ['An!']))
      assert.equal((await database.first(find, ['b']))?.nick, 'Bo!')
    })

    test('a guard that does not hold undoes everything and gives its own refusal', async (t) => {
      const { database } = await openFor(t, open)
      const refusal = bound()
      const steps = [add('a'), addUnguarded('b'), guarded(visit, ['nobody'], () => refusal), add('c')]
      await assert.rejects(database.commit(steps), (error) => error === refusal)
      assert.deepEqual(await idsIn(database), [])
    })

    test('of several guards that do not hold the first answers, and only that one is asked', async (t) => {
      const { database } = await openFor(t, open)
      const asked: string[] = []
      const otherwise = (name: string) => () => {
        asked.push(name)
        return bound()
      }
      const steps = [
        guarded(visit, ['nobody'], otherwise('first')),
        guarded(visit, ['nobody'], otherwise('second')),
        add('a'),
      ]
      assert.deepEqual(await outcomes([database.commit(steps)]), ['PHONE_BOUND'])
      assert.deepEqual(asked, ['first'])
    })

    test('a guard asks for exactly its number of rows', async (t) => {
      const { database } = await openFor(t, open)
      await database.commit([add('a'), add('b')])
      const renamed = (changes: number) =>
        database.commit([{ ...step(renameAll, ['!']), guard: { changes, otherwise: bound } }])
      assert.deepEqual(await outcomes([renamed(1), renamed(3), renamed(0)]), Array(3).fill('PHONE_BOUND'))
      assert.deepEqual(await outcomes([renamed(2)]), ['done'])
      assert.equal((await database.first(find, ['b']))?.nick, 'nick of b!')
      const none: Step = { ...step(visit, ['nobody']), guard: { changes: 0, otherwise: bound } }
      assert.deepEqual(await outcomes([database.commit([none])]), ['done'])
    })

    test('a step without a guard may change any number of rows', async (t) => {
      const { database } = await openFor(t, open)
      await database.commit([step(visit, ['nobody']), add('a'), add('b'), step(renameAll, ['!'])])
      assert.equal((await database.first(find, ['a']))?.nick, 'nick of a!')
    })

    test('a row that a unique constraint turns away is no change: primary keys and others', async (t) => {
      const { database } = await openFor(t, open)
      await database.commit([add('a', 'An')])
      assert.deepEqual(await outcomes([database.commit([add('x'), add('a', 'other')])]), ['USERNAME_TAKEN'])
      assert.deepEqual(await outcomes([database.commit([add('x'), add('b', 'An')])]), ['USERNAME_TAKEN'])
      assert.deepEqual(await idsIn(database), ['a'])
    })

    test('a guard that asks for no change holds where the row is turned away', async (t) => {
      const { database } = await openFor(t, open)
      const unless = (one: Step): Step => ({ ...one, guard: { changes: 0, otherwise: bound } })
      await database.commit([add('a')])
      await database.commit([add('b'), unless(add('a')), add('c')])
      assert.deepEqual(await outcomes([database.commit([add('d'), unless(add('e'))])]), ['PHONE_BOUND'])
      assert.deepEqual(await idsIn(database), ['a', 'b', 'c'])
    })

    test('without a guard that is an error, not a refusal, and undoes everything', async (t) => {
      const { database } = await openFor(t, open)
      await database.commit([add('a')])
      const collides = database.commit([addUnguarded('x'), addUnguarded('a')])
      await assert.rejects(collides, (error) => error instanceof Error && !(error instanceof Refusal))
      assert.deepEqual(await idsIn(database), ['a'])
    })

    test('other constraints are errors under a guard too', async (t) => {
      const { database } = await openFor(t, open)
      const guardedStep: Step = { ...withoutNick, guard: { changes: 1, otherwise: taken } }
      const collides = database.commit([add('a'), guardedStep])
      await assert.rejects(collides, (error) => error instanceof Error && !(error instanceof Refusal))
      assert.deepEqual(await idsIn(database), [])
    })

    test('a refusal that is thrown while a guard is told is not swallowed', async (t) => {
      const { database } = await openFor(t, open)
      const failing = guarded(visit, ['nobody'], () => {
        throw new TypeError('a defect in the refusal')
      })
      await assert.rejects(database.commit([add('a'), failing]), TypeError)
      assert.deepEqual(await idsIn(database), [])
    })
  })

  describe('transactions that are committed together', () => {
    test('one that is refused or fails undoes itself and none of the others', async (t) => {
      const { database } = await openFor(t, open)
      await database.commit([add('a')])
      const results = await outcomes([
        database.commit([add('b')]),
        database.commit([add('c'), guarded(visit, ['nobody'], bound)]),
        database.commit([add('d'), broken]).catch(() => 'failed'),
        database.commit([add('e'), withoutNick]).catch(() => 'failed'),
        database.commit([add('f'), add('a', 'another')]),
        database.commit([add('g')]),
      ])
      assert.deepEqual(results, ['done', 'PHONE_BOUND', 'done', 'done', 'USERNAME_TAKEN', 'done'])
      assert.deepEqual(await idsIn(database), ['a', 'b', 'g'])
    })

    test('A19: of 20 parallel inserts of one key, on two connections, one is done', async (t) => {
      const { database, connect } = await openFor(t, open)
      const other = connect()
      const calls = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? database : other).commit([add('one', `nick ${index}`), add(`with ${index}`)]),
      )
      const results = await outcomes(calls)
      assert.equal(results.filter((result) => result === 'done').length, 1)
      assert.equal(results.filter((result) => result === 'USERNAME_TAKEN').length, 19)
      assert.equal((await idsIn(database)).length, 2)
    })

    test('of 50 parallel takers of 10 things exactly 10 get one', async (t) => {
      const { database, connect } = await openFor(t, open)
      const other = connect()
      await database.commit([add('stock', 'stock', 10)])
      const calls = Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? database : other).commit([
          guarded(leave, ['stock'], bound),
          add(`taker ${index}`),
        ]),
      )
      const results = await outcomes(calls)
      assert.equal(results.filter((result) => result === 'done').length, 10)
      assert.equal((await database.first(find, ['stock']))?.visits, 0)
      assert.equal((await idsIn(database)).length, 11)
    })

    test('of 100 parallel increments none is lost', async (t) => {
      const { database, connect } = await openFor(t, open)
      const other = connect()
      await database.commit([add('a')])
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          (index % 2 === 0 ? database : other).commit([step(visit, ['a'])]),
        ),
      )
      assert.equal((await database.first(find, ['a']))?.visits, 100)
    })

    test('what was committed is there for other connections, and after the last one was closed', async (t) => {
      const { database, connect, close } = await openFor(t, open)
      const other = connect()
      await database.commit([add('a')])
      assert.deepEqual(await idsIn(other), ['a'])
      const last = database.commit([add('b')])
      await close()
      await last
      assert.deepEqual(await idsIn(connect()), ['a', 'b'])
    })
  })
}
