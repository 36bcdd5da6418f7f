/** What operators ask: alive, ready, metrics; on the main listener or on one of their own. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openHttpApp } from './support/http-app.ts'

const paths = ['/healthz', '/readyz', '/metrics']

describe('health and metrics', () => {
  test('are on the main listener without ADMIN_PORT', async (t) => {
    const app = await openHttpApp(t)
    assert.equal(app.admin, undefined)
    assert.deepEqual((await app.get('/healthz')).json(), { status: 'ok' })
    assert.deepEqual((await app.get('/readyz')).json(), { status: 'ready' })
    assert.match(String((await app.get('/metrics')).headers['content-type']), /^text\/plain/)
  })

  test('are only on the listener of their own with ADMIN_PORT, and nothing else is there', async (t) => {
    const app = await openHttpApp(t, { server: { adminPort: 0 } })
    for (const url of paths) {
      assert.equal((await app.get(url)).statusCode, 404, url)
      const answer = await app.admin?.inject({ method: 'GET', url })
      assert.equal(answer?.statusCode, 200, url)
      assert.equal(answer?.headers['x-content-type-options'], 'nosniff')
    }
    for (const url of ['/docs', '/api/v1/session', '/dev/inbox'])
      assert.equal((await app.admin?.inject({ method: 'GET', url }))?.statusCode, 404, url)
  })

  test('on the main listener metrics are there for this machine only, and health for everybody', async (t) => {
    const app = await openHttpApp(t)
    const elsewhere = [
      { remoteAddress: '192.0.2.1' },
      { remoteAddress: '10.0.0.7', headers: { host: 'localhost' } },
      { headers: { host: 'login.example' } },
      { headers: { 'x-forwarded-for': '127.0.0.1' } },
    ]
    for (const request of elsewhere) {
      const { statusCode, body } = await app.ask({ method: 'GET', url: '/metrics', ...request })
      assert.deepEqual([statusCode, JSON.parse(body).error], [404, 'NOT_FOUND'])
      assert.equal((await app.ask({ method: 'GET', url: '/healthz', ...request })).statusCode, 200)
    }
    assert.equal((await app.ask({ method: 'GET', url: '/metrics', remoteAddress: '::1' })).statusCode, 200)
  })

  test('on the listener of their own metrics are there for everybody who reaches it', async (t) => {
    const app = await openHttpApp(t, { server: { adminPort: 0 } })
    const asked = { method: 'GET', url: '/metrics', remoteAddress: '10.0.0.7' } as const
    assert.equal((await app.admin?.inject({ ...asked, headers: { host: 'login:9090' } }))?.statusCode, 200)
  })

  test('readyz is 503 while a store is away, and the cause is reported', async (t) => {
    const app = await openHttpApp(t)
    await (await app.rooms.database.kysely()).schema.alterTable('users').renameTo('gone').execute()
    const answer = await app.get('/readyz')
    assert.deepEqual([answer.statusCode, answer.json()], [503, { status: 'not ready' }])
    assert.equal(app.defects.length, 1)
    assert.equal((await app.get('/healthz')).statusCode, 200)
  })

  test('requests are counted by route, never by what a caller put into the path', async (t) => {
    const app = await openHttpApp(t)
    await app.sdk('sms/send', { mobile: '13800138000', type: 'LOGIN_SMS' })
    await app.get('/made-up-by-a-caller')
    await app.element('probes.probe', 'made_up_by_a_caller')
    const { body } = await app.get('/metrics')
    assert.match(body, /latchkey_http_request_seconds_count\{[^}]*route="\/api\/v2\/sdk\/sms\/send"[^}]*\} 1/)
    assert.match(body, /route="unknown"/)
    assert.doesNotMatch(body, /made.up.by.a.caller|13800138000/)
  })
})
