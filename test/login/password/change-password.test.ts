import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { defaultTenant, type SessionId, type UserId } from '../../../src/base/ids.ts'
import { refuse } from '../../../src/base/refusal.ts'
import { codeAt } from '../../factors/open-factors.ts'
import { holdHashing, openPasswordApp, outcomes, type PasswordApp, refusal } from './open-password-app.ts'

const number = '13800138000'

/** A session of the user, and the user's view of the app in it. */
async function signIn(app: PasswordApp, username = 'alice', password = 'correct horse') {
  const { loginCode, userId } = await app.login.getLoginCode(username, password)
  const { sessionToken = '' } = await app.session(loginCode)
  const session = await app.rooms.sessions.findByToken(sessionToken)
  return {
    userId,
    token: sessionToken,
    login: app.user(userId, session?.id),
    sessionId: session?.id as SessionId,
  }
}

/** A user with number and password, signed in. */
async function both(app: PasswordApp) {
  await app.phone.sendMessage(number)
  const { userId } = await app.phone.register(number, await lastCode(app), 'Alice')
  await app.login.bind(userId, 'alice', 'correct horse')
  app.clock.advance(46_000)
  return signIn(app)
}

async function lastCode({ app }: PasswordApp): Promise<string> {
  return (await app.inbox(number))[0]?.code ?? ''
}

/** A ticket of `PhoneType.checkMyMessage` for the user in the session. */
async function ticketOf(app: PasswordApp, userId: string, sessionId: SessionId): Promise<string> {
  const phone = app.app.as({ userId, sessionId }).getElement<PasswordApp['phone']>('auths.loginTypes.phone')
  app.clock.advance(46_000)
  await phone.sendMessage(number)
  return (await phone.checkMyMessage(await lastCode(app))).ticket
}

const isAlive = async (app: PasswordApp, token: string) =>
  (await app.rooms.sessions.findByToken(token)) !== undefined

describe('spec 3, updatePassword', () => {
  test('the new password logs in, the old one does not', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    const result = await (await app.signedIn(userId)).login.updatePassword(
      userId,
      'correct horse',
      'battery staple',
    )
    assert.deepEqual(result, { success: true })
    await assert.rejects(app.login.getLoginCode('alice', 'correct horse'), refusal('PASSWORD_ERROR'))
    assert.ok((await app.login.getLoginCode('alice', 'battery staple')).loginCode)
    assert.deepEqual(await app.audited('password.change'), ['success'])
  })

  test('S2: the other sessions end, the own one goes on', async (t) => {
    const app = await openPasswordApp(t)
    await app.add('alice')
    const [own, other] = [await signIn(app), await signIn(app)]
    await own.login.updatePassword(own.userId, 'correct horse', 'battery staple')
    assert.deepEqual([await isAlive(app, own.token), await isAlive(app, other.token)], [true, false])
  })

  test('S2: by the system every session ends', async (t) => {
    const app = await openPasswordApp(t)
    await app.add('alice')
    const own = await signIn(app)
    await app.login.updatePassword(own.userId, 'correct horse', 'battery staple')
    assert.equal(await isAlive(app, own.token), false)
  })

  test('A39: pending login codes, message codes and tickets die', async (t) => {
    const app = await openPasswordApp(t)
    const own = await both(app)
    const ticket = await ticketOf(app, own.userId, own.sessionId)
    app.clock.advance(46_000)
    await app.phone.sendMessage(number, 'login')
    const { loginCode } = await app.login.getLoginCode('alice', 'correct horse')
    app.clock.advance(1)
    await own.login.updatePassword(own.userId, 'correct horse', 'battery staple')
    await assert.rejects(app.session(loginCode), refusal('LOGIN_CODE_INVALID'))
    await assert.rejects(
      own.login.resetPassword(own.userId, ticket, 'third password'),
      refusal('TICKET_INVALID'),
    )
    await assert.rejects(app.phone.getLoginCode(number, await lastCode(app)), refusal('CODE_EXPIRED'))
  })

  test('a wrong old password is PASSWORD_ERROR and changes nothing', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    await assert.rejects(
      app.login.updatePassword(userId, 'wrong', 'battery staple'),
      refusal('PASSWORD_ERROR'),
    )
    assert.ok((await app.login.getLoginCode('alice', 'correct horse')).loginCode)
    assert.deepEqual(await app.audited('password.check'), ['PASSWORD_ERROR'])
  })

  test('PASSWORD_WEAK comes before the old password is looked at', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 1 } } })
    const userId = await app.add('alice')
    await assert.rejects(app.login.updatePassword(userId, 'wrong', 'short'), refusal('PASSWORD_WEAK'))
    assert.ok(await app.login.updatePassword(userId, 'correct horse', 'battery staple'))
  })

  test('NOT_BOUND for a user without a password', async (t) => {
    const app = await openPasswordApp(t)
    await assert.rejects(app.login.updatePassword('nobody', 'x', 'battery staple'), refusal('NOT_BOUND'))
  })

  test('of 10 parallel changes with the right old password one wins', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    const calls = Array.from({ length: 10 }, (_, index) =>
      app.login.updatePassword(userId, 'correct horse', `new password ${index}`),
    )
    assert.deepEqual(await outcomes(calls), { ok: 1, PASSWORD_ERROR: 9 })
  })

  test('a login that is under way while the password changes makes no session', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    const client = app.elements.clients().fallback
    assert.ok(client !== undefined)
    const call = {
      caller: { kind: 'anonymous' },
      tenantId: client.tenantId,
      device: {},
      language: 'en',
    } as const
    const direct = app.views.passwordLogin('auths.loginTypes.password', call)
    const { passwordBindings, sessions, users, database } = app.rooms
    const owner = {
      tenantId: client.tenantId,
      userId: userId as UserId,
      loginType: 'auths.loginTypes.password',
    }
    const next = await app.login.encryptPassword('e10adc3949ba59abbe56e057f20f883e')
    const { version } = await app.account(userId)
    const release = holdHashing(app)
    const underWay = direct.loginByPassword({ username: 'alice', password: 'correct horse', client })
    while (app.rooms.hashQueue.depth().waiting < 2) await nextTurn()
    app.clock.advance(1)
    await database.commit([
      passwordBindings.change(owner, version, next, app.clock.now(), () => refuse('NOT_BOUND')),
      users.markSecured(client.tenantId, owner.userId, app.clock.now()),
    ])
    release()
    await assert.rejects(underWay, refusal('PASSWORD_ERROR'))
    assert.deepEqual(await sessions.list(client.tenantId, owner.userId), [])
  })
})

