/** What every SDK call states in its headers, and the order in which it is checked (spec 5, "Headers"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clientId } from './support/app-files.ts'
import { deviceHeaders, type Headers, type HttpApp, openHttpApp } from './support/http-app.ts'

const path = '/api/v2/sdk/sms/send'
const body = { mobile: '13800138000', type: 'LOGIN_SMS' }
const complete: Headers = { ...deviceHeaders, 'x-client-id': clientId }

const without = (...names: string[]): Headers =>
  Object.fromEntries(Object.entries(complete).filter(([name]) => !names.includes(name)))

const codeOf = async (app: HttpApp, headers: Headers, sent: unknown = body) =>
  (await app.post(path, sent, headers)).json().error_code

describe('spec 5: headers of every SDK call', () => {
  test('each device header is required, and blank counts as absent', async (t) => {
    const app = await openHttpApp(t)
    for (const name of Object.keys(deviceHeaders)) {
      assert.equal(await codeOf(app, without(name)), 'IDAAS.SDK.PARAM.0001', name)
      assert.equal(await codeOf(app, { ...complete, [name]: ' ' }), 'IDAAS.SDK.PARAM.0001', name)
    }
  })

  test('checks run in order: device, client id empty, client unknown, tenant, fields', async (t) => {
    const app = await openHttpApp(t)
    const wrongTenant = { 'x-tenant-id': 'elsewhere' }
    const noBody = { mobile: '' }
    const device = without('x-agent', 'x-client-id')
    assert.equal(await codeOf(app, { ...device, ...wrongTenant }, noBody), 'IDAAS.SDK.PARAM.0001')
    assert.equal(
      await codeOf(app, { ...without('x-client-id'), ...wrongTenant }, noBody),
      'IDAAS.SDK.PARAM.0002',
    )
    const unknown = { ...complete, 'x-client-id': 'nobody' }
    assert.equal(await codeOf(app, { ...unknown, ...wrongTenant }, noBody), 'IDAAS.SDK.PARAM.0003')
    assert.equal(await codeOf(app, { ...complete, ...wrongTenant }, noBody), 'IDAAS.SDK.PARAM.9003')
    assert.equal(await codeOf(app, complete, noBody), 'IDAAS.SDK.USER.0004')
  })

  test('headers are refused before the body is read', async (t) => {
    const app = await openHttpApp(t)
    assert.equal(await codeOf(app, without('x-client-id'), 'not JSON'), 'IDAAS.SDK.PARAM.0002')
    assert.equal(await codeOf(app, without('x-agent'), 'x'.repeat(70_000)), 'IDAAS.SDK.PARAM.0001')
  })

  test('header names in any case', async (t) => {
    const app = await openHttpApp(t)
    const shouted = Object.fromEntries(
      Object.entries(complete).map(([name, value]) => [name.toUpperCase(), value]),
    )
    assert.equal((await app.post(path, body, shouted)).statusCode, 200)
  })

  test('X-tenant-id of an ordinary client: absent or its own passes, another is unknown', async (t) => {
    const app = await openHttpApp(t)
    assert.equal((await app.post(path, body, { ...complete, 'x-tenant-id': 'default' })).statusCode, 200)
    assert.equal(await codeOf(app, { ...complete, 'x-tenant-id': 'DEFAULT' }), 'IDAAS.SDK.PARAM.9003')
  })

  test('Content-Type: with or without a charset, required with a body, nothing but JSON', async (t) => {
    const app = await openHttpApp(t)
    const send = (type: string) => codeOf(app, { ...complete, 'content-type': type }, { mobile: '' })
    const read = [
      'application/json',
      'application/json;charset=utf8',
      'application/json; charset=utf-8',
      'application/json; charset="UTF-8"',
      'Application/JSON ; Charset=UTF8',
    ]
    for (const type of read) assert.equal(await send(type), 'IDAAS.SDK.USER.0004', type)
    const refused = [
      'application/json;charset=gbk',
      'application/json;charset=utf-16',
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/jsonp',
      `application/json;${' '.repeat(200)}charset=utf-8`,
      'application',
      '*/*',
    ]
    for (const type of refused) assert.equal(await send(type), 'IDAAS.SDK.PARAM.9008', type)
    const bare = await app.ask({ method: 'POST', url: path, headers: { ...complete }, payload: '{}' })
    assert.equal(bare.json().error_code, 'IDAAS.SDK.PARAM.9008')
    assert.match(bare.json().error_msg, /Content-Type/)
  })

  test('a call without fields takes a Content-Type without a body', async (t) => {
    const app = await openHttpApp(t)
    const token = await app.login('13800138000')
    const headers = { ...complete, 'session-token': token, 'content-type': 'application/json;charset=utf8' }
    assert.equal((await app.post('/api/v2/sdk/logout', undefined, headers)).statusCode, 200)
  })

  test('X-L: zh and en, with a region or as a list; English where it is absent or unknown', async (t) => {
    const app = await openHttpApp(t)
    const text = async (language?: string) => {
      const headers = language === undefined ? complete : { ...complete, 'x-l': language }
      return (await app.post(path, { mobile: '' }, headers)).json().error_msg
    }
    const zh = '手机号不能为空'
    const en = 'Mobile number cannot be empty'
    for (const language of ['zh', 'ZH', 'zh-CN', 'zh_CN', 'zh-Hant-TW', 'fr, zh;q=0.5, en;q=0.1'])
      assert.equal(await text(language), zh, language)
    for (const language of [undefined, 'en', 'en-US', 'fr', '', 'zhx', 'en, zh;q=0.9', ';;,q='])
      assert.equal(await text(language), en, language)
  })
})
