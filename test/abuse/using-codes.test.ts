/** Who uses a code twice, elsewhere, or for something else: spec 6, cases A09, A11, A13, A39, A45, A46. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type TenantId, type UserId } from '../../src/base/ids.ts'
import {
  amysPhone,
  anonymous,
  authOf,
  bobsPhone,
  codeFor,
  laterCodeFor,
  messageLogin,
  phoneOf,
  readyToChange,
  sdkOf,
  sessionRows,
  signUp,
  ticketOf,
} from '../login/phone/phone-people.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { atOnce, refusal } from '../support/refusals.ts'

const manySends = { 'auths.loginTypes.phone': { config: { limits: { number: { hour: 1000, day: 1000 } } } } }

describe('using codes', () => {
  test('A09: one right code, 50 parallel uses up to a session: one session', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    const nobody = anonymous(opened)
    const code = await laterCodeFor(opened, amysPhone)
    const results = await atOnce(50, async () => {
      const { loginCode } = await phoneOf(nobody).getLoginCode(amysPhone, code)
      await authOf(nobody).loginByCode(loginCode)
    })
    assert.deepEqual(results, { ok: 1, CODE_EXPIRED: 49 })
    assert.equal((await sessionRows(opened)).length, 2)
  })

  for (const who of ['known', 'new'] as const)
    test(`A09: 50 parallel message logins of a ${who} user with one code: one session, one user`, async (t) => {
      const opened = await openTestApp(t)
      if (who === 'known') await signUp(opened)
      const before = (await sessionRows(opened)).length
      opened.clock.advance(45_000)
      const request = await messageLogin(opened)
      const { login } = sdkOf(opened)
      const results = await atOnce(50, () => login.loginByMessage(request))
      assert.equal(results.ok, 1)
      assert.equal((results.CODE_EXPIRED ?? 0) + (results.PHONE_BOUND ?? 0), 49)
      assert.equal((await sessionRows(opened)).length, before + 1)
      assert.equal(
        (await (await opened.rooms.database.kysely()).selectFrom('users').selectAll().execute()).length,
        1,
      )
    })

  test('A09: 50 parallel uses on two processes: one session', async (t) => {
    const opened = await openTestApp(t)
    await signUp(opened)
    const second = await openTestApp(t, { data: opened.data, clock: opened.clock })
    opened.clock.advance(45_000)
    const request = await messageLogin(opened)
    const logins = [sdkOf(opened).login, sdkOf(second).login] as const
    const results = await atOnce(50, (i) => logins[i % 2 === 0 ? 0 : 1].loginByMessage(request))
    assert.deepEqual(results, { ok: 1, CODE_EXPIRED: 49 })
  })

  test('A11: no answer and no refusal holds a code', async (t) => {
    const opened = await openTestApp(t, {
      elements: { 'auths.loginTypes.phone': { config: { codeLength: 8 } } },
    })
    const nobody = phoneOf(anonymous(opened))
    const answers: unknown[] = []
    const note = async (call: Promise<unknown>) =>
      answers.push(await call.catch((error: Error) => ({ ...error, message: error.message })))
    await note(nobody.sendMessage(amysPhone))
    const code = await codeFor(opened, bobsPhone)
    await note(nobody.sendMessage(bobsPhone))
    await note(nobody.getLoginCode(bobsPhone, code))
    await note(nobody.getLoginCode(bobsPhone, '00000000'))
    await note(nobody.register(bobsPhone, code, 'Bob'))
    await note(nobody.getLoginCode(bobsPhone, code))
    await note(nobody.getLoginConfig())
    assert.equal(answers.length, 7)
    const [message] = await opened.app.inbox(amysPhone)
    for (const secret of [code, String(message?.code)])
      assert.doesNotMatch(JSON.stringify(answers), new RegExp(secret))
  })

  test('A13: the number is swapped between send and verify', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    await signUp(opened, bobsPhone)
    opened.clock.advance(45_000)
    const toAmy = await codeFor(opened, amysPhone)
    await assert.rejects(phoneOf(anonymous(opened)).getLoginCode(bobsPhone, toAmy), refusal('CODE_EXPIRED'))
    const { ticket, code } = await readyToChange(opened, amy)
    await assert.rejects(
      amy.phone.updatePhone(amy.userId, ticket, '13700137000', code),
      refusal('CODE_EXPIRED'),
    )
  })

  test('A39: codes that were asked for before a change of number are dead after it', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const toNew = await laterCodeFor(opened, '13700137000')
    const account = await codeFor(opened, '13600136000', amy.view)
    const { ticket, code } = await readyToChange(opened, amy)
    const login = await codeFor(opened, amysPhone)
    await amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code)
    const next = await ticketOf(opened, amy, bobsPhone)
    await assert.rejects(
      amy.phone.updatePhone(amy.userId, next, '13600136000', account),
      refusal('CODE_EXPIRED'),
    )
    await assert.rejects(phoneOf(anonymous(opened)).getLoginCode(amysPhone, login), refusal('CODE_EXPIRED'))
    assert.match(toNew, /^\d{6}$/)
  })

  test('A39: a login code to a number that becomes the user’s afterwards is dead', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const ticket = await ticketOf(opened, amy)
    const early = await codeFor(opened, bobsPhone)
    const code = await laterCodeFor(opened, bobsPhone, amy.view)
    await amy.phone.updatePhone(amy.userId, ticket, bobsPhone, code)
    await assert.rejects(phoneOf(anonymous(opened)).getLoginCode(bobsPhone, early), refusal('CODE_EXPIRED'))
  })

  test('A39: after a change of password every pending code, login code and ticket is dead', async (t) => {
    const opened = await openTestApp(t, { elements: manySends })
    const amy = await signUp(opened)
    const ticket = await ticketOf(opened, amy)
    const account = await codeFor(opened, bobsPhone, amy.view)
    const { loginCode } = await phoneOf(anonymous(opened)).getLoginCode(
      amysPhone,
      await laterCodeFor(opened, amysPhone),
    )
    const login = await laterCodeFor(opened, amysPhone)
    const { users, database, clock } = opened.rooms
    opened.clock.advance(1)
    await database.commit([users.markSecured(defaultTenant, amy.userId as UserId, clock.now())])
    const nobody = anonymous(opened)
    await assert.rejects(phoneOf(nobody).getLoginCode(amysPhone, login), refusal('CODE_EXPIRED'))
    await assert.rejects(authOf(nobody).loginByCode(loginCode), refusal('LOGIN_CODE_INVALID'))
    await assert.rejects(
      amy.phone.updatePhone(amy.userId, ticket, bobsPhone, account),
      refusal('TICKET_INVALID'),
    )
    const fresh = await ticketOf(opened, amy)
    await assert.rejects(
      amy.phone.updatePhone(amy.userId, fresh, bobsPhone, account),
      refusal('CODE_EXPIRED'),
    )
  })

  test('A45: users, numbers and sessions of one tenant are nothing in another', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const elsewhere = anonymous(opened, { tenantId: 'other' as TenantId })
    const code = await laterCodeFor(opened, amysPhone, elsewhere)
    await assert.rejects(phoneOf(elsewhere).getLoginCode(amysPhone, code), refusal('USER_AUTH_MISS'))
    const there = opened.app.with({ tenantId: 'other' as TenantId }).as(amy)
    await assert.rejects(authOf(there).currentUser(), refusal('LOGIN_REQUIRED'))
    assert.deepEqual(await authOf(there).listSessions(), [])
    await assert.rejects(authOf(there).revokeSession(amy.sessionId), refusal('SESSION_INVALID'))
    const { userId } = await phoneOf(elsewhere).register(amysPhone, code, 'Another Amy')
    assert.notEqual(userId.value, amy.userId)
  })

  test('A46: a ticket, a login code and a session token are not taken for one another', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const ticket = await ticketOf(opened, amy)
    const { loginCode } = await phoneOf(anonymous(opened)).getLoginCode(
      amysPhone,
      await laterCodeFor(opened, amysPhone),
    )
    for (const other of [ticket, amy.sessionToken])
      await assert.rejects(amy.auth.loginByCode(other), refusal('LOGIN_CODE_INVALID'))
    for (const other of [loginCode, amy.sessionToken])
      await assert.rejects(
        amy.phone.updatePhone(amy.userId, other, bobsPhone, '1'),
        refusal('TICKET_INVALID'),
      )
    for (const other of [loginCode, ticket, amy.sessionId])
      assert.equal(await opened.rooms.sessions.findByToken(other), undefined)
  })
})
