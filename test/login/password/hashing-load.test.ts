import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal } from '../../../src/base/refusal.ts'
import { openPasswordApp, outcomes, type PasswordApp, refusal } from './open-password-app.ts'

/** Fills the queue with more than a second of work; the answer ends it. */
async function overload({ rooms }: Pick<PasswordApp, 'rooms'>): Promise<() => Promise<void>> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const jobs: Promise<void>[] = []
  let isFull = false
  while (!isFull) {
    const job = rooms.hashQueue.run(() => promise)
    isFull = await Promise.race([
      job.then(
        () => false,
        (error: unknown) => error instanceof Refusal && error.code === 'BUSY',
      ),
      new Promise<boolean>((settle) => setImmediate(() => settle(false))),
    ])
    if (!isFull) jobs.push(job)
  }
  return async () => {
    resolve()
    await Promise.all(jobs)
  }
}

describe('spec 3 rule 2: hashing is bounded', () => {
  test('with more than a second of work in the queue the answer is BUSY at once', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    const release = await overload(app)
    const calls = [
      app.login.getLoginCode('alice', 'correct horse'),
      app.login.getLoginCode('nobody', 'wrong'),
      app.login.register('bob', 'correct horse', '', '', 'Bob'),
      app.login.updatePassword(userId, 'correct horse', 'battery staple'),
      app.login.encryptPassword('e10adc3949ba59abbe56e057f20f883e'),
    ]
    assert.deepEqual(await outcomes(calls), { BUSY: 5 })
    await release()
    assert.ok((await app.login.getLoginCode('alice', 'correct horse')).loginCode)
  })

  test('phone login goes on meanwhile', async (t) => {
    const app = await openPasswordApp(t)
    const release = await overload(app)
    await app.phone.sendMessage('13800138000')
    const code = (await app.app.inbox('13800138000'))[0]?.code ?? ''
    const { loginCode } = await app.phone.register('13800138000', code, 'Alice')
    assert.equal((await app.session(loginCode)).success, true)
    await release()
  })

  test('BUSY is no failure: neither the account nor the address is nearer to its limit', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    await app.add('alice')
    const release = await overload(app)
    for (let time = 0; time < 10; time += 1)
      await assert.rejects(app.anonymous().getLoginCode('alice', 'wrong'), refusal('BUSY'))
    await release()
    for (let time = 0; time < 2; time += 1)
      await assert.rejects(app.anonymous().getLoginCode('alice', 'wrong'), refusal('PASSWORD_ERROR'))
    assert.ok((await app.anonymous().getLoginCode('alice', 'correct horse')).loginCode)
  })

  test('the metrics tell how deep the queue is', async (t) => {
    const app = await openPasswordApp(t)
    const release = await overload(app)
    const { running, waiting } = app.rooms.hashQueue.depth()
    const { body } = await app.rooms.metrics.render()
    assert.match(body, new RegExp(`^latchkey_hash_queue_depth ${running + waiting}$`, 'm'))
    await release()
  })
})
