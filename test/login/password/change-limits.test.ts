/** One signed-in user can neither list names nor fill the hash queue (spec 6, A21; spec 3, rule 2). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { holdHashing, openPasswordApp, outcomes, type PasswordApp, refusal } from './open-password-app.ts'

/** The user in a session of this moment. */
const loginOf = async (app: PasswordApp, userId: string) => (await app.signedIn(userId)).login

describe('A21: name tries of a user', () => {
  test('bind and updateUsername together: 10 an hour, 20 a day, for taken names and free ones', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    await app.add('bob')
    const own = await loginOf(app, userId)
    for (let time = 0; time < 5; time += 1) {
      await assert.rejects(own.updateUsername(userId, 'bob'), refusal('USERNAME_TAKEN'))
      await assert.rejects(own.bind(userId, 'bob', 'correct horse'), refusal('ALREADY_BOUND'))
    }
    await assert.rejects(own.updateUsername(userId, 'carol'), refusal('RATE_LIMITED', 3600))
    await assert.rejects(own.bind(userId, 'bob', 'correct horse'), refusal('RATE_LIMITED', 3600))

    app.clock.advance(3_600_000)
    const later = await loginOf(app, userId)
    for (let time = 0; time < 10; time += 1) await later.updateUsername(userId, `alice${time}`)
    app.clock.advance(3_600_000)
    const late = await loginOf(app, userId)
    await assert.rejects(late.updateUsername(userId, 'carol'), refusal('RATE_LIMITED', 22 * 3600))
  })

  test('parallel tries in several sessions are one user’s; another user’s and the system’s go on', async (t) => {
    const app = await openPasswordApp(t)
    const [alice, bob] = [await app.add('alice'), await app.add('bob')]
    const sessions = [await loginOf(app, alice), await loginOf(app, alice)]
    const calls = Array.from({ length: 30 }, (_, index) => sessions[index % 2]?.updateUsername(alice, 'bob'))
    assert.deepEqual(await outcomes(calls.map((call) => Promise.resolve(call))), {
      USERNAME_TAKEN: 10,
      RATE_LIMITED: 20,
    })
    assert.ok(await (await loginOf(app, bob)).updateUsername(bob, 'robert'))
    assert.ok(await app.login.updateUsername(alice, 'carol'))
  })

  test('a name that cannot be chosen and an old session count nowhere', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    const own = await loginOf(app, userId)
    for (let time = 0; time < 12; time += 1) {
      await assert.rejects(own.updateUsername(userId, 'b'), refusal('USERNAME_INVALID'))
      await assert.rejects(app.user(userId).updateUsername(userId, 'bob'), refusal('LOGIN_REQUIRED'))
    }
    assert.ok(await own.updateUsername(userId, 'bob'))
  })
})

describe('spec 3 rule 2: hashes of new passwords of a user', () => {
  test('updatePassword: 20 an hour, refused before anything is hashed', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    const own = await loginOf(app, userId)
    for (let time = 0; time < 20; time += 1)
      await own.updatePassword(userId, `correct horse${time || ''}`, `correct horse${time + 1}`)
    const release = holdHashing(app)
    const next = own.updatePassword(userId, 'correct horse20', 'battery staple')
    await assert.rejects(next, refusal('RATE_LIMITED', 3600))
    release()
    app.clock.advance(3_600_000)
    const later = await loginOf(app, userId)
    assert.ok(await later.updatePassword(userId, 'correct horse20', 'battery staple'))
  })

  test('resetPassword: 20 an hour on its own count, and the ticket stays good', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    const { login, sessionId } = await app.signedIn(userId)
    const { id, tenantId } = await accountOf(app, userId)
    const ticketOf = (session = sessionId) =>
      app.rooms.tickets.issue({ tenantId, userId: id, sessionId: session })
    for (let time = 0; time < 20; time += 1)
      await login.resetPassword(userId, await ticketOf(), `new password ${time}`)
    app.clock.advance(3_590_000)
    const late = await app.signedIn(userId)
    assert.ok(await late.login.updatePassword(userId, 'new password 19', 'correct horse'))
    const ticket = await ticketOf(late.sessionId)
    await assert.rejects(
      late.login.resetPassword(userId, ticket, 'battery staple'),
      refusal('RATE_LIMITED', 10),
    )
    app.clock.advance(10_000)
    assert.ok(await late.login.resetPassword(userId, ticket, 'battery staple'))
  })
})

async function accountOf(app: PasswordApp, userId: string) {
  const { id } = await app.account(userId)
  const tenantId = app.elements.clients().fallback?.tenantId
  assert.ok(tenantId !== undefined)
  return { id, tenantId }
}
