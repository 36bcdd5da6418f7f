/** Clocks that are wrong: two processes 30 seconds apart, and one whose clock is put an hour forward or back. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openWholeApp } from '../../src/app/open-app.ts'
import type { LoginResult } from '../../src/login/auth-functions.ts'
import {
  amysPhone,
  anonymous,
  authOf,
  bobsPhone,
  codeFor,
  isAlive,
  logIn,
  loginCodeOf,
  personOf,
  phoneOf,
  signUp,
} from '../login/phone/phone-people.ts'
import { openTestApp, type TestApp, type TestAppOptions, testSecret } from '../support/open-test-app.ts'
import { onPostgres } from '../support/postgres-server.ts'
import { onRedis, redisPlace } from '../support/redis-server.ts'
import { outcome, refusal } from '../support/refusals.ts'
import { createMigratedDatabase } from '../support/test-database-url.ts'
import { turningClock } from '../support/turning-clock.ts'

const hourMs = 3_600_000

/** Two processes on the same stores, the second this much ahead. */
async function openApart(
  t: TestContext,
  options: TestAppOptions,
  aheadMs: number,
): Promise<[TestApp, TestApp]> {
  const first = await openTestApp(t, options)
  const clock = turningClock(first.clock.now() + aheadMs)
  const { folder, data } = first
  const { databaseUrl, redisUrl } = options
  const second = await openWholeApp(folder, {
    data,
    clock,
    databaseUrl,
    redisUrl,
    secrets: [testSecret],
    patience: 'commands',
  })
  const close = () => second.app.close()
  t.after(close)
  return [first, { ...second, clock, folder, data, close }]
}

async function loginAt(app: TestApp, phone: string): Promise<LoginResult> {
  return authOf(anonymous(app)).loginByCode(await loginCodeOf(app, phone), '', 'web')
}

/** Whose session an id_token stands for. */
async function userOfToken({ rooms, elements }: TestApp, idToken: string): Promise<string | undefined> {
  const [client] = elements.clients().all
  return client && (await rooms.idTokenSessions.find(idToken, client))?.userId
}

