/** put, get, spend, drop: plain facts that expire. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type OpenedStore, type OpenStore, openFor, together } from './opened-store.ts'

type Action =
  | { readonly kind: 'put'; readonly key: string; readonly value: string; readonly ttlMs: number }
  | { readonly kind: 'get' | 'spend' | 'drop'; readonly key: string }
  | { readonly kind: 'advance'; readonly ms: number }

const key = fc.constantFrom('a', 'b', 'c')
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    key,
    value: fc.string({ unit: 'grapheme', maxLength: 8 }),
    ttlMs: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ kind: fc.constantFrom('get' as const, 'spend' as const, 'drop' as const), key }),
  fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 3 }) }),
)

/** Does the same to a map, and compares what both answer. */
async function compareWithMap({ store, clock }: OpenedStore, actions: readonly Action[], run: number) {
  const facts = new Map<string, { readonly value: string; readonly until: number }>()
  const expected = (name: string) => {
    const fact = facts.get(name)
    return fact !== undefined && fact.until > clock.now() ? fact.value : undefined
  }
  for (const one of actions) {
    if (one.kind === 'advance') clock.advance(one.ms)
    else if (one.kind === 'put') {
      await store.put(`${run}:${one.key}`, one.value, one.ttlMs)
      facts.set(one.key, { value: one.value, until: clock.now() + one.ttlMs })
    } else if (one.kind === 'get') assert.equal(await store.get(`${run}:${one.key}`), expected(one.key))
    else {
      if (one.kind === 'spend') assert.equal(await store.spend(`${run}:${one.key}`), expected(one.key))
      else await store.drop(`${run}:${one.key}`)
      facts.delete(one.key)
    }
  }
}

export function factsContract(open: OpenStore): void {
  describe('facts', () => {
    test('a fact is there until the last millisecond of its life and gone at its end', async (t) => {
      const { store, clock } = await openFor(t, open)
      await store.put('a', 'value', 300_000)
      clock.advance(299_999)
      assert.equal(await store.get('a'), 'value')
      clock.advance(1)
      assert.equal(await store.get('a'), undefined)
      assert.equal(await store.spend('a'), undefined)
    })

    test('a newer fact takes the place and the life of the older one', async (t) => {
      const { store, clock } = await openFor(t, open)
      await store.put('a', 'old', 1000)
      clock.advance(500)
      await store.put('a', 'new', 1000)
      clock.advance(999)
      assert.equal(await store.get('a'), 'new')
      await store.put('a', 'short', 1)
      clock.advance(1)
      assert.equal(await store.get('a'), undefined)
    })

    test('what was spent is gone', async (t) => {
      const { store } = await openFor(t, open)
      await store.put('a', 'value', 1000)
      assert.equal(await store.spend('a'), 'value')
      assert.equal(await store.spend('a'), undefined)
      assert.equal(await store.get('a'), undefined)
    })

    test('O3: of 50 parallel callers on two connections one spends the fact', async (t) => {
      const { store, connect } = await openFor(t, open)
      const other = connect()
      await store.put('a', 'value', 1000)
      const spent = await together(50, (index) => (index % 2 === 0 ? store : other).spend('a'))
      assert.deepEqual(
        spent.filter((value) => value !== undefined),
        ['value'],
      )
    })

    test('drop forgets several facts of any kind at once, and is content when there is none', async (t) => {
      const { store } = await openFor(t, open)
      const limit = { key: 'limit', windows: [{ ms: 1000, max: 1 }] }
      const policy = { failures: 1, windowMs: 1000, baseMs: 1000, maxMs: 1000 }
      const fact = { id: '1', digest: 'd', tries: 5, value: 'v' }
      await store.put('fact', 'value', 1000)
      await store.push('list', 'value', 5, 1000)
      await store.guard('guarded:{a}', fact, 1000)
      await store.reserve([limit])
      await store.strike({ key: 'brake:{a}', policy })
      await store.put('other', 'value', 1000)
      await store.drop('fact', 'list', 'guarded:{a}', 'limit', 'brake:{a}', 'absent')
      assert.equal(await store.get('fact'), undefined)
      assert.deepEqual(await store.list('list'), [])
      assert.equal(await store.spendGuarded('guarded:{a}', '1', 'brake:{a}'), undefined)
      assert.equal((await store.reserve([limit])).granted, true)
      assert.equal((await store.strike({ key: 'brake:{a}', policy })).state, 'open')
      assert.equal(await store.get('other'), 'value')
    })

    test('keys and values are taken to the letter', async (t) => {
      const { store } = await openFor(t, open)
      const names = [
        'a',
        'A',
        'a ',
        ' a',
        'a\0',
        'a\0b',
        'ａ',
        'á',
        'a\u0301',
        "a' or 1=1 --",
        '%',
        '{a}:b',
        '',
      ]
      const valueFor = (name: string) => `"${name}" \0 \u{1f511} \\ ${'x'.repeat(70_000)}`
      await together(names.length, (index) =>
        store.put(names[index] ?? '', valueFor(names[index] ?? ''), 1000),
      )
      for (const name of names) assert.equal(await store.get(name), valueFor(name))
    })

    test('any sequence of puts, gets, spends, drops and pauses does what a map would', async (t) => {
      const opened = await openFor(t, open)
      let run = 0
      await fc.assert(
        fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
          run += 1
          await compareWithMap(opened, actions, run)
        }),
        { numRuns: 60 },
      )
    })
  })
}
