/** `completeLogin`: all that a login writes is one transaction; gates come before it (spec 5, "Statuses of a login"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type UserId } from '../../src/base/ids.ts'
import { refuse } from '../../src/base/refusal.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import { createCompleteLogin } from '../../src/sessions/complete-login.ts'
import { createLoginFlows } from '../../src/sessions/login-flow.ts'
import type { ProvenLogin } from '../../src/sessions/proven-login.ts'
import { createStateTokens } from '../../src/tokens/state-token.ts'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'
import { atOnce, refusal } from '../support/refusals.ts'
import { addUser } from '../users/add-user.ts'

const call: CallContext = {
  caller: { kind: 'anonymous' },
  tenantId: defaultTenant,
  device: { key: 'dt:one' },
  language: 'en',
}

async function proven({ rooms, elements }: TestApp, userId: UserId): Promise<ProvenLogin> {
  const user = await rooms.users.find(defaultTenant, userId)
  const client = elements.clients().fallback
  assert.ok(user !== undefined && client !== undefined)
  const now = rooms.clock.now()
  return {
    tenantId: defaultTenant,
    user,
    client,
    loginType: 'auths.loginTypes.phone',
    method: 'sms',
    originId: 'code:1',
    spent: () => refuse('CODE_EXPIRED'),
    authTime: now,
    provenSince: now,
    knownDevice: false,
    steps: [],
  }
}

const count = async ({ rooms }: TestApp, table: string) =>
  (await (await rooms.database.kysely()).selectFrom(table).selectAll().execute()).length

describe('completeLogin', () => {
  test('writes session, last login, known device and audit record together', async (t) => {
    const opened = await openTestApp(t)
    const amy = await addUser(opened, 'Amy')
    const login = await proven(opened, amy)
    const done = await opened.rooms.completeLogin.complete(login, call)
    assert.equal(done.status, 'SUCCESS')
    const user = await (await opened.rooms.database.kysely())
      .selectFrom('users')
      .selectAll()
      .executeTakeFirst()
    assert.equal(user?.last_login_at, opened.clock.now())
    for (const table of ['sessions', 'known_devices', 'audit'])
      assert.equal(await count(opened, table), 1, table)
  })

  test('what was spent already makes no second session, of any number of parallel tries', async (t) => {
    const opened = await openTestApp(t)
    const login = await proven(opened, await addUser(opened, 'Amy'))
    const results = await atOnce(20, () => opened.rooms.completeLogin.complete(login, call))
    assert.deepEqual(results, { ok: 1, CODE_EXPIRED: 19 })
    assert.equal(await count(opened, 'sessions'), 1)
    assert.equal(await count(opened, 'audit'), 1)
  })

  test('a step that fails leaves nothing: no session, no device, no record', async (t) => {
    const opened = await openTestApp(t)
    const { users, completeLogin } = opened.rooms
    const login = await proven(opened, await addUser(opened, 'Amy'))
    const steps = [users.setPhone(defaultTenant, 'nobody' as UserId, null)]
    await assert.rejects(completeLogin.complete({ ...login, steps }, call), refusal('USER_AUTH_MISS'))
    for (const table of ['sessions', 'known_devices', 'audit'])
      assert.equal(await count(opened, table), 0, table)
  })

  test('a user who is secured or disabled since the proof began gets none', async (t) => {
    const opened = await openTestApp(t)
    const { users, database, completeLogin } = opened.rooms
    const amy = await addUser(opened, 'Amy')
    const login = await proven(opened, amy)
    opened.clock.advance(1)
    await database.commit([users.markSecured(defaultTenant, amy, opened.clock.now())])
    await assert.rejects(completeLogin.complete(login, call), refusal('CODE_EXPIRED'))
    const later = { ...login, provenSince: opened.clock.now() }
    await database.commit([users.setStatus(defaultTenant, amy, 'disabled')])
    await assert.rejects(completeLogin.complete(later, call), refusal('CODE_EXPIRED'))
    assert.equal(await count(opened, 'sessions'), 0)
  })

  test('a gate stops it: a state token, and neither session nor id_token', async (t) => {
    const opened = await openTestApp(t)
    const { rooms } = opened
    const stateTokens = createStateTokens({ keyring: rooms.keyring, clock: rooms.clock, issuer: 'latchkey' })
    const flows = createLoginFlows({ ...rooms, stateTokens })
    const gates = [async () => ({ status: 'PASSWORD_EXPIRED', data: '{}' }) as const]
    const { complete } = createCompleteLogin({ ...rooms, gates, flows })
    const done = await complete(await proven(opened, await addUser(opened, 'Amy')), call)
    assert.deepEqual(Object.keys(done).toSorted(), ['corpId', 'data', 'stateToken', 'status', 'userId'])
    assert.equal(done.status, 'PASSWORD_EXPIRED')
    assert.equal(await count(opened, 'sessions'), 0)
  })

  test('a known device is remembered once', async (t) => {
    const opened = await openTestApp(t)
    const login = await proven(opened, await addUser(opened, 'Amy'))
    await opened.rooms.completeLogin.complete(login, call)
    await opened.rooms.completeLogin.complete({ ...login, originId: 'code:2' }, call)
    assert.equal(await count(opened, 'known_devices'), 1)
    const nameless = { ...call, device: {} }
    await opened.rooms.completeLogin.complete({ ...login, originId: 'code:3' }, nameless)
    assert.equal(await count(opened, 'known_devices'), 1)
  })
})