describe('spec 5: a password is changed within reauthSeconds of the login', () => {
  test('updatePassword and resetPassword: REAUTH_REQUIRED later, and the ticket stays good', async (t) => {
    const app = await openPasswordApp(t)
    const own = await both(app)
    app.clock.advance(500_000)
    const ticket = await ticketOf(app, own.userId, own.sessionId)
    app.clock.advance(100_000)
    const { login, userId } = own
    await assert.rejects(login.resetPassword(userId, ticket, 'battery staple'), refusal('REAUTH_REQUIRED'))
    await assert.rejects(
      login.updatePassword(userId, 'correct horse', 'battery staple'),
      refusal('REAUTH_REQUIRED'),
    )
    await assert.rejects(
      app.user(userId).updatePassword(userId, 'correct horse', 'battery staple'),
      refusal('LOGIN_REQUIRED'),
    )
    assert.ok(await app.login.updatePassword(userId, 'correct horse', 'battery staple'), 'by the system')
  })

  test('A27: of a user with TOTP a message alone resets none, but a session with TOTP does', async (t) => {
    const app = await openPasswordApp(t)
    const own = await both(app)
    const owner = { tenantId: defaultTenant, userId: own.userId as UserId }
    const { factors, database } = app.rooms
    const { secret } = await factors.enrol(owner, { issuer: 'Acme', account: 'alice' })
    await database.commit((await factors.confirm(owner, codeAt(secret, app.clock.now()))).steps)
    const ticket = await ticketOf(app, own.userId, own.sessionId)
    const reset = () => own.login.resetPassword(own.userId, ticket, 'battery staple')
    await assert.rejects(reset(), refusal('SECOND_FACTOR_REQUIRED'))
    await (await database.kysely())
      .updateTable('sessions')
      .set({ method: 'password+totp' })
      .where('id', '=', own.sessionId)
      .execute()
    assert.deepEqual(await reset(), { success: true })
  })
})

