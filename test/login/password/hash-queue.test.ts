import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createHashQueue } from '../../../src/login/password/hash-queue.ts'

/** Work that ends when the test says so, and a clock that only the test turns. */
function bench(concurrency: number, firstGuessMs = 100) {
  const clock = { time: 0, now: () => clock.time }
  const started: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () => {
    started.push(name)
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
  }
  const end = async (name: string) => {
    ends.get(name)?.()
    await nextTurn()
  }
  return { queue: createHashQueue({ clock, concurrency, firstGuessMs }), clock, started, work, end }
}

const busy = { name: 'Refusal', code: 'BUSY', details: { seconds: 1 } }

describe('spec 3 rule 2: hashing is bounded', () => {
  test('as many run at once as there are cores, the others wait in their order', async () => {
    const { queue, started, work, end } = bench(2)
    const all = ['a', 'b', 'c', 'd'].map((name) => queue.run(work(name)))
    assert.deepEqual(started, ['a', 'b'])
    assert.deepEqual(queue.depth(), { running: 2, waiting: 2, inBackground: 0, averageMs: 100 })
    await end('b')
    assert.deepEqual(started, ['a', 'b', 'c'])
    for (const name of ['a', 'c', 'd']) await end(name)
    assert.deepEqual(await Promise.all(all), ['a', 'b', 'c', 'd'])
    assert.equal(queue.depth().running, 0)
  })

  test('BUSY exactly when a second of work is waiting: 20 of 100 ms on two cores', async () => {
    const { queue, clock, started, work, end } = bench(2)
    const names = Array.from({ length: 22 }, (_, index) => String(index))
    const accepted = names.map((name) => queue.run(work(name)))
    await assert.rejects(queue.run(work('late')), busy)
    clock.time += 100
    await end('0')
    const next = queue.run(work('next'))
    await assert.rejects(queue.run(work('late')), busy)
    for (const name of [...names, 'next']) await end(name)
    await Promise.all([...accepted, next])
    assert.ok(!started.includes('late'))
  })

  test('a free core is never refused, however slow its work has been', async () => {
    const { queue, work, end } = bench(1, 60_000)
    const first = queue.run(work('a'))
    const second = queue.run(work('b'))
    await assert.rejects(queue.run(work('c')), busy)
    await end('a')
    await end('b')
    assert.deepEqual(await Promise.all([first, second]), ['a', 'b'])
  })

  test('the average follows what the hashes take', async () => {
    const { queue, clock, work, end } = bench(1, 100)
    for (let index = 0; index < 100; index += 1) {
      const done = queue.run(work(String(index)))
      clock.time += 20
      await end(String(index))
      await done
    }
    assert.equal(Math.round(queue.depth().averageMs), 20)
  })

  test('a clock that is set back does not make the average negative', async () => {
    const { queue, clock, work, end } = bench(1, 16)
    const done = queue.run(work('a'))
    clock.time -= 3_600_000
    await end('a')
    await done
    assert.equal(queue.depth().averageMs, 15)
  })

  test('work that fails gives its place back', async () => {
    const { queue } = bench(1)
    await assert.rejects(
      queue.run(() => Promise.reject(new Error('out of memory'))),
      /out of memory/,
    )
    await assert.rejects(
      queue.run(() => {
        throw new Error('at once')
      }),
      /at once/,
    )
    assert.equal(await queue.run(async () => 'fine'), 'fine')
    assert.equal(queue.depth().running, 0)
  })
})

describe('spec 3 rule 3: bulk work runs while logins go on', () => {
  test('one at a time, behind every login, and never refused', async () => {
    const { queue, started, work, end } = bench(2, 1000)
    const bulk = ['x', 'y', 'z'].map((name) => queue.runInBackground(work(name)))
    assert.deepEqual(started, ['x'])
    const logins = ['a', 'b'].map((name) => queue.run(work(name)))
    assert.deepEqual(started, ['x', 'a'])
    assert.equal(queue.depth().inBackground, 2)
    await end('x')
    assert.deepEqual(started, ['x', 'a', 'b'])
    await end('a')
    assert.deepEqual(started, ['x', 'a', 'b', 'y'])
    await end('b')
    assert.deepEqual(started, ['x', 'a', 'b', 'y'])
    await end('y')
    await end('z')
    assert.deepEqual(await Promise.all([...bulk, ...logins]), ['x', 'y', 'z', 'a', 'b'])
  })
})
