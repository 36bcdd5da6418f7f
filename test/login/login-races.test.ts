/** What may happen between a code, its login code and the session: spec 6, S1, S2, A37–A39. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type UserId } from '../../src/base/ids.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'
import {
  amysPhone,
  anonymous,
  audited,
  authOf,
  laterCodeFor,
  loginCodeOf,
  phoneOf,
  sessionRows,
  setStatus,
  signUp,
} from './phone/phone-people.ts'

describe('spec 6: what happens between code, login code and session', () => {
  test('S2: a user who was disabled in between is USER_DISABLED', async (t) => {
    const opened = await openTestApp(t)
    const loginCode = await loginCodeOf(opened)
    const user = (await (await opened.rooms.database.kysely()).selectFrom('users').select('id').execute())[0]
    await setStatus(opened, String(user?.id), 'disabled')
    await assert.rejects(authOf(opened.app).loginByCode(loginCode), refusal('USER_DISABLED'))
    const refused = (await audited(opened, 'login.sms')).map(({ result, user_id }) => [result, user_id])
    assert.deepEqual(refused, [['USER_DISABLED', user?.id]])
  })

  test('A39: a number or password that was changed in between makes it dead', async (t) => {
    const opened = await openTestApp(t)
    const loginCode = await loginCodeOf(opened)
    const { users, database, clock } = opened.rooms
    const user = (await (await database.kysely()).selectFrom('users').select('id').execute())[0]
    opened.clock.advance(1)
    await database.commit([users.markSecured(defaultTenant, String(user?.id) as UserId, clock.now())])
    await assert.rejects(authOf(opened.app).loginByCode(loginCode), refusal('LOGIN_CODE_INVALID'))
  })

  test('A39: nor does a dead one get as far as the next step of a login', async (t) => {
    const opened = await openTestApp(t)
    const loginCode = await loginCodeOf(opened)
    const { users, database, clock, completeLogin } = opened.rooms
    const user = (await (await database.kysely()).selectFrom('users').select('id').execute())[0]
    opened.clock.advance(1)
    await database.commit([users.markSecured(defaultTenant, String(user?.id) as UserId, clock.now())])
    completeLogin.complete = async ({ user: { id }, corpId }) => ({
      status: 'PASSWORD_EXPIRED',
      userId: id,
      corpId,
      stateToken: 'a.b.c',
      data: '{}',
    })
    await assert.rejects(authOf(opened.app).loginByCode(loginCode), refusal('LOGIN_CODE_INVALID'))
  })

  for (const change of ['disabled', 'secured', 'deleted'] as const)
    test(`A38: ${change} between the last check and the commit: no session`, async (t) => {
      const opened = await openTestApp(t)
      const loginCode = await loginCodeOf(opened)
      const { users, database, clock } = opened.rooms
      const id = String(
        (await (await database.kysely()).selectFrom('users').select('id').execute())[0]?.id,
      ) as UserId
      const commit = database.commit.bind(database)
      database.commit = async (steps) => {
        database.commit = commit
        opened.clock.advance(1)
        if (change === 'disabled') await commit([users.setStatus(defaultTenant, id, 'disabled')])
        if (change === 'secured') await commit([users.markSecured(defaultTenant, id, clock.now())])
        if (change === 'deleted') await commit(users.remove(defaultTenant, id))
        return commit(steps)
      }
      await assert.rejects(authOf(opened.app).loginByCode(loginCode), refusal('LOGIN_CODE_INVALID'))
      assert.deepEqual(await sessionRows(opened), [])
    })

  test('S1, A37: every login makes a new session and token, also in a view that has one', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const login = await amy.phone.getLoginCode(amysPhone, await laterCodeFor(opened, amysPhone))
    const again = await amy.auth.loginByCode(login.loginCode)
    assert.notEqual(again.sessionToken, amy.sessionToken)
    const ids = (await sessionRows(opened)).map(({ id }) => id)
    assert.equal(new Set(ids).size, 2)
    const preset = opened.app.as({ userId: amy.userId, sessionId: 'preset' })
    const third = await preset
      .getElement<ReturnType<typeof phoneOf>>('auths.loginTypes.phone')
      .getLoginCode(amysPhone, await laterCodeFor(opened, amysPhone))
    await authOf(preset).loginByCode(third.loginCode)
    assert.equal(
      (await sessionRows(opened)).some(({ id }) => id === 'preset'),
      false,
    )
  })

  test('spent once, twice secured: a store that forgets a spend does not make a second session', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    const { ephemeral } = opened.rooms
    const nobody = anonymous(opened)
    ephemeral.spendGuarded = async () => ({ failures: undefined })
    const code = await laterCodeFor(opened, amysPhone)
    const first = await phoneOf(nobody).getLoginCode(amysPhone, code)
    const second = await phoneOf(nobody).getLoginCode(amysPhone, code)
    ephemeral.spend = (key) => ephemeral.get(key)
    await authOf(nobody).loginByCode(first.loginCode)
    for (const { loginCode } of [first, second])
      await assert.rejects(authOf(nobody).loginByCode(loginCode), refusal('LOGIN_CODE_INVALID'))
    assert.equal((await sessionRows(opened)).length, 2)
  })
})
