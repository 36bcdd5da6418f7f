/** guard, attempt, spendGuarded, restore: values behind a short code. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BrakePolicy, GuardedFact, Guess } from '../../../src/ephemeral/ephemeral-store.ts'
import { countOf, type OpenStore, openFor, together } from './opened-store.ts'

const fact: GuardedFact = { id: 'issue 1', digest: 'right', tries: 5, value: 'the value' }
const never: BrakePolicy = { failures: 1e6, windowMs: 1000, baseMs: 1, maxMs: 1 }
const hourly: BrakePolicy = { failures: 10, windowMs: 3_600_000, baseMs: 30_000, maxMs: 3_600_000 }

function guess(digest: string, policy = never): Guess {
  return { key: 'code:{a}', digests: [digest], brake: { key: 'brake:{a}', policy } }
}

const right = { outcome: 'right', id: 'issue 1', value: 'the value', triesLeft: 5, leftMs: 1000 }
const missing = { outcome: 'missing' }

export function guardedContract(open: OpenStore): void {
  describe('guesses', () => {
    test('a right guess tells what is behind the code and changes nothing', async (t) => {
      const { store, clock } = await openFor(t, open)
      await store.guard('code:{a}', fact, 1000)
      assert.deepEqual(await store.attempt(guess('right')), right)
      clock.advance(400)
      assert.deepEqual(await store.attempt(guess('right')), { ...right, leftMs: 600 })
    })

    test('a guess is right when one of its digests is, whichever key that was made under', async (t) => {
      const { store } = await openFor(t, open)
      await store.guard('code:{a}', fact, 1000)
      const result = await store.attempt({ ...guess(''), digests: ['under the new key', 'right'] })
      assert.equal(result.outcome, 'right')
      assert.equal((await store.attempt({ ...guess(''), digests: [] })).outcome, 'wrong')
      assert.equal((await store.attempt(guess('righ'))).outcome, 'wrong')
      assert.equal((await store.attempt(guess('right '))).outcome, 'wrong')
    })

    test('A08: a wrong guess costs a try; the fifth burns the code, the fourth does not', async (t) => {
      const { store } = await openFor(t, open)
      await store.guard('code:{a}', fact, 1000)
      for (const triesLeft of [4, 3, 2, 1])
        assert.deepEqual(await store.attempt(guess('wrong')), { outcome: 'wrong', triesLeft })
      assert.deepEqual(await store.attempt(guess('right')), { ...right, triesLeft: 1 })
      assert.deepEqual(await store.attempt(guess('wrong')), { outcome: 'wrong', triesLeft: 0 })
      assert.deepEqual(await store.attempt(guess('right')), missing)
      assert.equal(await store.spendGuarded('code:{a}', 'issue 1', 'brake:{a}'), undefined)
    })

    test('the failure that starts a wait says so, and so does the one that closes', async (t) => {
      const { store, clock } = await openFor(t, open)
      const policy = { failures: 2, windowMs: 60_000, baseMs: 1_000, maxMs: 1_000, closeAfter: 4 }
      const begins = async () => {
        await store.guard('code:{a}', fact, 600_000)
        const guessed = await store.attempt({ ...guess('wrong'), brake: { key: 'brake:{a}', policy } })
        clock.advance(1_000)
        return guessed.outcome === 'wrong' ? guessed.begins : guessed.outcome
      }
      assert.deepEqual([await begins(), await begins(), await begins()], [undefined, 'braked', 'braked'])
      assert.deepEqual([await begins(), await begins()], ['closed', 'closed'])
    })

    test('A06: of 200 parallel wrong guesses on two connections 5 are evaluated and counted', async (t) => {
      const { store, connect } = await openFor(t, open)
      const other = connect()
      await store.guard('code:{a}', fact, 1000)
      const results = await together(200, (index) =>
        (index % 2 === 0 ? store : other).attempt(guess('wrong', hourly)),
      )
      const outcomes = results.map(({ outcome }) => outcome)
      assert.deepEqual([countOf(outcomes, 'wrong'), countOf(outcomes, 'missing')], [5, 195])
      await store.guard('code:{a}', fact, 1000)
      for (let failure = 6; failure <= 10; failure += 1)
        assert.equal((await store.attempt(guess('wrong', hourly))).outcome, 'wrong', `failure ${failure}`)
      assert.equal((await store.attempt(guess('wrong', hourly))).outcome, 'braked')
    })

    test('spec 2 rule 3: a guess where no code lives counts nowhere', async (t) => {
      const { store, clock } = await openFor(t, open)
      await together(50, () => store.attempt(guess('wrong', hourly)))
      await store.guard('code:{a}', fact, 1000)
      await store.spendGuarded('code:{a}', 'issue 1', 'other-brake:{a}')
      await together(50, () => store.attempt(guess('right', hourly)))
      await store.guard('code:{a}', fact, 1000)
      clock.advance(1000)
      await together(50, () => store.attempt(guess('right', hourly)))
      await store.guard('code:{a}', { ...fact, tries: 20 }, 1000)
      for (let failure = 1; failure <= 10; failure += 1)
        assert.equal((await store.attempt(guess('wrong', hourly))).outcome, 'wrong', `failure ${failure}`)
    })

    test('a code lives to its last millisecond, and a wrong guess does not lengthen its life', async (t) => {
      const { store, clock } = await openFor(t, open)
      await store.guard('code:{a}', fact, 1000)
      clock.advance(700)
      await store.attempt(guess('wrong'))
      clock.advance(299)
      assert.deepEqual(await store.attempt(guess('right')), { ...right, triesLeft: 4, leftMs: 1 })
      clock.advance(1)
      assert.deepEqual(await store.attempt(guess('right')), missing)
      assert.equal(await store.spendGuarded('code:{a}', 'issue 1', 'brake:{a}'), undefined)
    })

    test('A04: a new code takes the place of the old one, with new tries and the old failure count', async (t) => {
      const { store } = await openFor(t, open)
      for (const id of ['issue 1', 'issue 2', 'issue 3']) {
        await store.guard('code:{a}', { ...fact, id, digest: `right ${id}`, tries: 4 }, 1000)
        for (const triesLeft of [3, 2, 1])
          assert.deepEqual(await store.attempt(guess('right issue 0', hourly)), {
            outcome: 'wrong',
            triesLeft,
          })
      }
      const result = await store.attempt(guess('right issue 3', hourly))
      assert.deepEqual(result, { ...right, id: 'issue 3', triesLeft: 1 })
      assert.equal((await store.attempt(guess('wrong', hourly))).outcome, 'wrong', 'the tenth failure')
      assert.equal((await store.attempt(guess('right issue 3', hourly))).outcome, 'braked')
    })

    test('during a lock not even the right guess counts, and the code is not touched', async (t) => {
      const { store, clock } = await openFor(t, open)
      const policy = { failures: 2, windowMs: 60_000, baseMs: 1000, maxMs: 1000 }
      await store.guard('code:{a}', fact, 5000)
      await store.attempt(guess('wrong', policy))
      await store.attempt(guess('wrong', policy))
      const during = await together(20, (index) =>
        store.attempt(guess(index % 2 ? 'wrong' : 'right', policy)),
      )
      assert.deepEqual(new Set(during.map((result) => JSON.stringify(result))).size, 1)
      assert.deepEqual(during[0], { outcome: 'braked', retryAfterMs: 1000 })
      clock.advance(1000)
      assert.deepEqual(await store.attempt(guess('right', policy)), { ...right, triesLeft: 3, leftMs: 4000 })
    })

    test('a closed brake lets nobody guess', async (t) => {
      const { store, clock } = await openFor(t, open)
      const policy = { ...never, closeAfter: 2 }
      await store.guard('code:{a}', fact, 10_000)
      await store.attempt(guess('wrong', policy))
      await store.attempt(guess('wrong', policy))
      clock.advance(5000)
      assert.deepEqual(await store.attempt(guess('right', policy)), { outcome: 'closed' })
    })
  })

  describe('spending what was guessed', () => {
    test('O3: of 50 parallel callers on two connections exactly one gets it', async (t) => {
      const { store, connect } = await openFor(t, open)
      const other = connect()
      await store.guard('code:{a}', fact, 1000)
      const won = await together(50, (index) =>
        (index % 2 === 0 ? store : other).spendGuarded('code:{a}', 'issue 1', 'brake:{a}'),
      )
      assert.equal(countOf(won, undefined), 49)
      assert.deepEqual(await store.attempt(guess('right')), missing)
    })

    test('only the issue that was guessed is spent, not a newer code in its place', async (t) => {
      const { store } = await openFor(t, open)
      await store.guard('code:{a}', { ...fact, id: 'issue 2' }, 1000)
      assert.equal(await store.spendGuarded('code:{a}', 'issue 1', 'brake:{a}'), undefined)
      assert.deepEqual(await store.attempt(guess('right')), { ...right, id: 'issue 2' })
    })

    test('O4: a success resets the failure count, a failed spend does not', async (t) => {
      const { store } = await openFor(t, open)
      const failNineTimes = async () => {
        for (let failure = 1; failure <= 9; failure += 1)
          assert.equal((await store.attempt(guess('wrong', hourly))).outcome, 'wrong')
      }
      await store.guard('code:{a}', { ...fact, tries: 20 }, 1000)
      await failNineTimes()
      assert.notEqual(await store.spendGuarded('code:{a}', 'issue 1', 'brake:{a}'), undefined)
      await store.guard('code:{a}', { ...fact, tries: 20 }, 1000)
      await failNineTimes()
      assert.equal(await store.spendGuarded('code:{a}', 'issue 0', 'brake:{a}'), undefined)
      await store.attempt(guess('wrong', hourly))
      assert.equal((await store.attempt(guess('right', hourly))).outcome, 'braked')
    })

    test('a code that was given back is as good as before, for what it has left', async (t) => {
      const { store, clock } = await openFor(t, open)
      await store.guard('code:{a}', fact, 1000)
      await store.spendGuarded('code:{a}', 'issue 1', 'brake:{a}')
      await store.restore('code:{a}', { ...fact, tries: 3 }, 600)
      assert.deepEqual(await store.attempt(guess('right')), { ...right, triesLeft: 3, leftMs: 600 })
      clock.advance(600)
      assert.deepEqual(await store.attempt(guess('right')), missing)
    })

    test('a code that was given back does not push a newer one out, however many give back', async (t) => {
      const { store } = await openFor(t, open)
      await store.guard('code:{a}', { ...fact, id: 'issue 2' }, 1000)
      await together(20, () => store.restore('code:{a}', fact, 9000))
      assert.deepEqual(await store.attempt(guess('right')), { ...right, id: 'issue 2' })
    })

    test('a code can be given back where the newer one has expired', async (t) => {
      const { store, clock } = await openFor(t, open)
      await store.guard('code:{a}', { ...fact, id: 'issue 2' }, 1000)
      clock.advance(1000)
      await store.restore('code:{a}', fact, 1000)
      assert.deepEqual(await store.attempt(guess('right')), right)
    })
  })
}
