/** What a stolen or outlived proof can do to an account: nothing (spec 5, `reauthSeconds`; spec 6, S2, A39). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { defaultTenant, type UserId } from '../../../src/base/ids.ts'
import type { PasswordLogin } from '../../../src/login/password/password-type.ts'
import { holdHashing, openPasswordApp, type PasswordApp, refusal } from './open-password-app.ts'

const number = '13800138000'

async function phoneUser({ app, phone }: PasswordApp): Promise<string> {
  await phone.sendMessage(number)
  const code = (await app.inbox(number))[0]?.code ?? ''
  return (await phone.register(number, code, 'Alice')).userId.value
}

/** Each change of a name and password with what it is ready for: someone with or without a name. */
const changes = [
  ['bind', (login: PasswordLogin, id: string) => login.bind(id, 'alice', 'correct horse')],
  ['unbind', (login: PasswordLogin, id: string) => login.unbind(id)],
  ['updateUsername', (login: PasswordLogin, id: string) => login.updateUsername(id, 'bob')],
] as const

/** A user with a number, and with a name where the change needs one. */
async function readyFor(app: PasswordApp, name: string): Promise<string> {
  const userId = await phoneUser(app)
  if (name !== 'bind') await app.login.bind(userId, 'alice', 'correct horse')
  return userId
}

describe('spec 5: a name and password are changed within reauthSeconds of the login', () => {
  for (const [name, change] of changes) {
    test(`${name}: 600 seconds after the login yes, a millisecond later REAUTH_REQUIRED`, async (t) => {
      const app = await openPasswordApp(t)
      const userId = await readyFor(app, name)
      const { login } = await app.signedIn(userId)
      app.clock.advance(600_001)
      await assert.rejects(change(login, userId), refusal('REAUTH_REQUIRED'))
      const { login: anew } = await app.signedIn(userId)
      app.clock.advance(600_000)
      assert.deepEqual(await change(anew, userId), { success: true })
    })

    test(`${name}: LOGIN_REQUIRED without a living session, whatever reauthSeconds is`, async (t) => {
      const app = await openPasswordApp(t, { client: { reauthSeconds: 0 } })
      const userId = await readyFor(app, name)
      await assert.rejects(change(app.user(userId), userId), refusal('LOGIN_REQUIRED'))
      const { login, sessionId } = await app.signedIn(userId)
      assert.ok(sessionId !== undefined)
      await app.rooms.sessions.end({ tenantId: defaultTenant, userId: userId as UserId, id: sessionId })
      await assert.rejects(change(login, userId), refusal('LOGIN_REQUIRED'))
    })

    test(`${name}: the session's client sets reauthSeconds, 0 switches it off`, async (t) => {
      const app = await openPasswordApp(t, { client: { reauthSeconds: 0 } })
      const userId = await readyFor(app, name)
      const { login } = await app.signedIn(userId)
      app.clock.advance(86_400_000)
      assert.deepEqual(await change(login, userId), { success: true })
    })
  }

  test('a shorter time holds, and another client named in the call does not lengthen it', async (t) => {
    const lax = { clientId: 'laxPasswordClient000000000000000', profile: 'bamboocloud', reauthSeconds: 0 }
    const files = {
      'clients/lax/e.json': { title: 'Lax', type: 'clients.NormalType' },
      'clients/lax/client.json': lax,
    }
    const app = await openPasswordApp(t, { client: { reauthSeconds: 60 }, files })
    const userId = await app.add('alice')
    const { sessionId } = await app.signedIn(userId)
    assert.ok(sessionId !== undefined)
    app.clock.advance(60_001)
    const caller = { kind: 'user', userId: userId as UserId, sessionId } as const
    const { clients } = app.elements
    const other = clients().find(lax.clientId)?.clientId
    assert.ok(other !== undefined)
    const view = app.app
      .with({ caller, clientId: other })
      .getElement<PasswordLogin>('auths.loginTypes.password')
    await assert.rejects(view.updateUsername(userId, 'bob'), refusal('REAUTH_REQUIRED'))
  })

  test('in-process code with every right needs no session', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await phoneUser(app)
    app.clock.advance(86_400_000)
    for (const [name, change] of [changes[0], changes[2], changes[1]])
      assert.deepEqual(await change(app.login, userId), { success: true }, name)
  })
})

describe('spec 6, A39: what was proven before a change binds nothing', () => {
  test('a bind that is under way while the number or password changes is refused', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await phoneUser(app)
    const { login } = await app.signedIn(userId)
    const { database, users, hashQueue } = app.rooms
    const release = holdHashing(app)
    const underWay = login.bind(userId, 'alice', 'correct horse')
    while (hashQueue.depth().waiting < 2) await nextTurn()
    app.clock.advance(1)
    await database.commit([users.markSecured(defaultTenant, userId as UserId, app.clock.now())])
    release()
    await assert.rejects(underWay, refusal('REAUTH_REQUIRED'))
    await assert.rejects(app.login.getLoginCode('alice', 'correct horse'), refusal('USER_AUTH_MISS'))
  })
})

describe('spec 6, S2 and A39: a removed password', () => {
  async function withBoth(t: Parameters<typeof openPasswordApp>[0]) {
    const app = await openPasswordApp(t)
    const userId = await readyFor(app, 'unbind')
    const { loginCode } = await app.login.getLoginCode('alice', 'correct horse')
    const { sessionToken = '' } = await app.session(loginCode)
    const pending = await app.login.getLoginCode('alice', 'correct horse')
    const own = await app.signedIn(userId)
    app.clock.advance(1)
    return { app, userId, made: sessionToken, pending: pending.loginCode, own }
  }

  test('S2: the sessions that it made end, the one that removes it goes on', async (t) => {
    const { app, userId, made, own } = await withBoth(t)
    await own.login.unbind(userId)
    assert.deepEqual([await app.isAlive(made), await app.isAlive(own.token)], [false, true])
  })

  test('S2: removed by the system it ends every session', async (t) => {
    const { app, userId, made, own } = await withBoth(t)
    await app.login.unbind(userId)
    assert.deepEqual([await app.isAlive(made), await app.isAlive(own.token)], [false, false])
  })

  test('A39: a login code that it made is dead', async (t) => {
    const { app, userId, pending, own } = await withBoth(t)
    await own.login.unbind(userId)
    await assert.rejects(app.session(pending), refusal('LOGIN_CODE_INVALID'))
  })

  test('A66: where it is the last way to log in nothing ends', async (t) => {
    const app = await openPasswordApp(t)
    const userId = await app.add('alice')
    const [own, other] = [await app.signedIn(userId), await app.signedIn(userId)]
    await assert.rejects(own.login.unbind(userId), refusal('LAST_LOGIN_METHOD'))
    assert.equal(await app.isAlive(other.token), true)
  })
})