describe('spec 3, resetPassword', () => {
  test('a ticket of checkMyMessage opens it once; the other sessions end', async (t) => {
    const app = await openPasswordApp(t)
    const own = await both(app)
    const other = await signIn(app)
    const ticket = await ticketOf(app, own.userId, own.sessionId)
    assert.deepEqual(await own.login.resetPassword(own.userId, ticket, 'battery staple'), { success: true })
    assert.ok((await app.login.getLoginCode('alice', 'battery staple')).loginCode)
    assert.deepEqual([await isAlive(app, own.token), await isAlive(app, other.token)], [true, false])
    await assert.rejects(
      own.login.resetPassword(own.userId, ticket, 'third password'),
      refusal('TICKET_INVALID'),
    )
    assert.deepEqual(await app.audited('password.reset'), ['success'])
  })

  test('A46: of 10 parallel uses of a ticket one wins', async (t) => {
    const app = await openPasswordApp(t)
    const own = await both(app)
    const ticket = await ticketOf(app, own.userId, own.sessionId)
    const calls = Array.from({ length: 10 }, (_, index) =>
      own.login.resetPassword(own.userId, ticket, `new password ${index}`),
    )
    assert.deepEqual(await outcomes(calls), { ok: 1, TICKET_INVALID: 9 })
  })

  test('A46: not in another session, not for another user, not made up', async (t) => {
    const app = await openPasswordApp(t)
    const own = await both(app)
    const bob = await app.add('bob')
    const ticket = await ticketOf(app, own.userId, own.sessionId)
    const elsewhere = app.user(own.userId, 'another session')
    await assert.rejects(
      elsewhere.resetPassword(own.userId, ticket, 'battery staple'),
      refusal('TICKET_INVALID'),
    )
    await assert.rejects(app.login.resetPassword(bob, ticket, 'battery staple'), refusal('TICKET_INVALID'))
    await assert.rejects(
      own.login.resetPassword(own.userId, 'made up', 'battery staple'),
      refusal('TICKET_INVALID'),
    )
    assert.ok(await own.login.resetPassword(own.userId, ticket, 'battery staple'))
  })

  test('A39: a change of the number while it is under way makes the ticket invalid', async (t) => {
    const app = await openPasswordApp(t)
    const own = await both(app)
    const ticket = await ticketOf(app, own.userId, own.sessionId)
    const { database, users, hashQueue } = app.rooms
    const release = holdHashing(app)
    const underWay = own.login.resetPassword(own.userId, ticket, 'battery staple')
    while (hashQueue.depth().waiting < 2) await nextTurn()
    app.clock.advance(1)
    await database.commit([users.markSecured(defaultTenant, own.userId as UserId, app.clock.now())])
    release()
    await assert.rejects(underWay, refusal('TICKET_INVALID'))
    assert.ok((await app.login.getLoginCode('alice', 'correct horse')).loginCode)
  })

  test('A62: a weak password leaves the ticket good', async (t) => {
    const app = await openPasswordApp(t)
    const own = await both(app)
    const ticket = await ticketOf(app, own.userId, own.sessionId)
    await assert.rejects(own.login.resetPassword(own.userId, ticket, 'short'), refusal('PASSWORD_WEAK'))
    assert.ok(await own.login.resetPassword(own.userId, ticket, 'battery staple'))
  })

  test('NOT_BOUND leaves the ticket good', async (t) => {
    const app = await openPasswordApp(t)
    const own = await both(app)
    await own.login.unbind(own.userId)
    const ticket = await ticketOf(app, own.userId, own.sessionId)
    await assert.rejects(own.login.resetPassword(own.userId, ticket, 'battery staple'), refusal('NOT_BOUND'))
    await app.login.bind(own.userId, 'alice', 'correct horse')
    assert.ok(await own.login.resetPassword(own.userId, ticket, 'battery staple'))
  })

  test('the account’s lock ends with the password that was guessed at', async (t) => {
    const app = await openPasswordApp(t, { settings: { lockout: { failures: 3 } } })
    const own = await both(app)
    for (let time = 0; time < 3; time += 1) await assert.rejects(app.login.getLoginCode('alice', 'wrong'))
    const ticket = await ticketOf(app, own.userId, own.sessionId)
    await assert.rejects(app.login.getLoginCode('alice', 'correct horse'))
    await own.login.resetPassword(own.userId, ticket, 'battery staple')
    assert.ok((await app.login.getLoginCode('alice', 'battery staple')).loginCode)
  })
})
