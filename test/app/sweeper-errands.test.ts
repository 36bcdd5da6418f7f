/** What is over is removed while numbers are being told, however long an SMS service takes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSweeper } from '../../src/app/sweeper.ts'
import { openTestApp } from '../support/open-test-app.ts'

test('the sweeper goes on while numbers are told, and tells one round at a time', async (t) => {
  const { rooms } = await openTestApp(t)
  t.mock.timers.enable({ apis: ['setInterval'] })
  let release = () => {}
  const told = new Promise<void>((resolve) => {
    release = resolve
  })
  let rounds = 0
  let next = Promise.withResolvers<void>()
  const stop = startSweeper(
    rooms,
    { auditDays: 180, deviceDays: 400 },
    {
      tendRecoveries: async () => next.resolve(),
      tellNotices: () => {
        rounds += 1
        return told
      },
    },
  )
  for (let turn = 0; turn < 3; turn += 1) {
    t.mock.timers.tick(5_000)
    await next.promise
    next = Promise.withResolvers()
  }
  assert.equal(rounds, 1)
  release()
  await stop()
})
