/** One truth for all connections and processes, and what is acknowledged stays. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { type OtherProcess, startProcess } from '../other-process.ts'
import { countOf, type OpenedStore, type OpenStore, openFor } from './opened-store.ts'
import type { ProcessJob, ProcessOrder } from './process-worker.ts'

const fact = { id: 'issue 1', digest: 'right', tries: 5, value: 'v' }

const program = new URL('./process-worker.ts', import.meta.url)

function start(t: TestContext, { place, clock }: OpenedStore, job: ProcessJob): Promise<OtherProcess> {
  const order: ProcessOrder = { place, now: clock.now(), job }
  return startProcess(t, program, order)
}

/** The answers of three processes that do the same at the same time. */
async function inProcesses(t: TestContext, opened: OpenedStore, job: ProcessJob): Promise<unknown[]> {
  const processes = await Promise.all([start(t, opened, job), start(t, opened, job), start(t, opened, job)])
  const answers = await Promise.all(processes.map((one) => one.run()))
  return answers.flat()
}

export function sharingContract(open: OpenStore): void {
  describe('sharing', () => {
    test('what one connection writes the other sees at once', async (t) => {
      const { store, connect } = await openFor(t, open)
      const other = connect()
      await store.put('a', '1', 1000)
      assert.equal(await other.get('a'), '1')
      await other.drop('a')
      assert.equal(await store.get('a'), undefined)
      await other.push('list', '1', 5, 1000)
      assert.deepEqual(await store.list('list'), ['1'])
    })

    test('everything is still there when the last connection was closed and a new one is opened', async (t) => {
      const { store, connect, clock } = await openFor(t, open)
      const limit = { key: 'limit', windows: [{ ms: 1000, max: 1 }] }
      const brake = { key: 'brake:{a}', policy: { failures: 1, windowMs: 1000, baseMs: 1000, maxMs: 1000 } }
      await store.put('a', '1', 1000)
      await store.put('spent', '1', 1000)
      await store.spend('spent')
      await store.push('list', '1', 5, 1000)
      await store.guard('code:{a}', fact, 1000)
      await store.reserve([limit])
      await store.strike(brake)
      await store.close()
      clock.advance(999)
      const again = connect()
      assert.equal(await again.get('a'), '1')
      assert.equal(await again.get('spent'), undefined)
      assert.deepEqual(await again.list('list'), ['1'])
      assert.notEqual(await again.spendGuarded('code:{a}', 'issue 1', 'none:{a}'), undefined)
      assert.equal((await again.reserve([limit])).granted, false)
      assert.deepEqual(await again.strike(brake), { state: 'braked', retryAfterMs: 1 })
      clock.advance(1)
      assert.equal(await again.get('a'), undefined)
    })

    test('what was asked for before the store was closed is done', async (t) => {
      const { store, connect } = await openFor(t, open)
      const written = Promise.all([store.put('a', '1', 1000), store.put('b', '2', 1000)])
      await store.close()
      await written
      assert.equal(await connect().get('b'), '2')
    })

    test('A54: three processes with 40 events each get exactly the 25 places of a limit', async (t) => {
      const opened = await openFor(t, open)
      const answers = await inProcesses(t, opened, { kind: 'reserve', times: 40, max: 25 })
      assert.deepEqual([answers.length, countOf(answers, true)], [120, 25])
    })

    test('O3: of three processes with 20 callers each one caller spends the fact', async (t) => {
      const opened = await openFor(t, open)
      await opened.store.put('fact', 'value', 60_000)
      const answers = await inProcesses(t, opened, { kind: 'spend', times: 20 })
      assert.deepEqual([answers.length, countOf(answers, 'value')], [60, 1])
    })

    test('A06: three processes with 60 wrong guesses each burn a code with 5 of them', async (t) => {
      const opened = await openFor(t, open)
      await opened.store.guard('code:{a}', fact, 60_000)
      const answers = await inProcesses(t, opened, { kind: 'attempt', times: 60 })
      assert.deepEqual([countOf(answers, 'wrong'), countOf(answers, 'missing')], [5, 175])
    })

    test('O3: of three processes with 20 right guesses each one spends the code', async (t) => {
      const opened = await openFor(t, open)
      await opened.store.guard('code:{a}', fact, 60_000)
      const answers = await inProcesses(t, opened, { kind: 'spendGuarded', times: 20 })
      assert.deepEqual([answers.length, countOf(answers, true)], [60, 1])
    })

    test('what a process acknowledged outlives its being killed', async (t) => {
      const opened = await openFor(t, open)
      const doomed = await start(t, opened, { kind: 'put', times: 50 })
      assert.deepEqual(await doomed.run(), Array(50).fill('acknowledged'))
      await doomed.kill()
      for (let index = 0; index < 50; index += 1)
        assert.equal(await opened.store.get(`fact ${index}`), 'kept')
    })
  })

  describe('sweeping', () => {
    test('takes what has expired and nothing else', async (t) => {
      const { store, clock } = await openFor(t, open)
      const limit = { key: 'limit', windows: [{ ms: 60_000, max: 1 }] }
      await store.put('short', '1', 1000)
      await store.put('long', '1', 1001)
      await store.push('list', 'short', 5, 1000)
      await store.push('list', 'long', 5, 1001)
      await store.guard('code:{a}', fact, 1001)
      await store.reserve([limit])
      clock.advance(1000)
      while ((await store.sweep()) > 0);
      assert.equal(await store.get('long'), '1')
      assert.deepEqual(await store.list('list'), ['long'])
      assert.equal((await store.reserve([limit])).granted, false)
      assert.notEqual(await store.spendGuarded('code:{a}', 'issue 1', 'none:{a}'), undefined)
    })
  })
}
