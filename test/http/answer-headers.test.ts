/** Security headers stand on every answer (spec 6, D2); names of hosts come from configuration (N3, A42). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { decodeJwt } from 'jose'
import { silentSms } from './support/app-files.ts'
import { type HttpApp, openHttpApp, publicUrl } from './support/http-app.ts'

const requests: readonly InjectOptions[] = [
  { method: 'GET', url: '/healthz' },
  { method: 'GET', url: '/readyz' },
  { method: 'GET', url: '/metrics' },
  { method: 'GET', url: '/docs' },
  { method: 'GET', url: '/docs.css' },
  { method: 'GET', url: '/openapi.json' },
  { method: 'GET', url: '/dev/inbox' },
  { method: 'GET', url: '/dev/inbox', headers: { accept: 'text/html' } },
  { method: 'GET', url: '/dev/inbox.css' },
  { method: 'GET', url: '/api/v1/oauth2/keys' },
  { method: 'GET', url: '/api/v1/session' },
  { method: 'GET', url: '/nothing' },
  { method: 'GET', url: '/%zz' },
  { method: 'GET', url: '/api/v2/%zz' },
  { method: 'POST', url: '/api/v2/sdk/sms/send' },
  { method: 'POST', url: '/api/acme/login/probes/probe/excess' },
  { method: 'POST', url: '/api/acme/login/probes/probe/defect' },
  { method: 'OPTIONS', url: '/api/v2/sdk/sms/send' },
]

const production = {
  app: { production: true },
  server: { production: true },
  files: silentSms,
}

describe('D2: security headers', () => {
  test('on every answer, failures included', async (t) => {
    const app = await openHttpApp(t)
    for (const request of requests) {
      const { headers } = await app.ask(request)
      const name = String(request.url)
      assert.equal(headers['x-content-type-options'], 'nosniff', name)
      assert.equal(headers['referrer-policy'], 'no-referrer', name)
      assert.equal(headers.vary, 'Origin', name)
      const policy = String(headers['content-security-policy'])
      assert.match(policy, /default-src 'none'/, name)
      assert.match(policy, /frame-ancestors 'none'/, name)
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/, name)
      assert.equal(headers['strict-transport-security'], undefined, name)
    }
  })

  test('nothing but the public keys may be kept by a cache', async (t) => {
    const app = await openHttpApp(t)
    for (const request of requests) {
      const expected = request.url === '/api/v1/oauth2/keys' ? 'public, max-age=60' : 'no-store'
      assert.equal((await app.ask(request)).headers['cache-control'], expected, String(request.url))
    }
  })

  test('no answer names the software', async (t) => {
    const app = await openHttpApp(t)
    for (const request of requests) {
      const { headers } = await app.ask(request)
      assert.deepEqual([headers.server, headers['x-powered-by']], [undefined, undefined])
    }
  })
})

describe('N3, A42: forged Host and X-Forwarded-Host have no effect', () => {
  const forged = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example;proto=https',
  }

  test('no answer holds them', async (t) => {
    const app = await openHttpApp(t)
    for (const request of requests) {
      const { body, headers } = await app.ask({ ...request, headers: { ...request.headers, ...forged } })
      assert.equal(`${body}${JSON.stringify(headers)}`.includes('evil.example'), false, String(request.url))
    }
  })

  test('the issuer of a token is the configured address', async (t) => {
    const app = await openHttpApp(t)
    const token = await app.login('13800138000', forged)
    const headers = { 'session-token': token, ...forged }
    const { id_token } = (await app.sdk('sso/session-token/id-token', undefined, headers)).json()
    assert.equal(decodeJwt(id_token).iss, publicUrl)
  })
})

describe('production', () => {
  const opened = (t: Parameters<typeof openHttpApp>[0]): Promise<HttpApp> => openHttpApp(t, production)

  test('HSTS stands on every answer', async (t) => {
    const app = await opened(t)
    for (const request of requests) {
      const { headers } = await app.ask(request)
      assert.equal(headers['strict-transport-security'], 'max-age=31536000', String(request.url))
    }
  })

  test('spec 4 rule 10: the development inbox is absent, like any unknown path', async (t) => {
    const app = await opened(t)
    const shape = async (url: string) => {
      const { statusCode, body, headers } = await app.get(url)
      const { requestId, ...rest } = JSON.parse(body)
      assert.ok(requestId)
      return [statusCode, rest, Object.keys(headers)]
    }
    const unknown = await shape('/dev/nothing')
    for (const url of ['/dev/inbox', '/dev/inbox?phone=13800138000', '/dev/inbox.css'])
      assert.deepEqual(await shape(url), unknown)
  })
})
