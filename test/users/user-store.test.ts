/** The users' table and what guards its changes: spec 2, rules 6 and 9; docs/decisions on dates that kill. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type TenantId, type UserId } from '../../src/base/ids.ts'
import { refuse } from '../../src/base/refusal.ts'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'
import { atOnce, refusal } from '../support/refusals.ts'
import { addUser } from './add-user.ts'

const refused = () => refuse('CODE_EXPIRED')
const nobody = 'nobody' as UserId

async function rowOf({ rooms }: TestApp, id: string): Promise<Record<string, unknown>> {
  const query = (await rooms.database.kysely()).selectFrom('users').selectAll().where('id', '=', id)
  return query.executeTakeFirstOrThrow()
}

describe('users', () => {
  test('a prepared row is written as it is, and found in its tenant alone', async (t) => {
    const { rooms } = await openTestApp(t)
    const { users, database, clock } = rooms
    const row = users.prepare({ nick: '小美', name: '王美', email: 'a@b.c', loginMethods: 2 }, clock.now())
    assert.equal(await users.find(defaultTenant, row.id), undefined)
    await database.commit([users.insert(defaultTenant, row, 2)])
    assert.deepEqual({ ...(await users.find(defaultTenant, row.id)) }, row)
    assert.equal(await users.find('other' as TenantId, row.id), undefined)
  })

  test('markLogin notes the time, and refuses who is disabled, deleted or secured since', async (t) => {
    const opened = await openTestApp(t)
    const { users, database } = opened.rooms
    const userId = await addUser(opened, 'Amy')
    const login = (provenSince: number, id = userId) =>
      database.commit([
        users.markLogin({ tenantId: defaultTenant, userId: id, now: 500, provenSince }, refused),
      ])
    await login(100)
    assert.equal((await rowOf(opened, userId)).last_login_at, 500)
    await database.commit([users.markSecured(defaultTenant, userId, 200)])
    await assert.rejects(login(199), refusal('CODE_EXPIRED'))
    await login(200)
    await database.commit([users.setStatus(defaultTenant, userId, 'disabled')])
    await assert.rejects(login(300), refusal('CODE_EXPIRED'))
    await assert.rejects(login(300, nobody), refusal('CODE_EXPIRED'))
  })

  test('requireCurrent refuses where markLogin does, and changes nothing', async (t) => {
    const opened = await openTestApp(t)
    const { users, database } = opened.rooms
    const userId = await addUser(opened, 'Amy')
    const check = (provenSince: number) =>
      database.commit([users.requireCurrent({ tenantId: defaultTenant, userId, provenSince }, refused)])
    const before = await rowOf(opened, userId)
    await check(0)
    assert.deepEqual(await rowOf(opened, userId), before)
    await database.commit([users.markSecured(defaultTenant, userId, 200)])
    await assert.rejects(check(199), refusal('CODE_EXPIRED'))
    await check(200)
    await database.commit([users.setStatus(defaultTenant, userId, 'disabled')])
    await assert.rejects(check(200), refusal('CODE_EXPIRED'))
  })

  test('spec 2 rule 6: of parallel removals of login methods the last one stays', async (t) => {
    const opened = await openTestApp(t)
    const { users, database } = opened.rooms
    const userId = await addUser(opened, 'Amy')
    await database.commit(Array.from({ length: 5 }, () => users.addLoginMethod(defaultTenant, userId)))
    const results = await atOnce(20, () => database.commit([users.removeLoginMethod(defaultTenant, userId)]))
    assert.deepEqual(results, { ok: 4, LAST_LOGIN_METHOD: 16 })
    assert.equal((await rowOf(opened, userId)).login_methods, 1)
  })

  test('every change of a user who is not there is USER_AUTH_MISS', async (t) => {
    const { rooms } = await openTestApp(t)
    const { users, database } = rooms
    for (const step of [
      users.setStatus(defaultTenant, nobody, 'disabled'),
      users.markSecured(defaultTenant, nobody, 1),
      users.addLoginMethod(defaultTenant, nobody),
      users.setPhone(defaultTenant, nobody, null),
      users.setUsername(defaultTenant, nobody, null),
      ...users.remove(defaultTenant, nobody).slice(0, 1),
    ])
      await assert.rejects(database.commit([step]), refusal('USER_AUTH_MISS'))
  })

  test('a known device is kept once, and goes with its user', async (t) => {
    const opened = await openTestApp(t)
    const { users, database } = opened.rooms
    const userId = await addUser(opened, 'Amy')
    const remember = users.rememberDevice(defaultTenant, userId, 'dt:one', 1)
    await database.commit([remember, remember])
    const devices = async () => (await database.kysely()).selectFrom('known_devices').selectAll().execute()
    assert.equal((await devices()).length, 1)
    await database.commit(users.remove(defaultTenant, userId))
    assert.deepEqual(await devices(), [])
    assert.equal(await users.find(defaultTenant, userId), undefined)
  })
})
