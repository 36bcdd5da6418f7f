/** reserve against a model that remembers everything: at most `max` events in any `ms` milliseconds. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { LimitWindow } from '../../../src/ephemeral/ephemeral-store.ts'
import { type OpenedStore, type OpenStore, openFor } from './opened-store.ts'

/** When one more event fits into a window, from all events that were ever granted. */
function firstFit(events: readonly number[], { ms, max }: LimitWindow, now: number): number {
  const blocking = events.at(-max)
  return blocking === undefined ? now : Math.max(now, blocking + ms)
}

function mostInAnyWindow(events: readonly number[], ms: number): number {
  return Math.max(0, ...events.map((end) => events.filter((at) => at > end - ms && at <= end).length))
}

/** Tries an event after each pause, `wait` is what a refused one is told; answers with the times of the granted. */
async function play(
  { store, clock }: OpenedStore,
  key: string,
  windows: readonly LimitWindow[],
  pauses: readonly number[],
  onTry: (granted: number[], wait: number) => Promise<void> | void,
): Promise<number[]> {
  const events: number[] = []
  for (const pause of pauses) {
    clock.advance(pause)
    const result = await store.reserve([{ key, windows }])
    await onTry(events, result.granted ? 0 : result.retryAfterMs)
    if (result.granted) events.push(clock.now())
  }
  return events
}

const windowUpTo = (most: number) =>
  fc.record({ ms: fc.integer({ min: 1, max: 400 }), max: fc.integer({ min: 1, max: most }) })
const pausesUpTo = (ms: number) => fc.array(fc.integer({ min: 0, max: ms }), { minLength: 5, maxLength: 60 })

export function windowsContract(open: OpenStore): void {
  describe('sliding windows', () => {
    test('up to 20 events: granted and refused exactly as the model says, with the exact wait', async (t) => {
      const opened = await openFor(t, open)
      let run = 0
      const windows = fc.array(windowUpTo(20), { minLength: 1, maxLength: 3 })
      await fc.assert(
        fc.asyncProperty(windows, pausesUpTo(60), async (limits, pauses) => {
          run += 1
          await play(opened, `exact ${run}`, limits, pauses, (events, wait) => {
            const now = opened.clock.now()
            const fits = Math.max(...limits.map((window) => firstFit(events, window, now)))
            assert.equal(wait, fits - now)
          })
        }),
        { numRuns: 100 },
      )
    })

    test('up to 20 events: a refused one is granted after its wait and not a millisecond earlier', async (t) => {
      const opened = await openFor(t, open)
      const { store, clock } = opened
      let run = 0
      await fc.assert(
        fc.asyncProperty(windowUpTo(20), pausesUpTo(30), async (window, pauses) => {
          run += 1
          const limit = { key: `wait ${run}`, windows: [window] }
          await play(opened, limit.key, limit.windows, pauses, async (events, wait) => {
            if (wait === 0) return
            clock.advance(wait - 1)
            if (wait > 1) assert.equal((await store.reserve([limit])).granted, false)
            clock.advance(1)
            assert.equal((await store.reserve([limit])).granted, true)
            events.push(clock.now())
          })
        }),
        { numRuns: 60 },
      )
    })

    test('20 events keep their own milliseconds: each place is free again at its own time', async (t) => {
      const { store, clock } = await openFor(t, open)
      const limit = { key: 'twenty', windows: [{ ms: 1000, max: 20 }] }
      for (let event = 0; event < 20; event += 1) {
        assert.equal((await store.reserve([limit])).granted, true)
        clock.advance(7)
      }
      clock.advance(1000 - 20 * 7)
      for (let event = 0; event < 20; event += 1) {
        assert.equal((await store.reserve([limit])).granted, true)
        const refused = await store.reserve([limit])
        assert.equal(refused.granted ? 0 : refused.retryAfterMs, event === 19 ? 1000 - 19 * 7 : 7)
        clock.advance(7)
      }
    })

    test('any number of events: no window ever holds more than its limit', async (t) => {
      const opened = await openFor(t, open)
      let run = 0
      const windows = fc.array(windowUpTo(60), { minLength: 1, maxLength: 3 })
      const bursts = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })), {
        minLength: 20,
        maxLength: 150,
      })
      await fc.assert(
        fc.asyncProperty(windows, bursts, async (limits, pauses) => {
          run += 1
          const events = await play(opened, `most ${run}`, limits, pauses, () => undefined)
          for (const { ms, max } of limits)
            assert.ok(mostInAnyWindow(events, ms) <= max, `${max} in ${ms} ms`)
        }),
        { numRuns: 50 },
      )
    })

    test('above 20 events: a place is free again at the latest a twentieth of the window after its time', async (t) => {
      const opened = await openFor(t, open)
      let run = 0
      const large = fc.record({
        ms: fc.integer({ min: 100, max: 2000 }),
        max: fc.integer({ min: 21, max: 40 }),
      })
      await fc.assert(
        fc.asyncProperty(large, pausesUpTo(40), async (window, pauses) => {
          run += 1
          await play(opened, `packed ${run}`, [window], pauses, (events, wait) => {
            const now = opened.clock.now()
            const latest = firstFit(events, window, now) + Math.ceil(window.ms / 20)
            assert.ok(now + wait < latest, `${wait} ms`)
          })
        }),
        { numRuns: 50 },
      )
    })
  })
}
