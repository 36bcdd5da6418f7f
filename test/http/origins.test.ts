/** Pages of other origins: allowed by their exact name or not at all (spec 6, D2 and A59). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { allowedOrigin, otherClientId } from './support/app-files.ts'
import { type Headers, openHttpApp } from './support/http-app.ts'

const paths = [
  '/api/v2/sdk/sms/send',
  '/api/acme/login/auths/loginTypes/phone/getLoginConfig',
  '/api/v1/session',
]

const foreign = [
  'https://evil.example',
  'null',
  'https://shop.example.evil.example',
  'https://evil-shop.example',
  'https://sub.shop.example',
  'http://shop.example',
  'https://shop.example:8443',
  'https://SHOP.example',
  'https://shop.example/',
  '*',
  'https://shop.example, https://evil.example',
]

const corsOf = ({ headers }: LightMyRequestResponse) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'))

const preflight = (origin: string): Headers => ({
  origin,
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type,x-client-id',
})

describe('A59: CORS never mirrors an unknown origin', () => {
  test('preflight of a listed origin', async (t) => {
    const app = await openHttpApp(t)
    for (const url of paths) {
      const answer = await app.ask({ method: 'OPTIONS', url, headers: preflight(allowedOrigin) })
      const { headers } = answer
      assert.deepEqual([answer.statusCode, answer.body], [204, ''])
      assert.equal(headers['access-control-allow-origin'], allowedOrigin)
      assert.equal(headers['access-control-allow-methods'], 'GET, POST')
      for (const name of ['X-client-id', 'X-captcha-token', 'Content-Type', 'session-token', 'Authorization'])
        assert.ok(String(headers['access-control-allow-headers']).includes(name), name)
      assert.equal(headers.vary, 'Origin')
    }
  })

  test('a request of a listed origin may be read, refusals too', async (t) => {
    const app = await openHttpApp(t)
    const answers = [
      await app.sdk('sms/send', { mobile: '13800138000', type: 'LOGIN_SMS' }, { origin: allowedOrigin }),
      await app.sdk('sms/send', {}, { origin: allowedOrigin }),
      await app.element('auths.loginTypes.phone', 'getLoginConfig', {}, { origin: allowedOrigin }),
      await app.get('/api/v1/session', { origin: allowedOrigin }),
    ]
    for (const { headers } of answers) {
      assert.equal(headers['access-control-allow-origin'], allowedOrigin)
      assert.equal(headers['access-control-expose-headers'], 'Retry-After')
    }
  })

  test('any other origin, however near its name, gets no permission', async (t) => {
    const app = await openHttpApp(t)
    for (const origin of foreign)
      for (const url of paths) {
        const asked = await app.ask({ method: 'OPTIONS', url, headers: preflight(origin) })
        assert.deepEqual([asked.statusCode >= 400, corsOf(asked)], [true, []], `${origin} ${url}`)
        const sent = await app.post(url, {}, { origin })
        assert.deepEqual(corsOf(sent), [], `${origin} ${url}`)
      }
  })

  test('an origin that another client lists is not this client’s', async (t) => {
    const app = await openHttpApp(t)
    const headers = { origin: allowedOrigin, 'x-client-id': otherClientId }
    assert.deepEqual(corsOf(await app.sdk('sms/send', {}, headers)), [])
    assert.deepEqual(corsOf(await app.element('auths.loginTypes.phone', 'getLoginConfig', {}, headers)), [])
  })

  test('pages and what is for operators are nobody’s to read from elsewhere', async (t) => {
    const app = await openHttpApp(t)
    for (const url of ['/docs', '/openapi.json', '/metrics', '/dev/inbox', '/healthz'])
      assert.deepEqual(corsOf(await app.get(url, { origin: allowedOrigin })), [], url)
  })
})
