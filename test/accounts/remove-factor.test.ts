/** What an operator sees of a second factor, and how a lost one is taken away. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createUser } from '../../src/accounts/create-user.ts'
import type { UserId } from '../../src/base/ids.ts'
import { refusal } from '../support/refusals.ts'
import { enrolFactor, logIn, openAccounts, operator } from './open-accounts.ts'

const { tenantId } = operator

describe('a second factor, for an operator', () => {
  test('shown with its age and what is left, never with a secret', async (t) => {
    const accounts = await openAccounts(t)
    const { admin, rooms, clock } = accounts
    const { id } = await createUser(accounts.services, { phone: { number: '13800138000' } }, operator)
    const owner = { tenantId, userId: id }
    assert.equal((await admin.show(tenantId, id)).factor, undefined)
    const { secret, recoveryCodes } = await enrolFactor(accounts, owner)
    const { steps } = await rooms.factors.check(owner, recoveryCodes[0] ?? '')
    await rooms.database.commit(steps)
    const shown = await admin.show(tenantId, id)
    assert.deepEqual(shown.factor, { enrolledAt: clock.now(), recoveryCodesLeft: 9 })
    for (const text of [secret, ...recoveryCodes]) assert.ok(!JSON.stringify(shown).includes(text))
  })

  test('removed: the sessions end, the locks open, another app can be enrolled, and it is on record', async (t) => {
    const accounts = await openAccounts(t)
    const { admin, rooms, services } = accounts
    await createUser(services, { phone: { number: '13800138000' } }, operator)
    const { token, userId } = await logIn(accounts, '13800138000')
    const owner = { tenantId, userId }
    await enrolFactor(accounts, owner)
    for (let failure = 0; failure < 10; failure += 1)
      await assert.rejects(rooms.factors.check(owner, 'wrong'), refusal('CODE_ERROR'))
    await admin.removeFactor(userId, operator)
    assert.equal(await rooms.factors.has(owner), false)
    assert.equal(await rooms.sessions.findByToken(token), undefined)
    await enrolFactor(accounts, owner)
    const records = await (await rooms.database.kysely())
      .selectFrom('audit')
      .select(['actor', 'user_id'])
      .where('action', '=', 'user.remove-factor')
      .execute()
    assert.deepEqual(
      records.map(({ actor, user_id }) => [actor, user_id]),
      [['system', userId]],
    )
  })

  test('nothing happens where there is none', async (t) => {
    const accounts = await openAccounts(t)
    const { admin, rooms } = accounts
    await createUser(accounts.services, { phone: { number: '13800138000' } }, operator)
    const { token, userId } = await logIn(accounts, '13800138000')
    for (const id of [userId, 'nobody' as UserId])
      await assert.rejects(admin.removeFactor(id, operator), refusal('FACTOR_MISSING'))
    assert.ok((await rooms.sessions.findByToken(token)) !== undefined)
  })
})
