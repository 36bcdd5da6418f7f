/** push and list: the newest few values, each with a life of its own. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type OpenStore, openFor, together } from './opened-store.ts'

export function listsContract(open: OpenStore): void {
  describe('lists', () => {
    test('a list is told newest first and keeps the newest', async (t) => {
      const { store } = await openFor(t, open)
      assert.deepEqual(await store.list('a'), [])
      for (const value of ['1', '2', '3', '4']) await store.push('a', value, 3, 1000)
      assert.deepEqual(await store.list('a'), ['4', '3', '2'])
      await store.push('a', '5', 1, 1000)
      assert.deepEqual(await store.list('a'), ['5'])
    })

    test('each value leaves at the end of its own life', async (t) => {
      const { store, clock } = await openFor(t, open)
      await store.push('a', 'first', 5, 1000)
      clock.advance(600)
      await store.push('a', 'second', 5, 1000)
      clock.advance(399)
      assert.deepEqual(await store.list('a'), ['second', 'first'])
      clock.advance(1)
      assert.deepEqual(await store.list('a'), ['second'])
      clock.advance(599)
      assert.deepEqual(await store.list('a'), ['second'])
      clock.advance(1)
      assert.deepEqual(await store.list('a'), [])
    })

    test('lists of different keys have nothing to do with each other', async (t) => {
      const { store } = await openFor(t, open)
      await store.push('a', '1', 1, 1000)
      await store.push('b', '2', 1, 1000)
      assert.deepEqual(await store.list('a'), ['1'])
      assert.deepEqual(await store.list('b'), ['2'])
    })

    test('of 50 parallel pushes none is lost but by the bound', async (t) => {
      const { store, connect } = await openFor(t, open)
      const other = connect()
      await together(50, (index) => (index % 2 === 0 ? store : other).push('all', String(index), 50, 1000))
      assert.equal(new Set(await store.list('all')).size, 50)
      await together(50, (index) => (index % 2 === 0 ? store : other).push('few', String(index), 10, 1000))
      assert.equal(new Set(await store.list('few')).size, 10)
    })
  })
}
