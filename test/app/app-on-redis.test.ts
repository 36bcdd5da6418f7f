/** A whole app whose facts that expire lie in Redis, on a server of the test's own. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { StoreFault } from '../../src/app/stores.ts'
import { type HttpApp, openHttpApp } from '../http/support/http-app.ts'
import { amysPhone, bobsPhone, codeFor, logIn, phoneOf, signUp } from '../login/phone/phone-people.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { ownRedis, type RedisServer, withRedisProgram } from '../support/redis-server.ts'

async function started(): Promise<RedisServer> {
  const server = await ownRedis()
  await server.start()
  return server
}

async function openOn(t: TestContext, server: RedisServer): Promise<HttpApp> {
  return openHttpApp(t, { app: { redisUrl: server.url, patience: 'requests' } })
}

/** A call while Redis is away: its status and public code, and how long it took. */
async function away(app: HttpApp, path: string, body: unknown) {
  const since = performance.now()
  const answer = await app.sdk(path, body)
  assert.ok(performance.now() - since < 2_000, `${path}: ${performance.now() - since} ms`)
  return [answer.statusCode, answer.json().error_code]
}

async function untilReady(app: HttpApp): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) if ((await app.get('/readyz')).statusCode === 200) return
  throw new Error('it does not go on by itself')
}

function journeys(): void {
  test('a number registers and logs in; a code of one process is good in another; no file is made', async (t) => {
    const { url } = await started()
    const first = await openTestApp(t, { redisUrl: url })
    const amy = await signUp(first)
    assert.equal((await logIn(first)).userId, amy.userId)
    assert.equal(existsSync(join(first.data, 'ephemeral.sqlite')), false)
    const second = await openTestApp(t, { redisUrl: url, data: first.data, clock: first.clock })
    const code = await codeFor(first, bobsPhone)
    await phoneOf(second.app.with({ caller: { kind: 'anonymous' } })).register(bobsPhone, code, 'Bob')
    await second.close()
  })

  test('killed: answers are 503 and IDAAS.SDK.COM.0002 within 2 s; then it goes on, and older codes are dead', async (t) => {
    const server = await started()
    const app = await openOn(t, server)
    await app.login(amysPhone)
    app.pass(60)
    await app.sdk('sms/send', { mobile: amysPhone, type: 'LOGIN_SMS' })
    const code = await app.codeOf(amysPhone)
    await server.kill()
    assert.equal((await app.get('/readyz')).statusCode, 503)
    const store = [500, 'IDAAS.SDK.COM.0002']
    assert.deepEqual(await away(app, 'sms/send', { mobile: bobsPhone, type: 'LOGIN_SMS' }), store)
    assert.deepEqual(
      await away(app, 'login/mobile-verify-code', { mobile: amysPhone, verify_code: code }),
      store,
    )
    const element = await app.element('auths.loginTypes.phone', 'sendMessage', { phone: bobsPhone })
    assert.equal(element.statusCode, 503)
    await server.start()
    await untilReady(app)
    const late = await app.sdk('login/mobile-verify-code', { mobile: amysPhone, verify_code: code })
    assert.notEqual(late.statusCode, 200)
    assert.ok(await app.login(amysPhone))
  })

  test('silent: answers are IDAAS.SDK.COM.0002 within 2 s', async (t) => {
    const server = await started()
    const app = await openOn(t, server)
    await app.login(amysPhone)
    server.signal('SIGSTOP')
    const store = [500, 'IDAAS.SDK.COM.0002']
    assert.deepEqual(await away(app, 'sms/send', { mobile: bobsPhone, type: 'LOGIN_SMS' }), store)
    assert.deepEqual(
      await away(app, 'login/mobile-verify-code', { mobile: amysPhone, verify_code: '123456' }),
      store,
    )
    server.signal('SIGCONT')
    await untilReady(app)
  })

  test('a server that is not there stops the start; the password is not told', async (t) => {
    const redisUrl = 'redis://someone:hunter2@127.0.0.1:1/0?prefix=x'
    await assert.rejects(openTestApp(t, { redisUrl }), (error) => {
      assert.ok(error instanceof StoreFault)
      assert.equal(error.message, 'redis://127.0.0.1:1/0: connect ECONNREFUSED 127.0.0.1:1')
      return true
    })
  })
}

await withRedisProgram(1, () => describe('an app on Redis', journeys))