function wrongClocks(store: (t: TestContext) => Promise<TestAppOptions>): void {
  test('30 seconds apart: codes and sessions of one are good at the other, once; what ends is over at both', async (t) => {
    const [slow, fast] = await openApart(t, await store(t), 30_000)
    for (const [here, there, phone] of [
      [slow, fast, amysPhone],
      [fast, slow, bobsPhone],
    ] as const) {
      const code = await codeFor(here, phone)
      const user = await phoneOf(anonymous(there)).register(phone, code, 'Somebody')
      await assert.rejects(phoneOf(anonymous(here)).getLoginCode(phone, code), refusal('CODE_EXPIRED'))
      const login = await authOf(anonymous(here)).loginByCode(user.loginCode, '', 'web')
      const person = personOf(here, login)
      const { idToken = '', userId } = login
      assert.deepEqual([await isAlive(here, person), await isAlive(there, person)], [true, true])
      assert.deepEqual(
        [await userOfToken(here, idToken), await userOfToken(there, idToken)],
        [userId, userId],
      )
      await person.auth.logout()
      assert.deepEqual([await isAlive(here, person), await isAlive(there, person)], [false, false])
      assert.equal(await userOfToken(there, idToken), undefined)
    }
  })

  test('30 seconds apart: the wait between two messages is kept by either clock, and never skipped', async (t) => {
    const [slow, fast] = await openApart(t, await store(t), 30_000)
    const send = (app: TestApp) => phoneOf(anonymous(app)).sendMessage(amysPhone)
    await send(slow)
    await assert.rejects(send(fast), refusal('SEND_TOO_FREQUENT'))
    for (const { clock } of [slow, fast]) clock.advance(15_000)
    await send(fast)
    for (const { clock } of [slow, fast]) clock.advance(45_000)
    await assert.rejects(send(slow), refusal('SEND_TOO_FREQUENT'))
    for (const { clock } of [slow, fast]) clock.advance(30_000)
    await send(slow)
  })

  test('an hour forward: codes that were out are dead there, sessions live on; back again all is as it was', async (t) => {
    const [right, jumpy] = await openApart(t, await store(t), 0)
    const amy = await signUp(right)
    const code = await codeFor(right, bobsPhone)
    jumpy.clock.advance(hourMs)
    await assert.rejects(phoneOf(anonymous(jumpy)).register(bobsPhone, code, 'Bob'), refusal('CODE_EXPIRED'))
    assert.deepEqual([await isAlive(right, amy), await isAlive(jumpy, amy)], [true, true])
    assert.equal((await logIn(jumpy)).userId, amy.userId)
    jumpy.clock.advance(-hourMs)
    assert.deepEqual([await isAlive(right, amy), await isAlive(jumpy, amy)], [true, true])
  })

  test('an hour back: spent codes stay spent, ended sessions stay over, new logins work', async (t) => {
    const [right, jumpy] = await openApart(t, await store(t), 0)
    const code = await codeFor(right, amysPhone)
    const user = await phoneOf(anonymous(right)).register(amysPhone, code, 'Amy')
    const amy = personOf(right, await authOf(anonymous(right)).loginByCode(user.loginCode, '', 'web'))
    await amy.auth.logout()
    jumpy.clock.advance(-hourMs)
    await assert.rejects(phoneOf(anonymous(jumpy)).getLoginCode(amysPhone, code), refusal('CODE_EXPIRED'))
    assert.deepEqual([await isAlive(right, amy), await isAlive(jumpy, amy)], [false, false])
    const bob = await signUp(jumpy, bobsPhone)
    assert.deepEqual([await isAlive(right, bob), await isAlive(jumpy, bob)], [true, true])
  })

  for (const [name, stepMs, more] of [
    ['forward', hourMs, 2],
    ['back', -hourMs, 0],
  ] as const) {
    test(`an hour ${name}: an id_token is good where the clock agrees, and nowhere once its session is over`, async (t) => {
      const [right, jumpy] = await openApart(t, await store(t), 0)
      jumpy.clock.advance(stepMs)
      const logins = [await loginAt(right, amysPhone), await loginAt(jumpy, bobsPhone)] as const
      const usersAt = (app: TestApp) =>
        Promise.all(logins.map(({ idToken = '' }) => userOfToken(app, idToken)))
      const [amy, bob] = logins.map(({ userId }) => userId)
      assert.deepEqual(
        [await usersAt(right), await usersAt(jumpy)],
        [
          [amy, undefined],
          [undefined, bob],
        ],
      )
      jumpy.clock.advance(-stepMs)
      assert.deepEqual([await usersAt(right), await usersAt(jumpy)], Array(2).fill([amy, undefined]))
      await personOf(right, logins[0]).auth.logout()
      assert.deepEqual([await usersAt(right), await usersAt(jumpy)], Array(2).fill([undefined, undefined]))
    })

    test(`an hour ${name}: the limit of an hour lets through ${more} more, and no more when it is back`, async (t) => {
      const limits = { number: { hour: 3, day: 100 } }
      const elements = { 'auths.loginTypes.phone': { config: { limits } } }
      const [right, jumpy] = await openApart(t, { ...(await store(t)), elements }, 0)
      const sent = async (app: TestApp, times: number) => {
        let granted = 0
        for (let i = 0; i < times; i += 1) {
          for (const { clock } of [right, jumpy]) clock.advance(60_000)
          if ((await outcome(phoneOf(anonymous(app)).sendMessage(amysPhone))) === 'ok') granted += 1
        }
        return granted
      }
      assert.equal(await sent(right, 4), 2, 'what a stranger may have of three')
      jumpy.clock.advance(stepMs)
      assert.equal(await sent(jumpy, 4), more)
      jumpy.clock.advance(-stepMs)
      assert.deepEqual([await sent(right, 2), await sent(jumpy, 2)], [0, 0])
    })
  }
}

describe('wrong clocks on SQLite', () => wrongClocks(async () => ({})))
await onPostgres(1, () =>
  onRedis(1, () => {
    describe('wrong clocks on PostgreSQL and Redis', () =>
      wrongClocks(async (t) => {
        const database = await createMigratedDatabase()
        const redis = redisPlace()
        t.after(() => Promise.all([database.drop(), redis.drop()]))
        return { databaseUrl: database.url, redisUrl: redis.url }
      }))
  }),
)
