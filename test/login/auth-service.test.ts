/** The own sessions of `AuthSvc`: spec 1, "From login code to session"; spec 6, S3. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type UserId } from '../../src/base/ids.ts'
import { openTestApp, testClientId } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'
import {
  amysPhone,
  anonymous,
  audited,
  authOf,
  bobsPhone,
  isAlive,
  logIn,
  signUp,
} from './phone/phone-people.ts'

describe('spec 1: the current session of AuthSvc', () => {
  test('its functions are for users: LOGIN_REQUIRED for others', async (t) => {
    const opened = await openTestApp(t)
    for (const view of [anonymous(opened), opened.app]) {
      const auth = authOf(view)
      for (const call of [
        auth.logout(),
        auth.currentUser(),
        auth.listSessions(),
        auth.revokeSession('x'),
        auth.revokeOtherSessions(),
      ])
        await assert.rejects(call, refusal('LOGIN_REQUIRED'))
    }
  })

  test('currentUser is the user as plain values', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    assert.deepEqual(await amy.auth.currentUser(), {
      userId: amy.userId,
      nick: 'Amy',
      name: null,
      email: null,
      phone: '+8613800138000',
      username: null,
      status: 'active',
      createTime: opened.clock.now(),
    })
  })

  test('currentUser of a deleted user is LOGIN_REQUIRED', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    await opened.rooms.database.commit(opened.rooms.users.remove(defaultTenant, amy.userId as UserId))
    await assert.rejects(amy.auth.currentUser(), refusal('LOGIN_REQUIRED'))
  })

  test('logout ends this session and no other', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const elsewhere = await logIn(opened)
    assert.equal(await amy.auth.logout(), 1)
    assert.equal(await isAlive(opened, amy), false)
    assert.equal(await isAlive(opened, elsewhere), true)
    assert.equal((await audited(opened, 'session.logout')).length, 1)
  })

  test('S3: listSessions shows the own living sessions, newest first, and which is this one', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    await signUp(opened, bobsPhone)
    const onTablet = anonymous(opened, {
      device: { key: 'dt:tablet', agent: 'Tablet' },
      address: '203.0.113.9',
    })
    const tablet = await logIn(opened, amysPhone, onTablet)
    const [first, second, ...more] = await amy.auth.listSessions()
    assert.deepEqual(more, [])
    assert.deepEqual(first, {
      id: tablet.sessionId,
      clientId: testClientId,
      platform: 'web',
      agent: 'Tablet',
      address: '203.0.113.9',
      loginTime: opened.clock.now(),
      lastSeen: opened.clock.now(),
      expiresAt: opened.clock.now() + 432_000_000,
      clientTitle: { en: 'web', zh: 'web' },
      current: false,
    })
    assert.deepEqual([second?.id, second?.current], [amy.sessionId, true])
    assert.doesNotMatch(
      JSON.stringify([first, second]),
      new RegExp(`${amy.sessionToken}|${tablet.sessionToken}`),
    )
  })

  test('S3: revokeSession ends one of the own sessions', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const elsewhere = await logIn(opened)
    assert.equal(await amy.auth.revokeSession(elsewhere.sessionId), 1)
    assert.equal(await isAlive(opened, elsewhere), false)
    assert.equal(await isAlive(opened, amy), true)
    await assert.rejects(amy.auth.revokeSession(elsewhere.sessionId), refusal('SESSION_INVALID'))
    assert.deepEqual(
      (await amy.auth.listSessions()).map(({ id }) => id),
      [amy.sessionId],
    )
  })

  test('A41: somebody else’s session, token and nonsense are SESSION_INVALID, and end nothing', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const bob = await signUp(opened, bobsPhone)
    for (const id of [bob.sessionId, bob.sessionToken, amy.sessionToken, '', '%', "' or 1=1 --"])
      await assert.rejects(amy.auth.revokeSession(id), refusal('SESSION_INVALID'))
    await amy.auth.revokeOtherSessions()
    assert.equal(await isAlive(opened, bob), true)
    assert.equal(await isAlive(opened, amy), true)
    assert.deepEqual(await audited(opened, 'session.revoke'), [])
  })

  test('S3: revokeOtherSessions leaves this one', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const others = [await logIn(opened), await logIn(opened)]
    assert.equal(await amy.auth.revokeOtherSessions(), 1)
    assert.equal(await isAlive(opened, amy), true)
    for (const other of others) assert.equal(await isAlive(opened, other), false)
    assert.equal((await audited(opened, 'session.revoke-others')).length, 1)
  })
})
