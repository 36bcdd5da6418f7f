/** strike and unstrike: failures that begin to cost time, and at last close the door (spec 6, O5). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BrakePolicy, EphemeralStore } from '../../../src/ephemeral/ephemeral-store.ts'
import type { TurningClock } from '../../support/turning-clock.ts'
import { countOf, type OpenStore, openFor, together } from './opened-store.ts'

const second = 1000
const hour = 3_600_000

/** The policy of codes, as the spec gives it. */
const policy: BrakePolicy = {
  failures: 10,
  windowMs: hour,
  baseMs: 30 * second,
  maxMs: hour,
  closeAfter: 100,
}
const brake = { key: 'brake:{a}', policy }
const unclosable: BrakePolicy = { failures: 10, windowMs: hour, baseMs: 30 * second, maxMs: hour }

const braked = (retryAfterMs: number) => ({ state: 'braked', retryAfterMs })

async function fail(store: EphemeralStore, times: number, on = brake): Promise<void> {
  for (let failure = 1; failure <= times; failure += 1)
    assert.equal((await store.strike(on)).state, 'open', `failure ${failure} of ${times}`)
}

/** Waits as long as the brake says; answers with how long that was. */
async function waitOut(store: EphemeralStore, clock: TurningClock, on = brake): Promise<number> {
  const state = await store.strike(on)
  assert.equal(state.state, 'braked')
  const ms = state.state === 'braked' ? state.retryAfterMs : 0
  clock.advance(ms)
  return ms
}

