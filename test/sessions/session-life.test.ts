/** How sessions live and end: spec 6, S1 and S2; spec 5, `sessionTtl` and `sessionIdleTtl`. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { sha256 } from '../../src/base/digest.ts'
import { defaultTenant, type SessionId, type TenantId, type UserId } from '../../src/base/ids.ts'
import { amysPhone, isAlive, logIn, setStatus, signUp } from '../login/phone/phone-people.ts'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'

const client = (config: Record<string, unknown>) => ({ 'clients.web': { config } })

const rowsOf = async ({ rooms }: TestApp) =>
  (await rooms.database.kysely()).selectFrom('sessions').selectAll().execute()

describe('spec 6 S1: idle and absolute lifetime both end a session', () => {
  for (const [seconds, alive] of [
    [3599, true],
    [3600, false],
    [3601, false],
  ] as const)
    test(`a session of an hour is ${alive ? 'alive' : 'over'} after ${seconds} s`, async (t) => {
      const opened = await openTestApp(t, { elements: client({ sessionTtl: 3600 }) })
      const amy = await signUp(opened)
      opened.clock.advance(seconds * 1000)
      assert.equal(await isAlive(opened, amy), alive)
      const byId = opened.rooms.sessions.findById(
        defaultTenant,
        amy.userId as UserId,
        amy.sessionId as SessionId,
      )
      assert.equal((await byId) !== undefined, alive)
      assert.equal((await amy.auth.listSessions()).length, alive ? 1 : 0)
    })

  for (const [seconds, alive] of [
    [599, true],
    [600, false],
    [601, false],
  ] as const)
    test(`unused for ${seconds} s, with ten minutes allowed, it is ${alive ? 'alive' : 'over'}`, async (t) => {
      const opened = await openTestApp(t, { elements: client({ sessionTtl: 3600, sessionIdleTtl: 600 }) })
      const amy = await signUp(opened)
      opened.clock.advance(seconds * 1000)
      assert.equal((await amy.auth.listSessions()).length, alive ? 1 : 0)
      assert.equal(await isAlive(opened, amy), alive)
    })

  test('use keeps it alive up to the absolute lifetime and not longer', async (t) => {
    const opened = await openTestApp(t, { elements: client({ sessionTtl: 3600, sessionIdleTtl: 600 }) })
    const amy = await signUp(opened)
    for (let i = 0; i < 6; i += 1) {
      opened.clock.advance(599_000)
      assert.equal(await isAlive(opened, amy), true)
    }
    opened.clock.advance(6_000)
    assert.equal(await isAlive(opened, amy), false)
  })

  test('a use is written down at most once a minute', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const start = opened.clock.now()
    opened.clock.advance(59_999)
    await isAlive(opened, amy)
    assert.equal((await rowsOf(opened))[0]?.last_seen_at, start)
    opened.clock.advance(1)
    await isAlive(opened, amy)
    assert.equal((await rowsOf(opened))[0]?.last_seen_at, start + 60_000)
  })

  for (const [profile, expire] of [
    ['bamboocloud', 432_000],
    ['oneaccess', 604_800],
  ] as const)
    test(`a client of profile ${profile} gets ${expire} s, all of them without use`, async (t) => {
      const opened = await openTestApp(t, { elements: client({ profile }) })
      const amy = await signUp(opened)
      opened.clock.advance(expire * 1000 - 1)
      assert.equal(await isAlive(opened, amy), true)
      const other = await logIn(opened)
      assert.equal(await isAlive(opened, amy), false)
      assert.equal(await isAlive(opened, other), true)
    })
})

describe('spec 6 S2, A38: what ends sessions ends them at once, on every process', () => {
  test('a disabled user has no session, in another process neither', async (t) => {
    const opened = await openTestApp(t)
    const other = await openTestApp(t, { data: opened.data, clock: opened.clock })
    const amy = await signUp(opened)
    assert.equal(await isAlive(other, amy), true)
    await setStatus(opened, amy.userId, 'disabled')
    assert.equal(await isAlive(other, amy), false)
    assert.equal(await isAlive(opened, amy), false)
  })

  test('a deleted user has no session', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    await opened.rooms.database.commit(opened.rooms.users.remove(defaultTenant, amy.userId as UserId))
    assert.equal(await isAlive(opened, amy), false)
  })

  test('a session that one process ends is over in the other', async (t) => {
    const opened = await openTestApp(t)
    const other = await openTestApp(t, { data: opened.data, clock: opened.clock })
    const amy = await signUp(opened)
    const elsewhere = await logIn(other, amysPhone)
    await amy.auth.revokeOtherSessions()
    assert.equal(await isAlive(other, elsewhere), false)
    assert.equal(await isAlive(other, amy), true)
  })

  test('an ended session does not come back by use or by a second end', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    await amy.auth.logout()
    opened.clock.advance(120_000)
    assert.equal(await isAlive(opened, amy), false)
    await amy.auth.logout()
    assert.equal(await isAlive(opened, amy), false)
  })

  test('A45: an id of another tenant or user finds nothing', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const { sessions } = opened.rooms
    const [id, userId] = [amy.sessionId as SessionId, amy.userId as UserId]
    assert.ok(await sessions.findById(defaultTenant, userId, id))
    assert.equal(await sessions.findById('other' as TenantId, userId, id), undefined)
    assert.equal(await sessions.findById(defaultTenant, 'bob' as UserId, id), undefined)
  })
})

describe('spec 6 O7: a session at rest', () => {
  test('only the digest of the token is kept, and the digest is no token', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const [row] = await rowsOf(opened)
    assert.equal(row?.token_hash, sha256(amy.sessionToken))
    assert.equal(await opened.rooms.sessions.findByToken(String(row?.token_hash)), undefined)
    assert.doesNotMatch(JSON.stringify(row), new RegExp(amy.sessionToken))
  })
})

describe('rows of sessions that are over', () => {
  test('stay for an hour, so that what made them is not used again, and then go in batches', async (t) => {
    const opened = await openTestApp(t, { elements: client({ sessionTtl: 3600 }) })
    await signUp(opened)
    await logIn(opened)
    await logIn(opened)
    const { prune } = opened.rooms.sessions
    opened.clock.advance(7_200_000 - 90_000)
    await prune(100)
    assert.equal((await rowsOf(opened)).length, 3)
    opened.clock.advance(1)
    await prune(100)
    assert.equal((await rowsOf(opened)).length, 2)
    opened.clock.advance(90_000)
    await prune(1)
    assert.equal((await rowsOf(opened)).length, 1)
    await prune(1)
    assert.equal((await rowsOf(opened)).length, 0)
  })

  test('are found without a scan', async (t) => {
    const opened = await openTestApp(t)
    const file = new DatabaseSync(`${opened.data}/latchkey.sqlite`)
    t.after(() => file.close())
    for (const [sql, index] of [
      [
        'select token_hash from sessions where expires_at < 1 order by expires_at limit 5',
        'sessions_by_expiry',
      ],
      ["select id from sessions where tenant_id = 'x' and user_id = 'y'", 'sessions_by_user'],
    ] as const) {
      const plan = JSON.stringify(file.prepare(`explain query plan ${sql}`).all())
      assert.match(plan, new RegExp(`SEARCH sessions USING .*${index}`))
    }
  })
})
