/** Stores that fall silent or slow behind a proxy: what callers of the whole app are answered, and when. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import { bearer, type HttpApp, openHttpApp } from '../http/support/http-app.ts'
import { onPostgres, type TestDatabase } from '../support/postgres-server.ts'
import { onRedis, redisPlace } from '../support/redis-server.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { createMigratedDatabase } from '../support/test-database-url.ts'
import { until } from '../support/until.ts'

/** Of the whole app, from the moment that the store falls silent. */
const answeredWithinMs = 2_000
const phone = '13800138000'
const phoneLogin = 'auths.loginTypes.phone'

type Opened = {
  readonly app: HttpApp
  readonly postgres: TcpProxy
  /** The same proxy where PostgreSQL carries what expires too. */
  readonly ephemeral: TcpProxy
  readonly database: TestDatabase
}

async function open(
  t: TestContext,
  { redis, poolSize }: { redis: boolean; poolSize?: number },
): Promise<Opened> {
  const database = await createMigratedDatabase()
  const place = redisPlace()
  const closing: (() => Promise<unknown>)[] = []
  t.after(async () => {
    for (const act of closing) await act()
    await database.drop()
    if (redis) await place.drop()
  })
  const postgres = await startTcpProxy(t, database.url)
  const ephemeral = redis ? await startTcpProxy(t, place.url) : postgres
  const app = await openHttpApp(
    { after: (act: () => Promise<unknown>) => closing.push(act) } as unknown as TestContext,
    {
      app: {
        patience: 'requests',
        databaseUrl: postgres.url,
        databasePoolSize: poolSize,
        redisUrl: redis ? ephemeral.url : undefined,
      },
    },
  )
  closing.unshift(async () => {
    for (const proxy of [postgres, ephemeral]) {
      proxy.delay(0)
      proxy.unmute()
    }
  })
  return { app, postgres, ephemeral, database }
}

async function timely(ask: () => Promise<LightMyRequestResponse>): Promise<LightMyRequestResponse> {
  const since = performance.now()
  const answer = await ask()
  const took = performance.now() - since
  assert.ok(took < answeredWithinMs, `${took} ms: ${answer.statusCode} ${answer.body}`)
  return answer
}

/** As its face says it, and nothing of what went wrong. */
function assertAway(answer: LightMyRequestResponse): void {
  const { error_code, errcode, error, status } = answer.json()
  const said = error_code ?? errcode ?? error ?? status
  assert.ok(
    ['IDAAS.SDK.COM.0002', 1009, 1010, 'BUSY', 'STORE_UNAVAILABLE', 'not ready'].includes(said),
    `${answer.statusCode} ${answer.body}`,
  )
  assert.equal(answer.statusCode, error_code === undefined ? 503 : 500)
  assert.doesNotMatch(answer.body, /postgres|redis|answer within|at .*\.ts/i)
}

type Call = () => Promise<LightMyRequestResponse>

/** What cannot be done without the store that is silent: at each face, and many of the last at the same time. */
function callsWithout(store: 'PostgreSQL' | 'Redis', { app }: Opened, token: string, code: string): Call[] {
  const calls: Call[] = [
    () => app.get('/readyz'),
    () => app.sdk('login/mobile-verify-code', { mobile: phone, verify_code: code }),
    () => app.element(phoneLogin, 'getLoginCode', { phone, code }),
  ]
  const last: Call =
    store === 'Redis'
      ? () => app.sdk('sms/send', { mobile: '13900139000', type: 'LOGIN_SMS' })
      : () => app.get('/api/v1/session', bearer(token))
  if (store === 'PostgreSQL')
    calls.push(() => app.element('auths.loginTypes.services.AuthSvc', 'logout', {}, bearer(token)))
  return [...calls, ...Array.from({ length: 12 }, () => last)]
}

async function untilReady(app: HttpApp): Promise<void> {
  await until(async () => (await app.get('/readyz')).statusCode === 200)
}