export function brakeContract(open: OpenStore): void {
  describe('waits after failures', () => {
    test('A08, O5: the tenth failure within an hour starts a wait of 30 s, the ninth does not', async (t) => {
      const { store, clock } = await openFor(t, open)
      await fail(store, 10)
      assert.deepEqual(await store.strike(brake), braked(30 * second))
      clock.advance(30 * second - 1)
      assert.deepEqual(await store.strike(brake), braked(1))
      clock.advance(1)
      assert.equal((await store.strike(brake)).state, 'open')
    })

    test('a counted failure tells how many more start a wait, and none once one has begun', async (t) => {
      const { store, clock } = await openFor(t, open)
      const left: unknown[] = []
      for (let failure = 1; failure <= 10; failure += 1) left.push(await store.strike(brake))
      assert.deepEqual(
        left,
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((triesLeft) => ({ state: 'open', triesLeft })),
      )
      clock.advance(30 * second)
      assert.deepEqual(await store.strike(brake), { state: 'open', triesLeft: 0 })
      clock.advance(3 * hour)
      assert.deepEqual(await store.strike(brake), { state: 'open', triesLeft: 9 })
    })

    test('O5: failures count for an hour: ten in more than that brake nobody', async (t) => {
      const { store, clock } = await openFor(t, open)
      for (let failure = 1; failure <= 40; failure += 1) {
        assert.equal((await store.strike(brake)).state, 'open', `failure ${failure}`)
        clock.advance(hour / 9)
      }
    })

    test('O5: a failure leaves the count at the end of its hour and not before', async (t) => {
      const { store, clock } = await openFor(t, open)
      await fail(store, 1)
      clock.advance(hour - 1)
      await fail(store, 9)
      assert.equal((await store.strike(brake)).state, 'braked')
      await store.drop('brake:{a}')
      await fail(store, 1)
      clock.advance(hour)
      await fail(store, 9)
      assert.equal((await store.strike(brake)).state, 'open')
    })

    test('O5: each further failure doubles the wait, up to an hour', async (t) => {
      const { store, clock } = await openFor(t, open)
      await fail(store, 10)
      const waits: number[] = []
      for (let round = 1; round <= 10; round += 1) {
        waits.push((await waitOut(store, clock)) / second)
        await fail(store, 1)
      }
      assert.deepEqual(waits, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600])
    })

    test('O5: tries during a lock neither lengthen it nor count', async (t) => {
      const { store, clock } = await openFor(t, open)
      await fail(store, 10)
      for (let at = 0; at < 30; at += 1) {
        assert.deepEqual(await store.strike(brake), braked((30 - at) * second))
        await together(10, () => store.strike(brake))
        clock.advance(second)
      }
      await fail(store, 1)
      assert.deepEqual(await store.strike(brake), braked(60 * second))
    })

    test('a quiet hour after the wait forgives; one that is not over yet does not', async (t) => {
      const { store, clock } = await openFor(t, open)
      await fail(store, 10)
      await waitOut(store, clock)
      clock.advance(hour)
      await fail(store, 1)
      assert.deepEqual(await store.strike(brake), braked(60 * second), 'the hour was not over')
      clock.advance(60 * second + hour + 1)
      await fail(store, 10)
      assert.deepEqual(await store.strike(brake), braked(30 * second))
    })

    test('A06: of 100 parallel strikes on two connections exactly ten get through', async (t) => {
      const { store, connect } = await openFor(t, open)
      const other = connect()
      const states = await together(100, (index) => (index % 2 === 0 ? store : other).strike(brake))
      assert.equal(
        countOf(
          states.map(({ state }) => state),
          'open',
        ),
        10,
      )
    })

    test('brakes of different keys have nothing to do with each other', async (t) => {
      const { store } = await openFor(t, open)
      await fail(store, 10)
      await fail(store, 10, { key: 'other', policy })
    })

    test('a success, that is dropping the key, forgets failures and waits', async (t) => {
      const { store } = await openFor(t, open)
      await fail(store, 10)
      await store.drop('brake:{a}')
      await fail(store, 10)
      assert.deepEqual(await store.strike(brake), braked(30 * second))
    })
  })

  describe('a count of failures as a fact', () => {
    test('A07: what spendGuarded has taken away of it, put brings back', async (t) => {
      const { store } = await openFor(t, open)
      await fail(store, 9)
      await store.guard('code:{a}', { id: '1', digest: 'right', tries: 5, value: 'v' }, hour)
      const spent = await store.spendGuarded('code:{a}', '1', 'brake:{a}')
      assert.ok(spent?.failures !== undefined)
      assert.equal(await store.get('brake:{a}'), undefined)
      await store.put('brake:{a}', spent.failures, 4 * hour)
      await fail(store, 1)
      assert.deepEqual(await store.strike(brake), braked(30 * second))
    })
  })

  describe('closing', () => {
    test('A08, O5: 100 failures in a row close, 99 do not', async (t) => {
      const { store, clock } = await openFor(t, open)
      await fail(store, 10)
      for (let failure = 11; failure <= 99; failure += 1) {
        await waitOut(store, clock)
        await fail(store, 1)
      }
      await waitOut(store, clock)
      await fail(store, 1)
      assert.deepEqual(await store.strike(brake), { state: 'closed' })
    })

    test('O5: failures in a row need not be close to each other, and quiet does not open what is closed', async (t) => {
      const { store, clock } = await openFor(t, open)
      for (let failure = 1; failure <= 100; failure += 1) {
        assert.equal((await store.strike(brake)).state, 'open', `failure ${failure}`)
        clock.advance(2 * hour)
      }
      assert.deepEqual(await store.strike(brake), { state: 'closed' })
      clock.advance(30 * 24 * hour)
      assert.deepEqual(await store.strike(brake), { state: 'closed' })
      await store.drop('brake:{a}')
      await fail(store, 10)
    })

    test('a policy without a last failure never closes', async (t) => {
      const { store, clock } = await openFor(t, open)
      const forgiving = { key: 'brake:{a}', policy: unclosable }
      for (let failure = 1; failure <= 150; failure += 1) {
        await fail(store, 1, forgiving)
        clock.advance(2 * hour)
      }
    })
  })

  describe('taking a strike back', () => {
    test('A08: what was taken back does not count', async (t) => {
      const { store } = await openFor(t, open)
      for (let round = 0; round < 30; round += 1) {
        await fail(store, 1)
        await store.unstrike(brake)
      }
      await fail(store, 10)
      assert.deepEqual(await store.strike(brake), braked(30 * second))
    })

    test('the wait that it started ends, and the next failure starts it anew', async (t) => {
      const { store } = await openFor(t, open)
      await fail(store, 10)
      await store.unstrike(brake)
      await fail(store, 1)
      assert.deepEqual(await store.strike(brake), braked(30 * second))
    })

    test('earlier waits are not forgiven by it, however many strikes are taken back', async (t) => {
      const { store, clock } = await openFor(t, open)
      await fail(store, 10)
      for (let round = 0; round < 3; round += 1) {
        await waitOut(store, clock)
        await fail(store, 1)
      }
      await waitOut(store, clock)
      for (let round = 0; round < 12; round += 1) {
        await fail(store, 1)
        await store.unstrike(brake)
      }
      await fail(store, 1)
      assert.deepEqual(await store.strike(brake), braked(480 * second))
    })

    test('the failure that would have closed is taken back: still open', async (t) => {
      const { store } = await openFor(t, open)
      const strict = { key: 'strict', policy: { ...policy, failures: 1000, closeAfter: 3 } }
      await fail(store, 3, strict)
      await store.unstrike(strict)
      await fail(store, 1, strict)
      assert.deepEqual(await store.strike(strict), { state: 'closed' })
    })

    test('the last one taken back leaves nothing to keep', async (t) => {
      const { store } = await openFor(t, open)
      await fail(store, 2)
      await store.unstrike(brake)
      assert.notEqual(await store.get(brake.key), undefined)
      await store.unstrike(brake)
      assert.equal(await store.get(brake.key), undefined)
    })

    test('where nothing is counted there is nothing to take back', async (t) => {
      const { store } = await openFor(t, open)
      await store.unstrike(brake)
      await fail(store, 10)
      assert.deepEqual(await store.strike(brake), braked(30 * second))
    })
  })
}
