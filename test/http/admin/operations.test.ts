/** Tenants, signing keys and webhooks below `/api/admin`; and that no answer of the whole API holds a secret. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { adminCalls } from '../../../src/http/admin/admin-face.ts'
import { openAdminApp } from './support/admin-app.ts'

const password = 'correct horse'

async function opened(t: Parameters<typeof openAdminApp>[0]) {
  const files = { 'auths/loginTypes/password/password.json': { passwordTransport: 'plain' } }
  const app = await openAdminApp(t, { files })
  const owner = await app.keyOf('olga', 'owner')
  const read = async (path: string) => (await app.read(path, owner)).json()
  const send = (method: 'POST' | 'DELETE', path: string, body: unknown = {}) =>
    app.admin(method, path, body, owner)
  const recorded = async (action: string) => {
    await app.rooms.audit.flush()
    return (await read(`audit?action=${action}`)).items.map(({ actor }: { actor: string }) => actor)
  }
  return { app, owner, read, send, recorded }
}

describe('tenants below /api/admin', () => {
  test('are made, listed and closed for good', async (t) => {
    const { app, read, send, recorded } = await opened(t)
    assert.equal((await send('POST', 'tenants', { id: 'acme-cn', title: 'Acme' })).statusCode, 204)
    assert.equal(
      (await send('POST', 'tenants', { id: 'acme-cn', title: 'Acme' })).json().error,
      'API_PARAMS_ERROR',
    )
    assert.equal((await send('POST', 'tenants/acme-cn/close')).statusCode, 204)
    assert.equal((await send('POST', 'tenants/nowhere/close')).json().error, 'TENANT_UNKNOWN')
    const { items } = await read('tenants')
    assert.deepEqual(
      items.map(({ id, state }: { id: string; state: string }) => [id, state]),
      [
        ['acme-cn', 'closed'],
        ['default', 'active'],
      ],
    )
    assert.deepEqual(await recorded('tenant.close'), ['admin:key olga'])
    assert.deepEqual(app.defects, [])
  })
})

describe('signing keys below /api/admin', () => {
  test('are rotated, but not twice within a minute unless it must be', async (t) => {
    const { app, read, send, recorded } = await opened(t)
    const current = async () =>
      (await read('signing-keys')).items.find(({ state }: { state: string }) => state === 'current').kid
    const first = await current()
    assert.equal((await send('POST', 'signing-keys/rotate')).statusCode, 204)
    const second = await current()
    assert.notEqual(second, first)
    const again = (await send('POST', 'signing-keys/rotate')).json()
    assert.equal(again.error, 'RATE_LIMITED')
    assert.ok(again.seconds > 0)
    assert.equal((await send('POST', 'signing-keys/rotate', { force: true })).statusCode, 204)
    assert.deepEqual(await recorded('keys.rotate'), ['admin:key olga', 'admin:key olga'])
    assert.deepEqual(app.defects, [])
  })
})

describe('webhooks below /api/admin', () => {
  test('are added, tried, replayed and removed; the secret is shown once', async (t) => {
    const { app, read, send, recorded } = await opened(t)
    const url = 'https://hooks.example/secret-path'
    const { id, secret } = (await send('POST', 'webhooks', { url, events: ['user.created'] })).json()
    assert.match(secret, /^whsec_/)
    const [listed] = (await read('webhooks')).items
    assert.deepEqual([listed.id, listed.host, listed.events], [id, 'hooks.example', ['user.created']])
    assert.ok((await read('webhooks')).eventTypes.includes('user.created'))
    assert.doesNotMatch(JSON.stringify(listed), /secret/)
    await app.rooms.events.refresh()
    await send('POST', 'users', { phone: '13800138000' })
    const { items } = await read(`webhooks/${id}/deliveries`)
    assert.deepEqual(
      items.map(({ type, state }: { type: string; state: string }) => [type, state]),
      [['user.created', 'pending']],
    )
    const replay = async (body: object) => (await send('POST', `webhooks/${id}/replay`, body)).json()
    assert.equal((await replay({ eventId: items[0].eventId })).events, 1)
    assert.equal((await replay({ since: 0 })).events, 1)
    assert.equal((await replay({})).error, 'API_PARAMS_ERROR')
    assert.equal((await send('POST', `webhooks/${id}/resume`)).json().error, 'API_PARAMS_ERROR')
    const pause = (body = {}) => send('POST', `webhooks/${id}/pause`, body)
    assert.equal((await pause({ tenant: 'other' })).json().error, 'API_PARAMS_ERROR')
    assert.equal((await pause()).statusCode, 204)
    assert.equal((await pause()).json().error, 'API_PARAMS_ERROR')
    assert.equal((await read('webhooks')).items[0].pausedAt, app.now())
    assert.equal((await send('POST', `webhooks/${id}/resume`)).statusCode, 204)
    assert.deepEqual(await recorded('webhook.pause'), ['admin:key olga'])
    assert.equal(
      (await send('POST', `webhooks/${id}/try`, { tenant: 'other' })).json().error,
      'API_PARAMS_ERROR',
    )
    assert.equal(
      (await send('POST', 'webhooks', { url: 'http://127.0.0.1/' })).json().error,
      'API_PARAMS_ERROR',
    )
    assert.equal((await send('DELETE', `webhooks/${id}`)).statusCode, 204)
    assert.deepEqual((await read('webhooks')).items, [])
    assert.deepEqual(await recorded('webhook.remove'), ['admin:key olga'])
    assert.deepEqual(app.defects, [])
  })
})

describe('every GET of the admin API', () => {
  test('answers without a code, a hash or a secret', async (t) => {
    const { app, owner, send } = await opened(t)
    const added = (await send('POST', 'webhooks', { url: 'https://hooks.example/' })).json()
    const { userId } = (
      await send('POST', 'users', { phone: '13800138000', username: 'amy', password })
    ).json()
    const token = await app.login('13800138000')
    app.pass(61)
    await app.sdk('sms/send', { mobile: '13800138000', type: 'LOGIN_SMS' })
    const code = await app.codeOf('13800138000')
    await Promise.all([app.rooms.audit.flush(), app.rooms.messages.flush()])
    const [binding] = await app.rooms.database.all(
      { name: 'test.stored', sql: 'select stored from password_bindings' },
      [],
    )
    const { stored } = binding as unknown as { stored: string }
    const secrets = [password, token, stored, added.secret, String(owner.authorization).slice(7)]
    for (const { method, path } of adminCalls.filter((call) => call.method === 'GET')) {
      const id = path.includes('webhooks') ? added.id : userId
      const answer = await app.read(path.replace('/api/admin/', '').replace(':id', id), owner)
      for (const secret of secrets) assert.ok(!answer.body.includes(secret), `${method} ${path}`)
      assert.doesNotMatch(answer.body, new RegExp(`"${code}"|\\b${code}\\b(?=")`), path)
      assert.doesNotMatch(answer.body, /"stored"|"password"|scrypt|argon2|PRIVATE KEY|whsec_/, path)
    }
    assert.deepEqual(app.defects, [])
  })
})
