/** `GET /api/v1/logout`: ends the session of a browser, and sends it on only to what the client lists (spec 6, A42). */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { client, clientId, otherClient, otherClientId } from './support/app-files.ts'
import { bearer, type Headers, openHttpApp } from './support/http-app.ts'

const mobile = '13800138000'

const files = {
  'clients/web/client.json': {
    ...client,
    redirectUris: ['https://shop.example/bye?x=1', 'com.shop.app://logout'],
  },
  'clients/app/client.json': { ...otherClient, redirectUris: ['https://other.example/'] },
}

async function open(t: TestContext) {
  const app = await openHttpApp(t, { files })
  const token = await app.login(mobile)
  const isAlive = async () => (await app.get('/api/v1/session', bearer(token))).statusCode === 200
  const logout = (query: Readonly<Record<string, string>> = {}, headers: Headers = {}) =>
    app.get(`/api/v1/logout?${new URLSearchParams(query)}`, { cookie: `latchkey=${token}`, ...headers })
  return { ...app, token, isAlive, logout }
}

describe('GET /api/v1/logout', () => {
  test('ends the session of the cookie and takes the cookie away', async (t) => {
    const app = await open(t)
    const { statusCode, body, headers } = await app.logout()
    assert.deepEqual([statusCode, body], [204, ''])
    assert.equal(headers['set-cookie'], 'latchkey=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax')
    assert.equal(await app.isAlive(), false)
  })

  test('only the cookie counts, and only when a browser goes there', async (t) => {
    const app = await open(t)
    const cookie = `latchkey=${app.token}`
    for (const headers of [bearer(app.token), { 'session-token': app.token }, { cookie: 'other=x' }])
      assert.equal((await app.get('/api/v1/logout', headers)).statusCode, 204)
    await app.logout({}, { 'sec-purpose': 'prefetch;prerender' })
    await app.ask({ method: 'HEAD', url: '/api/v1/logout', headers: { cookie } })
    await app.post('/api/v1/logout', {}, { cookie })
    assert.equal(await app.isAlive(), true)
  })

  test('A42: redirects to an exact entry, or to the web origin of one', async (t) => {
    const app = await open(t)
    for (const redirect_url of [
      'https://shop.example/bye?x=1',
      'https://shop.example/',
      'https://shop.example/other/page?y=2#z',
      'com.shop.app://logout',
    ]) {
      const { statusCode, headers } = await app.logout({ redirect_url, client_id: clientId })
      assert.deepEqual([statusCode, headers.location], [302, redirect_url])
    }
  })

  for (const redirect_url of [
    'https://evil.example/',
    'https://shop.example.evil.example/',
    'https://shop.example@evil.example/',
    'https://shop.example:8443/',
    'http://shop.example/',
    '//shop.example/',
    '/bye',
    '',
    'javascript:alert(1)',
    'com.shop.app://other',
    'https://other.example/',
    'https://shop.example\\@evil.example/',
    'https://shop.example\r\nset-cookie: x',
  ])
    test(`A42: ends the session and stays, for ${JSON.stringify(redirect_url)}`, async (t) => {
      const app = await open(t)
      const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
      const { statusCode, headers } = await app.logout({ redirect_url, client_id: clientId }, forged)
      const target = headers.location
      assert.ok(target === undefined || new URL(String(target)).origin === 'https://shop.example')
      assert.ok(statusCode === 204 || target !== undefined)
      assert.equal(await app.isAlive(), false)
    })

  test('client_id says whose list counts; without it that of the session', async (t) => {
    const redirect_url = 'https://shop.example/'
    const app = await open(t)
    assert.equal((await app.logout({ redirect_url, client_id: otherClientId })).statusCode, 204)
    assert.equal((await app.logout({ redirect_url, client_id: 'nobody' })).statusCode, 204)
    assert.equal((await app.logout({ redirect_url })).statusCode, 204)
    const fresh = await open(t)
    assert.equal((await fresh.logout({ redirect_url })).headers.location, redirect_url)
    const twice = await app.get('/api/v1/logout?redirect_url=https://shop.example/&redirect_url=x')
    assert.equal(twice.statusCode, 204)
  })

  test('the cookie is the configured one: behind https it has the __Host- prefix', async (t) => {
    const app = await openHttpApp(t, { files, server: { publicUrl: () => 'https://login.example' } })
    const token = await app.login(mobile)
    const ask = (name: string) => app.get('/api/v1/logout', { cookie: `${name}=${token}` })
    const isAlive = async () => (await app.get('/api/v1/session', bearer(token))).statusCode === 200
    await ask('latchkey')
    assert.equal(await isAlive(), true)
    assert.match(String((await ask('__Host-latchkey')).headers['set-cookie']), /^__Host-latchkey=;.*Secure/)
    assert.equal(await isAlive(), false)
  })
})