function silent(): void {
  for (const [name, store, redis] of [
    ['PostgreSQL', 'PostgreSQL', true],
    ['Redis', 'Redis', true],
    ['PostgreSQL with all in it', 'PostgreSQL', false],
  ] as const)
    test(`${name} falls silent: every face refuses in time, also under load, and goes on by itself`, async (t) => {
      const opened = await open(t, { redis, poolSize: 3 })
      const { app } = opened
      const token = await app.login(phone)
      app.pass(60)
      await app.sdk('sms/send', { mobile: phone, type: 'LOGIN_SMS' })
      const code = await app.codeOf(phone)
      const proxy = store === 'Redis' ? opened.ephemeral : opened.postgres
      proxy.mute()
      const calls = callsWithout(store, opened, token, code)
      for (const answer of await Promise.all(calls.map(timely))) assertAway(answer)
      assert.equal((await timely(() => app.get('/healthz'))).statusCode, 200)
      for (const call of calls.slice(0, 3)) assertAway(await timely(call))
      proxy.unmute()
      await untilReady(app)
      assert.ok(await app.login('13900139111'))
      assert.equal((await app.get('/api/v1/session', bearer(await app.login(phone)))).statusCode, 200)
    })

  test('an answer to a commit is lost: the code that it spent logs nobody in again', async (t) => {
    const { app, postgres, database } = await open(t, { redis: true, poolSize: 3 })
    await app.login(phone)
    app.pass(60)
    await app.sdk('sms/send', { mobile: phone, type: 'LOGIN_SMS' })
    const asked = { mobile: phone, verify_code: await app.codeOf(phone) }
    const sent = postgres.muteAnswersTo('sessions.insert')
    assertAway(await timely(() => app.sdk('login/mobile-verify-code', asked)))
    await sent
    postgres.unmute()
    await untilReady(app)
    const again = await app.sdk('login/mobile-verify-code', asked)
    assert.equal(again.json().error_code, 'IDAAS.SDK.CAPTCHA.0007', again.body)
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query('select count(*)::int as n from sessions')
    await client.end()
    assert.equal(rows[0].n, 2)
  })
}

function slow(): void {
  test('300 ms later than usual: everything works, after silence too', async (t) => {
    const opened = await open(t, { redis: true })
    const { app, postgres, ephemeral } = opened
    for (const proxy of [postgres, ephemeral]) proxy.delay(300)
    const token = await app.login(phone)
    assert.equal((await app.get('/api/v1/session', bearer(token))).statusCode, 200)
    for (const proxy of [postgres, ephemeral]) {
      proxy.mute()
      assertAway(await timely(() => app.get('/readyz')))
      proxy.unmute()
      await untilReady(app)
    }
  })

  test('more requests than a slow store can serve are sent away at once, and the others served', async (t) => {
    const { app, postgres } = await open(t, { redis: true, poolSize: 2 })
    const token = await app.login(phone)
    postgres.delay(300)
    const ask = () => app.get('/api/v1/session', bearer(token))
    for (let call = 0; call < 4; call += 1) await Promise.all([ask(), ask()])
    const first = Array.from({ length: 20 }, () => timely(ask))
    await new Promise(setImmediate)
    const rest = await Promise.all(Array.from({ length: 200 }, () => timely(ask)))
    for (const answer of rest) {
      assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '1'])
      assert.equal(answer.json().error, 'BUSY')
    }
    assert.equal((await timely(() => app.get('/healthz'))).statusCode, 200)
    const busy = await app.sdk('sms/send', { mobile: '13900139000', type: 'LOGIN_SMS' })
    assert.equal(busy.json().error_code, 'IDAAS.SDK.COM.0002')
    assert.ok((await Promise.all(first)).filter(({ statusCode }) => statusCode === 200).length >= 4)
    postgres.delay(0)
    await until(async () => (await ask()).statusCode === 200)
  })
}

await onPostgres(2, () =>
  onRedis(2, () => {
    describe('a store that is silent', silent)
    describe('a store that is slow', slow)
  }),
)
