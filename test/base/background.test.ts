import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBackground } from '../../src/base/background.ts'

test('A21: work behind an answer has not begun when the answer goes out', async () => {
  const background = createBackground((error) => assert.fail(String(error)))
  let begun = false
  background.run(async () => {
    begun = true
  })
  await new Promise(setImmediate)
  assert.equal(begun, false)
  await background.settled()
  assert.equal(begun, true)
})

test('what it throws is told, and the rest is waited for all the same', async () => {
  const told: unknown[] = []
  const background = createBackground((error) => told.push(error))
  let done = false
  background.run(() => Promise.reject(new Error('lost')))
  background.run(async () => {
    done = true
  })
  await background.settled()
  assert.deepEqual([told.map(String), done], [['Error: lost'], true])
})
