/** Elements over HTTP: the envelope, what can be reached, what leaves (spec 1, "Elements over HTTP"; spec 6, D2). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { client, otherClientId } from './support/app-files.ts'
import { bearer, openHttpApp } from './support/http-app.ts'

const mobile = '13800138000'
const authService = 'auths.loginTypes.services.AuthSvc'

describe('spec 1: the envelope', () => {
  test('success: errcode, errmsg, requestId, sysTime, duration, data', async (t) => {
    const app = await openHttpApp(t)
    const { statusCode, body } = await app.element('auths.loginTypes.phone', 'getLoginConfig')
    const { requestId, duration, data, ...rest } = JSON.parse(body)
    assert.equal(statusCode, 200)
    assert.deepEqual(rest, { errcode: 0, errmsg: null, sysTime: app.now() })
    assert.match(requestId, /^[0-9a-f]{32}$/)
    assert.ok(Number.isInteger(duration))
    assert.equal(data.fullName, 'auths.loginTypes.phone')
  })

  test('a function that gives nothing answers data: null', async (t) => {
    const app = await openHttpApp(t)
    assert.equal((await app.element('probes.probe', 'nothing')).json().data, null)
  })

  test('a refusal: the code’s number, code and text, promptError', async (t) => {
    const app = await openHttpApp(t)
    const { statusCode, body } = await app.element('auths.loginTypes.phone', 'sendMessage', { phone: 'abc' })
    const { requestId, sysTime, duration, ...rest } = JSON.parse(body)
    assert.equal(statusCode, 400)
    assert.deepEqual(rest, {
      errcode: 2001,
      errmsg: 'PHONE_INVALID: Not a mobile phone number',
      data: {},
      errHandler: 'promptError',
    })
    assert.ok(requestId && sysTime && duration >= 0)
  })

  test('statuses: 400 refusal, 401 LOGIN_REQUIRED, 403 FORBIDDEN, 404 unknown, 429 with Retry-After', async (t) => {
    const app = await openHttpApp(t)
    const status = async (name: string, named: object = {}, token?: string) =>
      (await app.element('probes.probe', name, named, token === undefined ? {} : bearer(token))).statusCode
    const token = await app.login(mobile)
    assert.equal(await status('refused'), 400)
    assert.equal(await status('refused', { wrong: 1 }), 400)
    assert.equal(await status('whoAmI'), 401)
    assert.equal(await status('whom', { userId: 'another' }, token), 403)
    assert.equal(await status('gone'), 404)
    const limited = await app.element('probes.probe', 'limited')
    assert.deepEqual([limited.statusCode, limited.headers['retry-after']], [429, '7'])
    assert.match(limited.json().errmsg, /\(7 s\)$/)
  })

  test('wrong arguments are named', async (t) => {
    const app = await openHttpApp(t)
    const named = { phone: 5, extra: 1 }
    const { errmsg } = (await app.element('auths.loginTypes.phone', 'getLoginCode', named)).json()
    assert.match(errmsg, /^API_PARAMS_ERROR: Wrong arguments: .*extra .*phone .*code is missing/)
  })

  test('a defect answers 500 with a requestId and nothing else, and is reported under it', async (t) => {
    const app = await openHttpApp(t)
    const { statusCode, body } = await app.element('probes.probe', 'defect')
    const { requestId, ...rest } = JSON.parse(body)
    assert.deepEqual([statusCode, rest], [500, {}])
    assert.equal(app.defects.length, 1)
    assert.ok(app.defects[0]?.includes(requestId))
  })

  test('the text is in the language of X-L, else of Accept-Language; the code never changes', async (t) => {
    const app = await openHttpApp(t)
    const text = async (headers: Record<string, string>) =>
      (await app.element('probes.probe', 'whoAmI', {}, headers)).json().errmsg
    assert.equal(await text({ 'x-l': 'zh' }), 'LOGIN_REQUIRED: 请先登录')
    assert.equal(await text({ 'accept-language': 'zh-CN,zh;q=0.9' }), 'LOGIN_REQUIRED: 请先登录')
    assert.equal(await text({ 'x-l': 'en', 'accept-language': 'zh' }), 'LOGIN_REQUIRED: Please log in first')
  })

  test('refusals that a Type of the app declares are localised, with their details', async (t) => {
    const app = await openHttpApp(t)
    const refused = async (language: string) =>
      (await app.element('probes.probe', 'refused', { word: 'Ann' }, { 'x-l': language })).json()
    const { errcode, errmsg } = await refused('en')
    assert.deepEqual([errcode, errmsg], [9000, 'PROBE_CLOSED: The probe is closed to Ann'])
    assert.equal((await refused('zh')).errmsg, 'PROBE_CLOSED: 探针对Ann关闭')
  })
})

describe('spec 1: exposure', () => {
  test('only functions that the Type exposes are reached; properties and inherited names are not', async (t) => {
    const app = await openHttpApp(t)
    const names = [
      'inside',
      'secretWord',
      'constructor',
      '__proto__',
      'toString',
      'element',
      'app',
      'call',
      'services',
    ]
    for (const name of [...names, ''])
      assert.equal((await app.element('probes.probe', name)).statusCode, 404, name)
    for (const name of ['authConfig', 'isActive', 'authType', 'prove', 'admit', 'sendCode', 'loginByMessage'])
      assert.equal((await app.element('auths.loginTypes.phone', name)).statusCode, 404, name)
    assert.equal(
      (await app.element('SMS.console', 'sendMessage', { phoneList: ['x'], params: {} })).statusCode,
      404,
    )
  })

  test('Metas and Types cannot be called, only instances', async (t) => {
    const app = await openHttpApp(t)
    for (const name of ['probes.Probe', 'probes.Meta', 'auths.loginTypes.PhoneType'])
      assert.equal((await app.element(name, 'getLoginConfig')).statusCode, 404, name)
  })

  test('what is for the system is nobody’s over HTTP', async (t) => {
    const app = await openHttpApp(t)
    const headers = bearer(await app.login(mobile))
    assert.equal((await app.element('probes.probe', 'forSystem')).statusCode, 403)
    assert.equal((await app.element('probes.probe', 'forSystem', {}, headers)).statusCode, 403)
  })

  test('names of elements that exist are not told', async (t) => {
    const app = await openHttpApp(t)
    const { errmsg } = (await app.element('auths.loginTypes.phona', 'getLoginConfig')).json()
    assert.equal(errmsg, 'ELEMENT_NOT_FOUND: Element not found')
  })
})

describe('security test 5: nobody learns over HTTP which elements exist', () => {
  test('an unknown element, an unknown function and what is not exposed answer alike, to everybody', async (t) => {
    const app = await openHttpApp(t)
    const user = bearer(await app.login(mobile))
    const targets = [
      ['probes.gone', 'excess'],
      ['probes.probe', 'gone'],
      ['probes.probe', 'inside'],
      ['probes.Probe', 'excess'],
      ['probes.Meta', 'excess'],
      ['SMS.console', 'sendMessage'],
      ['auths.loginTypes.phone', 'authConfig'],
    ] as const
    for (const headers of [{}, user])
      for (const [fullName, name] of targets) {
        const { statusCode, body } = await app.element(fullName, name, {}, headers)
        const { errcode, errmsg, data } = JSON.parse(body)
        const told = [statusCode, errcode, errmsg, data]
        assert.deepEqual(told, [404, 1002, 'ELEMENT_NOT_FOUND: Element not found', {}], `${fullName}.${name}`)
      }
  })
})

describe('D2: only what the schema lists leaves', () => {
  test('rows become plain values, and unlisted fields stay here', async (t) => {
    const app = await openHttpApp(t)
    const { data } = (await app.element('probes.probe', 'excess')).json()
    assert.deepEqual(data, { name: 'Ann', tags: [{ id: 1 }] })
  })

  test('a value that is not of its schema does not leave at all', async (t) => {
    const app = await openHttpApp(t)
    const { statusCode, body } = await app.element('probes.probe', 'wrong')
    assert.equal(statusCode, 500)
    assert.equal(body.includes('secret'), false)
    assert.match(app.defects[0] ?? '', /probes\.probe\.wrong/)
  })

  test('a registration gives the user’s plain values and a login code', async (t) => {
    const app = await openHttpApp(t)
    await app.element('auths.loginTypes.phone', 'sendMessage', { phone: mobile })
    const named = { phone: mobile, code: await app.codeOf(mobile), nick: 'Ann' }
    const { data } = (await app.element('auths.loginTypes.phone', 'register', named)).json()
    const { userId, loginCode, createTime, ...rest } = data
    assert.ok(userId && loginCode && createTime)
    assert.deepEqual(rest, {
      nick: 'Ann',
      name: null,
      email: null,
      phone: `+86${mobile}`,
      username: null,
      status: 'active',
      corpList: [{ corpId: 'acme', corpName: 'Acme' }],
    })
  })
})

describe('spec 1: from a login code to a session', () => {
  test('sendMessage, getLoginCode, loginByCode, currentUser, logout', async (t) => {
    const app = await openHttpApp(t)
    await app.login(mobile)
    app.pass(60)
    await app.element('auths.loginTypes.phone', 'sendMessage', { phone: mobile })
    const proof = { phone: mobile, code: await app.codeOf(mobile) }
    const { loginCode } = (await app.element('auths.loginTypes.phone', 'getLoginCode', proof)).json().data
    const named = { loginCode, corp: 'acme', platform: 'web' }
    const { data } = (await app.element(authService, 'loginByCode', named)).json()
    assert.deepEqual([data.success, data.status, data.corpId], [true, 'SUCCESS', 'acme'])
    const headers = bearer(data.sessionToken)
    const current = (await app.element(authService, 'currentUser', {}, headers)).json().data
    assert.equal(current.userId, data.userId)
    assert.equal((await app.element(authService, 'logout', {}, headers)).json().data, 1)
    assert.equal((await app.element(authService, 'currentUser', {}, headers)).statusCode, 401)
  })

  test('A46: X-client-id names the client that a login code is bound to', async (t) => {
    const app = await openHttpApp(t)
    await app.login(mobile)
    app.pass(60)
    await app.element('auths.loginTypes.phone', 'sendMessage', { phone: mobile })
    const proof = { phone: mobile, code: await app.codeOf(mobile) }
    const { loginCode } = (await app.element('auths.loginTypes.phone', 'getLoginCode', proof)).json().data
    const named = { loginCode, corp: 'acme' }
    const ofOther = { 'x-client-id': otherClientId }
    const stolen = (await app.element(authService, 'loginByCode', named, ofOther)).json()
    assert.match(stolen.errmsg, /^LOGIN_CODE_INVALID/)
    assert.equal((await app.element(authService, 'loginByCode', named)).statusCode, 200)
  })

  test('A45: a session of another tenant counts as none', async (t) => {
    const files = {
      'clients/app/client.json': { ...client, clientId: otherClientId, default: 0, tenantId: 'other' },
    }
    const app = await openHttpApp(t, { files })
    const token = await app.login(mobile)
    const headers = { ...bearer(token), 'x-client-id': otherClientId }
    assert.equal((await app.element('probes.probe', 'whoAmI', {}, headers)).statusCode, 401)
  })
})
