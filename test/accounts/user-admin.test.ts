/** Lists of users, and switching them off, on and away. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createUser } from '../../src/accounts/create-user.ts'
import type { UserId } from '../../src/base/ids.ts'
import { testClientId } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'
import {
  enrolFactor,
  logIn,
  openAccounts,
  operator,
  passwordLogin,
  phoneLogin,
  type TestAccounts,
} from './open-accounts.ts'

const tenant = operator.tenantId
const tablesOfUser = [
  'phone_bindings',
  'password_bindings',
  'totp_factors',
  'recovery_codes',
  'corp_members',
  'known_devices',
  'users',
]
const phoneOf = (i: number) => `+8613${String(800_138_000 + i).padStart(9, '0')}`

async function fill({ services, clock }: TestAccounts, users: number): Promise<UserId[]> {
  const ids: UserId[] = []
  for (let i = 0; i < users; i += 1) {
    const user = { nick: `Nick ${i}`, phone: { number: phoneOf(i) } }
    ids.push((await createUser(services, user, operator)).id)
    // Every third shares its moment with the one before, so that pages have to break ties.
    if (i % 3 !== 0) clock.advance(1)
  }
  return ids
}

async function pages({ admin }: TestAccounts, limit: number): Promise<string[]> {
  const seen: string[] = []
  for (let after: string | undefined; ; ) {
    const { users, next } = await admin.list(tenant, { limit, after })
    seen.push(...users.map(({ id }) => id))
    if (next === undefined) return seen
    after = next
  }
}

describe('lists of users', () => {
  test('pages of any size give everyone once, newest first, ties included', async (t) => {
    const accounts = await openAccounts(t)
    const ids = await fill(accounts, 20)
    const created = new Map(
      (await accounts.admin.list(tenant, { limit: 500 })).users.map(({ id, created_at }) => [
        id as string,
        created_at,
      ]),
    )
    for (const limit of [1, 3, 7, 20, 500]) {
      const seen = await pages(accounts, limit)
      assert.deepEqual(seen.toSorted(), [...ids].toSorted(), `limit ${limit}`)
      const times = seen.map((id) => created.get(id) ?? 0)
      assert.deepEqual(
        times,
        times.toSorted((a, b) => b - a),
      )
    }
  })

  test('users who come and go between two pages neither hide nor double others', async (t) => {
    const accounts = await openAccounts(t)
    const ids = await fill(accounts, 9)
    const first = await accounts.admin.list(tenant, { limit: 4 })
    const last = first.users.at(-1)
    assert.ok(last)
    await accounts.admin.remove(last.id, operator)
    await createUser(accounts.services, { phone: { number: phoneOf(50) } }, operator)
    const second = await accounts.admin.list(tenant, { limit: 50, after: first.next })
    const seen = [...first.users, ...second.users].map(({ id }) => id)
    assert.deepEqual(seen.toSorted(), ids.toSorted())
  })

  test('by status, by number in any form, by some of its digits, by a part of a name', async (t) => {
    const accounts = await openAccounts(t)
    const ids = await fill(accounts, 5)
    await accounts.admin.disable(ids[1] as UserId, operator)
    const found = async (query: object) =>
      (await accounts.admin.list(tenant, { limit: 50, ...query })).users.map(({ id }) => id)
    assert.deepEqual(await found({ status: 'disabled' }), [ids[1]])
    assert.equal((await found({ status: 'active' })).length, 4)
    assert.deepEqual(await found({ phone: '0086-138 0013 8003' }), [ids[3]])
    assert.deepEqual(await found({ phone: '8002' }), [ids[2]])
    assert.deepEqual(await found({ phone: '13912345678' }), [])
    assert.deepEqual(await found({ name: 'nick 4' }), [ids[4]])
    assert.deepEqual(await found({ name: 'nick 4', status: 'disabled' }), [])
    await assert.rejects(found({ phone: 'x' }), refusal('API_PARAMS_ERROR'))
  })

  test('A58: SQL metacharacters and foreign cursors find nothing and change nothing', async (t) => {
    const accounts = await openAccounts(t)
    await fill(accounts, 3)
    const list = (query: object) => accounts.admin.list(tenant, { limit: 50, ...query })
    for (const name of ['%', '_', '\\', "'", '%%', "x' or 1=1 --"])
      assert.deepEqual((await list({ name })).users, [])
    const cursor = (text: string) => Buffer.from(text).toString('base64url')
    for (const after of ['', 'x', cursor('1'), cursor("1' or 1=1"), cursor('x.y'), '💥'])
      await assert.rejects(list({ after }), refusal('API_PARAMS_ERROR'), after)
    assert.deepEqual((await list({ after: cursor(`0.'; drop table users`) })).users, [])
    for (const limit of [0, 501, 1.5, Number.NaN])
      await assert.rejects(list({ limit }), refusal('API_PARAMS_ERROR'))
    assert.equal((await list({})).users.length, 3)
  })

  test('another tenant has users of its own', async (t) => {
    const accounts = await openAccounts(t)
    const [id] = await fill(accounts, 1)
    const other = 'other' as typeof tenant
    assert.deepEqual((await accounts.admin.list(other, { limit: 10 })).users, [])
    assert.deepEqual(await accounts.admin.find(other, String(id)), [])
    await assert.rejects(
      accounts.admin.remove(id as UserId, { ...operator, tenantId: other }),
      refusal('USER_AUTH_MISS'),
    )
    assert.equal((await accounts.admin.list(tenant, { limit: 10 })).users.length, 1)
  })

  test('one user is found by id, by number in any form, by name in any spelling', async (t) => {
    const { services, admin } = await openAccounts(t)
    const password = { username: 'Ålice', text: 'correct horse battery', loginType: passwordLogin }
    const { id } = await createUser(services, { phone: { number: '13800138000' }, password }, operator)
    for (const text of [id, '+86 138 0013 8000', '008613800138000', 'ÅLICE', ' ålice '])
      assert.deepEqual(
        (await admin.find(tenant, text)).map((user) => user.id),
        [id],
        text,
      )
    assert.deepEqual(await admin.find(tenant, 'nobody'), [])
  })
})

describe('switching users off and on', () => {
  test('S2, A38: disabling ends every session at once and refuses a login; enabling lets in again', async (t) => {
    const accounts = await openAccounts(t)
    const { app, rooms, admin, clock } = accounts
    await createUser(accounts.services, { phone: { number: '13800138000' } }, operator)
    const { token, userId } = await logIn(accounts, '13800138000')
    await admin.disable(userId, operator)
    assert.equal(await rooms.sessions.findByToken(token), undefined)
    clock.advance(60_000)
    await assert.rejects(logIn(accounts, '13800138000'), refusal('USER_DISABLED'))
    await admin.enable(userId, operator)
    assert.equal(await rooms.sessions.findByToken(token), undefined, 'the old session stays ended')
    clock.advance(60_000)
    assert.equal((await logIn(accounts, '13800138000')).userId, userId)
    assert.ok(app)
  })

  test('a login code from before is dead, though the user is enabled again', async (t) => {
    const accounts = await openAccounts(t)
    const { rooms, admin, clock, app } = accounts
    const { id } = await createUser(accounts.services, { phone: { number: '13800138000' } }, operator)
    const facts = {
      tenantId: tenant,
      userId: id,
      loginType: phoneLogin,
      method: 'sms',
      authTime: clock.now(),
      provenSince: clock.now(),
      knownDevice: false,
    }
    const loginCode = await rooms.loginCodes.issue(facts, testClientId)
    clock.advance(1000)
    await admin.disable(id, operator)
    await admin.enable(id, operator)
    const service = app.getElement<{ loginByCode(code: string): Promise<unknown> }>(
      'auths.loginTypes.services.AuthSvc',
    )
    await assert.rejects(service.loginByCode(loginCode), refusal('LOGIN_CODE_INVALID'))
  })

  test('deleting takes everything of the user away, frees number and name, and ends the sessions', async (t) => {
    const accounts = await openAccounts(t)
    const { services, rooms, admin } = accounts
    const password = { username: 'alice', text: 'correct horse battery', loginType: passwordLogin }
    const user = { phone: { number: '13800138000' }, password }
    await createUser(services, user, operator)
    const { token, userId } = await logIn(accounts, '13800138000')
    await enrolFactor(accounts, { tenantId: tenant, userId })
    await admin.remove(userId, operator)
    assert.equal(await rooms.sessions.findByToken(token), undefined)
    for (const table of tablesOfUser)
      assert.deepEqual(
        await (await rooms.database.kysely()).selectFrom(table).selectAll().execute(),
        [],
        table,
      )
    await assert.rejects(admin.show(tenant, userId), refusal('USER_AUTH_MISS'))
    await createUser(services, user, operator)
  })

  test('nobody is disabled, enabled or deleted who is not there; nothing is written of it', async (t) => {
    const { admin, rooms } = await openAccounts(t)
    const nobody = 'nobody' as UserId
    for (const act of [admin.disable, admin.enable, admin.remove])
      await assert.rejects(act(nobody, operator), refusal('USER_AUTH_MISS'))
    assert.deepEqual(await (await rooms.database.kysely()).selectFrom('audit').selectAll().execute(), [])
  })

  test('L1: each of them is on record, done by the system', async (t) => {
    const accounts = await openAccounts(t)
    const [id] = (await fill(accounts, 1)) as [UserId]
    await accounts.admin.disable(id, operator)
    await accounts.admin.enable(id, operator)
    await accounts.admin.remove(id, operator)
    const rows = await (await accounts.rooms.database.kysely())
      .selectFrom('audit')
      .selectAll()
      .orderBy('id')
      .execute()
    assert.deepEqual(
      rows.map(({ action, actor, user_id }) => [action, actor, user_id]),
      ['user.create', 'user.disable', 'user.enable', 'user.delete'].map((action) => [action, 'system', id]),
    )
  })
})
