import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openPasswordApp, outcomes, type PasswordApp, refusal } from './open-password-app.ts'

/** A user who logs in by phone alone. */
async function phoneUser({ app, phone }: PasswordApp, number: string): Promise<string> {
  await phone.sendMessage(number)
  const code = (await app.inbox(number))[0]?.code ?? ''
  return (await phone.register(number, code, `Phone ${number}`)).userId.value
}

async function loginMethods({ rooms }: PasswordApp, userId: string): Promise<unknown> {
  const query = (await rooms.database.kysely()).selectFrom('users').select(['login_methods', 'username'])
  return query.where('id', '=', userId).executeTakeFirst()
}

describe('spec 3, bind', () => {
  test('gives a user a name and password; the user logs in by both ways', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await phoneUser(app, '13800138000')
    assert.deepEqual(await (await app.signedIn(userId)).login.bind(userId, 'Alice', 'correct horse'), {
      success: true,
    })
    assert.equal((await app.login.getLoginCode('alice', 'correct horse')).userId, userId)
    assert.deepEqual(
      { ...((await loginMethods(app, userId)) as object) },
      { login_methods: 2, username: 'Alice' },
    )
    assert.deepEqual(await app.audited('password.bind'), ['success'])
  })

  test('ALREADY_BOUND for a user who has one, USERNAME_TAKEN for a name that another has', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await phoneUser(app, '13800138000')
    const other = await phoneUser(app, '13800138001')
    await app.login.bind(userId, 'alice', 'correct horse')
    await assert.rejects(app.login.bind(userId, 'alice2', 'correct horse'), refusal('ALREADY_BOUND'))
    await assert.rejects(app.login.bind(other, 'ALICE', 'correct horse'), refusal('USERNAME_TAKEN'))
    assert.deepEqual(
      { ...((await loginMethods(app, other)) as object) },
      { login_methods: 1, username: null },
    )
  })

  test('PASSWORD_WEAK, USERNAME_INVALID, and USER_AUTH_MISS for a user who is not there', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await phoneUser(app, '13800138000')
    await assert.rejects(app.login.bind(userId, 'alice', 'short'), refusal('PASSWORD_WEAK'))
    await assert.rejects(app.login.bind(userId, '13800138000', 'correct horse'), refusal('USERNAME_INVALID'))
    await assert.rejects(app.login.bind('nobody', 'alice', 'correct horse'), refusal('USER_AUTH_MISS'))
    assert.ok(await app.login.bind(userId, 'alice', 'correct horse'))
  })

  test('A19: of 20 parallel binds of one name by 20 users one wins', async (t) => {
    const app = await openPasswordApp(t)
    const users: string[] = []
    for (let index = 0; index < 20; index += 1) users.push(await phoneUser(app, `138001380${10 + index}`))
    const calls = users.map((userId) => app.login.bind(userId, 'alice', 'correct horse'))
    assert.deepEqual(await outcomes(calls), { ok: 1, USERNAME_TAKEN: 19 })
    const sum = (await app.rooms.database.kysely())
      .selectFrom('users')
      .select(({ fn }) => fn.sum('login_methods').as('sum'))
    assert.equal((await sum.executeTakeFirst())?.sum, 21)
  })

  test('of 10 parallel binds by one user one wins', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await phoneUser(app, '13800138000')
    const calls = Array.from({ length: 10 }, (_, index) =>
      app.login.bind(userId, `alice${index}`, 'correct horse'),
    )
    const counts = await outcomes(calls)
    assert.equal(counts.ok, 1)
    assert.equal((counts.USERNAME_TAKEN ?? 0) + (counts.ALREADY_BOUND ?? 0), 9)
    const found = (await loginMethods(app, userId)) as { login_methods: number }
    assert.equal(found.login_methods, 2)
  })
})

describe('spec 3, unbind', () => {
  test('takes the name away, and it is free again', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await phoneUser(app, '13800138000')
    await app.login.bind(userId, 'alice', 'correct horse')
    assert.deepEqual(await (await app.signedIn(userId)).login.unbind(userId), { success: true })
    await assert.rejects(app.login.getLoginCode('alice', 'correct horse'), refusal('USER_AUTH_MISS'))
    assert.deepEqual(
      { ...((await loginMethods(app, userId)) as object) },
      { login_methods: 1, username: null },
    )
    await assert.rejects(app.login.unbind(userId), refusal('NOT_BOUND'))
    assert.ok(await app.login.bind(userId, 'alice', 'battery staple'))
  })

  test('A66: the last way to log in is LAST_LOGIN_METHOD, for the system too', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    for (const login of [app.login, (await app.signedIn(userId)).login])
      await assert.rejects(login.unbind(userId), refusal('LAST_LOGIN_METHOD'))
    assert.ok((await app.login.getLoginCode('alice', 'correct horse')).loginCode)
  })

  test('A66: of password and number, taken away at once, one stays', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await phoneUser(app, '13800138000')
    await app.login.bind(userId, 'alice', 'correct horse')
    app.clock.advance(46_000)
    const { sessionId = '' } = await app.signedIn(userId)
    const phone = app.app.as({ userId, sessionId }).getElement<PasswordApp['phone']>('auths.loginTypes.phone')
    await phone.sendMessage('13800138000')
    const code = (await app.app.inbox('13800138000'))[0]?.code ?? ''
    const counts = await outcomes([app.login.unbind(userId), phone.unbind(userId, code)])
    assert.deepEqual(counts, { ok: 1, LAST_LOGIN_METHOD: 1 })
  })
})

describe('spec 3, updateUsername', () => {
  test('the new name logs in, the old one is free', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    assert.deepEqual(await (await app.signedIn(userId)).login.updateUsername(userId, 'Bob'), {
      success: true,
    })
    assert.equal((await app.login.getLoginCode('bob', 'correct horse')).userId, userId)
    await assert.rejects(app.login.getLoginCode('alice', 'correct horse'), refusal('USER_AUTH_MISS'))
    assert.notEqual(await app.add('alice'), userId)
    const row = (await loginMethods(app, userId)) as { username: string }
    assert.equal(row.username, 'Bob')
  })

  test('another spelling of the own name is a change like any other', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    await app.login.updateUsername(userId, 'ALICE')
    const row = (await loginMethods(app, userId)) as { username: string }
    assert.equal(row.username, 'ALICE')
  })

  test('USERNAME_TAKEN, USERNAME_INVALID, NOT_BOUND', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    await app.add('bob')
    await assert.rejects(app.login.updateUsername(userId, 'BOB'), refusal('USERNAME_TAKEN'))
    await assert.rejects(app.login.updateUsername(userId, 'b'), refusal('USERNAME_INVALID'))
    await assert.rejects(app.login.updateUsername('nobody', 'carol'), refusal('NOT_BOUND'))
    assert.equal((await app.login.getLoginCode('alice', 'correct horse')).userId, userId)
  })

  test('of 10 parallel changes to one name one wins', async (t) => {
    const app = await openPasswordApp(t)
    const users = await Promise.all(Array.from({ length: 10 }, (_, index) => app.add(`user${index}`)))
    const calls = users.map((userId) => app.login.updateUsername(userId, 'winner'))
    assert.deepEqual(await outcomes(calls), { ok: 1, USERNAME_TAKEN: 9 })
  })
})
