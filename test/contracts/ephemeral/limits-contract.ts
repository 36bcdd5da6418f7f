/** reserve and release: sliding windows, counted in all limits of a call or in none. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Limit } from '../../../src/ephemeral/ephemeral-store.ts'
import { type OpenStore, openFor, together } from './opened-store.ts'

const granted = { granted: true }

function limit(key: string, max: number, ms = 1000): Limit {
  return { key, windows: [{ ms, max }] }
}

export function limitsContract(open: OpenStore): void {
  describe('limits', () => {
    for (const seconds of [45, 60, 300]) {
      test(`A63: once in ${seconds} s is refused at ${seconds - 1} s, granted at ${seconds} s and not before`, async (t) => {
        const { store, clock } = await openFor(t, open)
        const once = limit('a', 1, seconds * 1000)
        assert.deepEqual(await store.reserve([once]), granted)
        clock.advance(seconds * 1000 - 1000)
        assert.deepEqual(await store.reserve([once]), {
          granted: false,
          index: 0,
          window: 0,
          retryAfterMs: 1000,
        })
        clock.advance(999)
        assert.equal((await store.reserve([once])).granted, false)
        clock.advance(1)
        assert.deepEqual(await store.reserve([once]), granted)
        clock.advance(seconds * 1000 + 1000)
        assert.deepEqual(await store.reserve([once]), granted)
      })
    }

    test('A08: a limit of N refuses the event after the Nth, not the Nth', async (t) => {
      const { store } = await openFor(t, open)
      for (const max of [1, 2, 5, 20, 21, 60]) {
        for (let event = 1; event <= max; event += 1)
          assert.deepEqual(await store.reserve([limit(`${max}`, max)]), granted, `${event} of ${max}`)
        assert.equal((await store.reserve([limit(`${max}`, max)])).granted, false, `after ${max}`)
      }
    })

    test('`tellAt` tells of so many events in the window, over all limits of a call, and not of fewer', async (t) => {
      const { store, clock } = await openFor(t, open)
      for (const max of [6, 60]) {
        const telling = { key: `${max}:{b}`, windows: [{ ms: 1000, max, tellAt: 4 }] }
        const calls = [limit(`other ${max}:{a}`, 100), telling]
        for (let event = 1; event <= 3; event += 1) assert.deepEqual(await store.reserve(calls), granted)
        assert.deepEqual(await store.reserve(calls), { granted: true, reached: 4 })
        assert.deepEqual(await store.reserve(calls), { granted: true, reached: 5 })
        clock.advance(2000)
        assert.deepEqual(await store.reserve(calls), granted)
      }
    })

    test('a limit of nothing grants nothing, and a call without limits is granted', async (t) => {
      const { store } = await openFor(t, open)
      assert.equal((await store.reserve([limit('a', 0)])).granted, false)
      assert.deepEqual(await store.reserve([]), granted)
    })

    test('one full limit of several: none of them counts, and the first full one is named', async (t) => {
      const { store } = await openFor(t, open)
      const [roomy, full, alsoFull] = [limit('a', 1), limit('b', 1), limit('c', 1)]
      await store.reserve([full, alsoFull])
      assert.deepEqual(await store.reserve([roomy, full, alsoFull]), {
        granted: false,
        index: 1,
        window: 0,
        retryAfterMs: 1000,
      })
      assert.deepEqual(await store.reserve([roomy]), granted)
    })

    test('of several full windows the one with the longest wait is named', async (t) => {
      const { store, clock } = await openFor(t, open)
      const windows = [
        { ms: 100, max: 1 },
        { ms: 1000, max: 2 },
        { ms: 5000, max: 9 },
      ]
      await store.reserve([{ key: 'a', windows }])
      clock.advance(100)
      await store.reserve([{ key: 'a', windows }])
      const { granted: _, ...refused } = { ...(await store.reserve([{ key: 'a', windows }])) }
      assert.deepEqual(refused, { index: 0, window: 1, retryAfterMs: 900 })
    })

    test('refused events count nowhere: asking all the time does not lengthen the wait', async (t) => {
      const { store, clock } = await openFor(t, open)
      await store.reserve([limit('a', 1)])
      for (let ms = 1; ms < 1000; ms += 37) {
        await store.reserve([limit('a', 1)])
        clock.advance(37)
      }
      clock.advance(1000 - Math.ceil(999 / 37) * 37)
      assert.deepEqual(await store.reserve([limit('a', 1)]), granted)
    })

    test('A54: of 100 parallel events on two connections exactly N are granted', async (t) => {
      const { store, connect } = await openFor(t, open)
      const other = connect()
      for (const max of [1, 7, 20, 60]) {
        const results = await together(100, (index) =>
          (index % 2 === 0 ? store : other).reserve([limit(`${max}`, max), limit('all', 1000)]),
        )
        assert.equal(results.filter((result) => result.granted).length, max)
      }
    })

    test('A54: parallel events in overlapping limits never leave one of them half counted', async (t) => {
      const { store } = await openFor(t, open)
      const calls = await together(60, (index) =>
        store.reserve([limit(`own ${index % 3}`, 30), limit('all', 25)]),
      )
      assert.equal(calls.filter((result) => result.granted).length, 25)
      const rest = await together(90, (index) => store.reserve([limit(`own ${index % 3}`, 30)]))
      assert.equal(rest.filter((result) => result.granted).length, 90 - 25)
    })

    test('a limit that was lowered holds for what was counted before', async (t) => {
      const { store, clock } = await openFor(t, open)
      for (let event = 0; event < 6; event += 1) {
        await store.reserve([limit('a', 10)])
        clock.advance(10)
      }
      const refused = await store.reserve([limit('a', 3)])
      assert.equal(refused.granted ? 0 : refused.retryAfterMs, 1000 + 30 - 60)
    })
  })

  describe('release', () => {
    const windows = [
      { ms: 45_000, max: 1 },
      { ms: 3_600_000, max: 2 },
    ]
    const number: Limit = { key: 'number', windows }

    test('spec 2 rule 1: it gives back one window of a limit, the others keep the try', async (t) => {
      const { store } = await openFor(t, open)
      await store.reserve([number])
      await store.release(number, 0)
      assert.deepEqual(await store.reserve([number]), granted)
      await store.release(number, 0)
      const refused = await store.reserve([number])
      assert.deepEqual(refused.granted ? undefined : refused.window, 1)
    })

    test('it gives one event back, the newest', async (t) => {
      const { store, clock } = await openFor(t, open)
      for (const max of [3, 30]) {
        for (let event = 0; event < max; event += 1) await store.reserve([limit(`${max}`, max)])
        await store.release(limit(`${max}`, max), 0)
        assert.deepEqual(await store.reserve([limit(`${max}`, max)]), granted)
        assert.equal((await store.reserve([limit(`${max}`, max)])).granted, false)
      }
      await store.reserve([limit('old and new', 2)])
      clock.advance(400)
      await store.reserve([limit('old and new', 2)])
      await store.release(limit('old and new', 2), 0)
      await store.reserve([limit('old and new', 2)])
      const refused = await store.reserve([limit('old and new', 2)])
      assert.equal(refused.granted ? undefined : refused.retryAfterMs, 600, 'the old one still counts')
    })

    test('where nothing is counted there is nothing to give back', async (t) => {
      const { store, clock } = await openFor(t, open)
      await store.release(number, 0)
      await store.reserve([number])
      await store.release(number, 0)
      await store.release(number, 0)
      await store.release(number, 7)
      assert.deepEqual(await store.reserve([number]), granted)
      assert.equal((await store.reserve([number])).granted, false)
      clock.advance(3_600_000)
      await store.release(number, 1)
      assert.deepEqual(await store.reserve([number]), granted)
    })
  })
}
