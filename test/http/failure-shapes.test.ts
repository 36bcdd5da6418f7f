/** Every failed request is JSON in the shape of its face, however odd it is (spec 5, "Headers"; spec 6, A02, D2). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { faceOfPath } from '../../src/http/face-of-path.ts'
import { deviceHeaders, openHttpApp } from './support/http-app.ts'

const complete = { ...deviceHeaders, 'x-client-id': 'web0web0web0web0web0web0web0web0' }
const json = { ...complete, 'content-type': 'application/json' }
const sendPath = '/api/v2/sdk/sms/send'

const post = (payload: string | Buffer, headers: Record<string, string> = json): InjectOptions => ({
  method: 'POST',
  url: sendPath,
  headers,
  payload,
})

const sdkRequests: Readonly<Record<string, InjectOptions>> = {
  'the face itself': { method: 'GET', url: '/api/v2' },
  'the face itself with a slash': { method: 'GET', url: '/api/v2/' },
  'the face itself with a query': { method: 'GET', url: '/api/v2?x=1' },
  'an unknown path': { method: 'POST', url: '/api/v2/sdk/nothing', headers: json, payload: '{}' },
  'an unknown path with a body that is no JSON': { method: 'POST', url: '/api/v2/x', payload: '<a>' },
  'a wrong method': { method: 'GET', url: sendPath, headers: complete },
  DELETE: { method: 'DELETE', url: sendPath, headers: complete },
  OPTIONS: { method: 'OPTIONS', url: sendPath },
  HEAD: { method: 'HEAD', url: sendPath },
  'a double slash': { method: 'POST', url: '//api/v2/sdk/sms/send', headers: json, payload: '{}' },
  'a slash at the end': { method: 'POST', url: `${sendPath}/`, headers: json, payload: '{}' },
  'another case': { method: 'POST', url: '/API/V2/sdk/sms/send', headers: json, payload: '{}' },
  'an escaped letter': { method: 'POST', url: '/api/%76%32/sdk/sms/send%2f', headers: json, payload: '{}' },
  'a bad escape': { method: 'GET', url: '/api/v2/%zz' },
  'a bad escape in a known path': { method: 'POST', url: `${sendPath}%ff%zz`, headers: json, payload: '{}' },
  'a very long path': { method: 'GET', url: `/api/v2/${'x'.repeat(5000)}` },
  'no JSON': post('{'),
  'an empty body': post(''),
  'an array': post('[]'),
  'a string': post('"x"'),
  null: post('null'),
  'a number': post('1e999'),
  'bytes that are no text': post(Buffer.from([0xff, 0xfe, 0x00])),
  'a key twice': post('{"mobile":"","mobile":""}'),
  __proto__: post('{"__proto__":{"mobile":"1"}}'),
  'an escaped __proto__': post('{"\\u005f_proto__":1}'),
  constructor: post('{"mobile":{"constructor":{"prototype":1}}}'),
  'wrong types': post('{"mobile":{"value":"1"},"type":true}'),
  'deep nesting': post(`${'['.repeat(30_000)}${']'.repeat(30_000)}`),
  '64 KiB and a byte': post(`{"a":"${'x'.repeat(64 * 1024 - 7)}"}`),
  'a form': post('mobile=1', { ...complete, 'content-type': 'application/x-www-form-urlencoded' }),
  'no content type': post('{}', complete),
  'a content type that is none': post('{}', { ...complete, 'content-type': ';;=' }),
}

describe('spec 5: below /api/v2 every failure is { error_code, error_msg } with 400', () => {
  test('64 KiB to the byte are read', async (t) => {
    const app = await openHttpApp(t)
    const { body } = await app.ask(post(`{"a":"${'x'.repeat(64 * 1024 - 8)}"}`))
    assert.equal(JSON.parse(body).error_code, 'IDAAS.SDK.USER.0004')
  })

  test('every odd request, in both languages', async (t) => {
    const app = await openHttpApp(t)
    for (const [name, request] of Object.entries(sdkRequests))
      for (const language of ['en', 'zh']) {
        const headers = { ...request.headers, 'x-l': language }
        const { statusCode, body, headers: answered } = await app.ask({ ...request, headers })
        assert.equal(statusCode, 400, name)
        assert.equal(answered['content-type'], 'application/json; charset=utf-8', name)
        assert.equal(answered['x-content-type-options'], 'nosniff', name)
        if (request.method === 'HEAD') continue
        const { error_code, error_msg, ...more } = JSON.parse(body)
        assert.match(error_code, /^IDAAS\.SDK\.[A-Z]+\.\d{4}$/, name)
        assert.equal(/[\u4e00-\u9fff]/.test(error_msg), language === 'zh', `${name}: ${error_msg}`)
        assert.deepEqual(more, {}, name)
      }
    assert.deepEqual(app.defects, [])
  })

  test('an unknown path is told as such, whatever its headers and body are', async (t) => {
    const app = await openHttpApp(t)
    const code = async (request: InjectOptions) => (await app.ask(request)).json().error_code
    assert.equal(await code({ method: 'POST', url: '/api/v2/x', payload: '<a>' }), 'IDAAS.SDK.PARAM.9004')
    assert.equal(
      await code({ method: 'POST', url: '/api/v2/x', headers: json, payload: 'x'.repeat(70_000) }),
      'IDAAS.SDK.PARAM.9004',
    )
  })

  test('a body that is too large has a code of its own', async (t) => {
    const app = await openHttpApp(t)
    assert.equal((await app.ask(post('x'.repeat(64 * 1024 + 1)))).json().error_code, 'IDAAS.SDK.PARAM.9005')
  })
})

describe('spec 1: below /api failures have the envelope', () => {
  const keys = ['errcode', 'errmsg', 'requestId', 'sysTime', 'duration', 'data', 'errHandler']
  const element = '/api/acme/login/probes/probe/excess'
  const requests: Readonly<Record<string, readonly [number, InjectOptions]>> = {
    'another app': [404, { method: 'POST', url: '/api/acme/other/probes/probe/excess' }],
    'another organisation': [404, { method: 'POST', url: '/api/other/login/probes/probe/excess' }],
    'the app itself': [404, { method: 'POST', url: '/api/acme/login' }],
    'an unknown element': [404, { method: 'POST', url: '/api/acme/login/probes/gone/excess' }],
    'an element with dots': [404, { method: 'POST', url: '/api/acme/login/probes.probe/excess' }],
    'an unknown function': [404, { method: 'POST', url: '/api/acme/login/probes/probe/gone' }],
    'A02: another case': [404, { method: 'POST', url: '/api/acme/login/probes/Probe/excess' }],
    'A02: a double slash': [404, { method: 'POST', url: '/api/acme/login//probes/probe/excess' }],
    'A02: a slash at the end': [404, { method: 'POST', url: `${element}/` }],
    'A56: GET': [404, { method: 'GET', url: element }],
    HEAD: [404, { method: 'HEAD', url: element }],
    PUT: [404, { method: 'PUT', url: element }],
    'a bad escape': [400, { method: 'POST', url: `${element}%zz` }],
    'no JSON': [400, { method: 'POST', url: element, headers: json, payload: '{' }],
    'an array': [400, { method: 'POST', url: element, headers: json, payload: '[]' }],
    'a form': [
      400,
      {
        method: 'POST',
        url: element,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'a=1',
      },
    ],
    'an empty form': [
      400,
      { method: 'POST', url: element, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    'too large': [400, { method: 'POST', url: element, headers: json, payload: 'x'.repeat(70_000) }],
    'an unknown client': [400, { method: 'POST', url: element, headers: { 'x-client-id': 'nobody' } }],
  }

  test('every odd request', async (t) => {
    const app = await openHttpApp(t)
    for (const [name, [status, request]] of Object.entries(requests)) {
      const { statusCode, body, headers } = await app.ask(request)
      assert.equal(statusCode, status, name)
      assert.equal(headers['content-type'], 'application/json; charset=utf-8', name)
      if (request.method === 'HEAD') continue
      const envelope = JSON.parse(body)
      assert.deepEqual(Object.keys(envelope), keys, name)
      assert.deepEqual(envelope.data, {}, name)
    }
    assert.deepEqual(app.defects, [])
  })

  test('a body with the Content-Type of curl is told what it lacks', async (t) => {
    const app = await openHttpApp(t)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const { errmsg } = (await app.ask({ method: 'POST', url: element, headers, payload: '{}' })).json()
    assert.equal(
      errmsg,
      'API_PARAMS_ERROR: Wrong arguments: Content-Type has to be application/json in UTF-8',
    )
  })
})

describe('security test 4: a path has one spelling', () => {
  test('percent escapes below /api make an unknown path, of elements and of the SDK API', async (t) => {
    const app = await openHttpApp(t)
    const element = '/api/acme/login/probes/probe/excess'
    assert.equal((await app.post(element)).statusCode, 200)
    const spelled = ['/api/acme/login/probes/probe/exces%73', '/api/acme/login/probes%2Fprobe/excess']
    for (const url of [
      ...spelled,
      '/api/acme/login/%70robes/probe/excess',
      '/%61pi/acme/login/probes/probe/excess',
    ]) {
      const { statusCode, body } = await app.post(url)
      assert.equal(statusCode, 404, url)
      assert.match(JSON.parse(body).errmsg, /^ELEMENT_NOT_FOUND/, url)
    }
    for (const url of [
      '/api/v2/sdk/sms/sen%64',
      '/api/%76%32/sdk/logout',
      '/%61pi/v2/sdk/login',
      '/api/v2/sdk%2Flogin',
    ])
      assert.equal((await app.post(url, {})).json().error_code, 'IDAAS.SDK.PARAM.9004', url)
    for (const url of ['/api/v1/sessio%6e', '/api/v1/oauth2/key%73'])
      assert.deepEqual(
        [(await app.get(url)).statusCode, (await app.get(url)).json().error],
        [404, 'NOT_FOUND'],
        url,
      )
  })
})

describe('D2: everything else is JSON of one shape', () => {
  test('unknown paths, wrong methods, bad escapes', async (t) => {
    const app = await openHttpApp(t)
    const requests: readonly (readonly [number, string, InjectOptions])[] = [
      [404, 'NOT_FOUND', { method: 'POST', url: '/' }],
      [404, 'NOT_FOUND', { method: 'GET', url: '/nothing' }],
      [404, 'NOT_FOUND', { method: 'GET', url: '/api' }],
      [404, 'NOT_FOUND', { method: 'GET', url: '/api/v1' }],
      [404, 'NOT_FOUND', { method: 'POST', url: '/api/v1/session' }],
      [404, 'NOT_FOUND', { method: 'POST', url: '/healthz', headers: json, payload: 'x'.repeat(70_000) }],
      [404, 'NOT_FOUND', { method: 'GET', url: '/api/admin/x' }],
      [400, 'REQUEST_INVALID', { method: 'GET', url: '/%zz' }],
      [401, 'SESSION_INVALID', { method: 'GET', url: '/api/v1/session' }],
    ]
    for (const [status, error, request] of requests) {
      const { statusCode, body } = await app.ask(request)
      const { requestId, ...rest } = JSON.parse(body)
      assert.equal(statusCode, status, request.url as string)
      assert.match(requestId, /^[0-9a-f]{32}$/)
      assert.deepEqual(rest, { error })
    }
  })

  test('the face of a path is told however the path is spelled', () => {
    const sdk = ['/api/v2', '/api/v2?', 'http://x/api/v2/y', '/./api/v2/x', '\\api\\v2', '/%2561/../api/v2']
    for (const path of sdk) assert.equal(faceOfPath(path), 'sdk', path)
    for (const path of ['/api/v2x', '/api/acme/x', '/api/v11/x'])
      assert.equal(faceOfPath(path), 'elements', path)
    for (const path of ['/api/v1/x', '/api', '/api/', '*', '', '/v2', '/api/sms/x', '/api/dev'])
      assert.equal(faceOfPath(path), 'plain', path)
  })
})
