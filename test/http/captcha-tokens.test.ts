/** Where a `captcha_token` is asked for, and whom it is good for (spec 5, "Slider captcha"; spec 6, A34–A36, N2, O7). */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { PasswordLogin } from '../../src/login/password/password-type.ts'
import { traceStores } from '../support/store-trace.ts'
import { otherClientId, phoneSettings } from './support/app-files.ts'
import { imageText, openCaptchaApp } from './support/captcha-app.ts'

const mobile = '13800138000'
const wrong = 'IDAAS.SDK.CAPTCHA.0002'
const ofOther = { 'x-client-id': otherClientId }

describe('captcha_token of sms/send', () => {
  test('A35: is demanded; of the number, however it is written; once', async (t) => {
    const app = await openCaptchaApp(t)
    assert.equal(await app.send(mobile), wrong)
    assert.equal(await app.send(mobile, 'x'.repeat(32)), wrong)
    const token = await app.solve('+86 138-0013-8000')
    assert.match(token, /^[0-9a-f]{32}---\{"x":150\.0,"y":5\.0\}$/)
    assert.equal(await app.send(mobile, token), 'ok')
    app.pass(60)
    assert.equal(await app.send(mobile, token), wrong)
    assert.deepEqual((await app.app.inbox()).length, 1)
  })

  test('A35: of 20 parallel sends with one proof one gets through', async (t) => {
    const app = await openCaptchaApp(t)
    const token = await app.solve(mobile)
    const codes = await Promise.all(Array.from({ length: 20 }, () => app.send(mobile, token)))
    assert.deepEqual(
      codes.filter((code) => code !== wrong),
      ['ok'],
    )
  })

  test('A35: solved for another number, or by another client, is wrong', async (t) => {
    const app = await openCaptchaApp(t)
    assert.equal(await app.send('13800138001', await app.solve(mobile)), wrong)
    assert.equal(await app.send(mobile, await app.solve(mobile, ofOther)), wrong)
    assert.equal(await app.send(mobile, await app.solve(mobile, ofOther), ofOther), 'ok')
  })

  test('the point is compared as numbers: 5 equals 5.0, 6 does not', async (t) => {
    const app = await openCaptchaApp(t)
    const withPoint = async (point: string) => {
      const [token] = (await app.solve(mobile)).split('---')
      app.pass(60)
      return app.send(mobile, `${token}---${point}`)
    }
    assert.equal(await withPoint('{"x":150,"y":5}'), 'ok')
    assert.equal(await withPoint('{"y":5.00,"x":1.5e2}'), 'ok')
    assert.equal(await withPoint('{"x":150,"y":6}'), wrong)
    assert.equal(await withPoint('{"x":151,"y":5}'), wrong)
    assert.equal(await withPoint(''), wrong)
  })

  test('A63: is good at 179 s and gone at 180 s', async (t) => {
    const app = await openCaptchaApp(t)
    const tokens = [await app.solve(mobile), await app.solve(mobile)]
    app.pass(179)
    assert.equal(await app.send(mobile, tokens[0]), 'ok')
    app.pass(1)
    assert.equal(await app.send(mobile, tokens[1]), wrong)
  })

  test('N2: address limit, then fields, then captcha, then the number’s limits', async (t) => {
    const settings = { ...phoneSettings, limits: { address: { hour: 3, day: 9 } } }
    const app = await openCaptchaApp(t, { files: { 'auths/loginTypes/phone/phone.json': settings } })
    assert.equal(await app.send('abc', await app.solve(mobile)), 'IDAAS.SDK.USER.9001')
    assert.equal(await app.send(mobile, await app.solve(mobile)), 'ok')
    assert.equal(await app.send(mobile), wrong)
    const unspent = await app.solve(mobile)
    assert.equal(await app.send(mobile, unspent), 'IDAAS.SDK.COM.9001')
    assert.equal(await app.send(mobile, unspent), wrong, 'a captcha is spent before the interval answers')
    for (const number of ['13800138001', '13800138002'])
      assert.equal(await app.send(number, await app.solve(number)), 'ok')
    const left = await app.solve('13800138003')
    const limit = 'IDAAS.SDK.COM.9001'
    assert.equal(await app.send('13800138003', left), limit)
    for (const number of ['', 'abc', '+447911123456']) assert.equal(await app.send(number), limit, number)
    const answer = await app.sdk('sms/send', { mobile, type: 'NO_SMS' })
    assert.equal(answer.json().error_code, limit)
    app.pass(175)
    assert.equal(await app.send('13800138003', left), limit)
  })

  test('N2: a wrong field, or a captcha that is wrong, does not count in the address’s limit', async (t) => {
    const settings = { ...phoneSettings, limits: { address: { hour: 2, day: 9 } } }
    const app = await openCaptchaApp(t, { files: { 'auths/loginTypes/phone/phone.json': settings } })
    for (let i = 0; i < 5; i += 1) await app.send(i % 2 ? '' : mobile, 'x')
    assert.equal(await app.send(mobile, await app.solve(mobile)), 'ok')
    assert.equal(await app.send('13800138001', await app.solve('13800138001')), 'ok')
  })

  test('A36: a flood of wrong proofs meets the limiter, before they are looked up', async (t) => {
    const app = await openCaptchaApp(t)
    const codes: string[] = []
    for (let i = 0; i < 62; i += 1) codes.push(await app.send(mobile, `${i}`))
    assert.deepEqual(new Set(codes.slice(0, 60)), new Set([wrong]))
    assert.deepEqual(codes.slice(60), ['IDAAS.SDK.COM.9001', 'IDAAS.SDK.COM.9001'])
  })

  test('O7: the stores hold neither tokens nor places', async (t) => {
    const app = await openCaptchaApp(t)
    const { token } = (await app.askCaptcha()).json()
    const proof = await app.solve(mobile)
    const data = app.data
    const bytes = readdirSync(data).map((name) => readFileSync(`${data}/${name}`, 'latin1'))
    assert.ok(bytes.some((text) => text.includes('captcha-slider:')))
    for (const secret of [token, proof.slice(0, 32), '"x":150'])
      assert.ok(!bytes.some((text) => text.includes(secret)), secret)
  })
})

describe('what captchas and the brake on sprays cost', () => {
  const verify = ['sql phone-bindings.by-phone', 'ephemeral attempt code']
  const send = ['ephemeral reserve send-address send-number send-device send-budget', 'ephemeral guard code']

  test('nothing, where the client asks for none and the code is right', async (t) => {
    const app = await openCaptchaApp(t, { client: { captcha: 'off' } })
    await app.send('13800138001')
    const sent = await traceStores(app, () => app.send(mobile))
    assert.deepEqual(sent.operations.slice(0, 2), send)
    const body = { mobile, verify_code: await app.codeOf(mobile) }
    const login = await traceStores(app, () => app.sdk('login/mobile-verify-code', body))
    assert.deepEqual(login.operations.slice(0, 2), verify)
    assert.ok(!login.operations.some((operation) => operation.includes('spray')))
  })

  test('a wrong code: two counts at the same time', async (t) => {
    const app = await openCaptchaApp(t)
    await app.send(mobile)
    const body = { mobile, verify_code: '000000' }
    const { operations, trips } = await traceStores(app, () => app.sdk('login/mobile-verify-code', body))
    const counts = ['ephemeral strike code-spray-address', 'ephemeral reserve code-spray-tenant']
    assert.deepEqual(operations, [...verify, ...counts])
    assert.deepEqual(trips, { sql: 1, ephemeral: 2 })
  })

  test('a captcha_token: the address is asked ahead, the token counted and spent', async (t) => {
    const app = await openCaptchaApp(t)
    const token = await app.solve(mobile)
    const { operations } = await traceStores(app, () => app.send(mobile, token))
    const ahead = ['reserve send-address', 'release send-address', 'release send-address']
    const captcha = [...ahead, 'reserve captcha-answers', 'spend captcha-token']
    const ephemeral = operations.filter((operation) => operation.startsWith('ephemeral'))
    assert.deepEqual(ephemeral.slice(0, 7), [...captcha.map((name) => `ephemeral ${name}`), ...send])
  })
})

describe('captcha_token of the password logins', () => {
  const required = 'IDAAS.SDK.CAPTCHA.9002'

  async function openWithUser(
    t: Parameters<typeof openCaptchaApp>[0],
    parts: Parameters<typeof openCaptchaApp>[1],
  ) {
    const app = await openCaptchaApp(t, parts)
    const made = app.app.getElement<PasswordLogin>('auths.loginTypes.password')
    const { token } = await made.generateCaptcha()
    await made.register('alice', 'correct horse', imageText, token, 'Alice')
    const device = (key: string) => ({ 'x-device-fingerprint': key })
    const login = async (password: string, captcha_token?: string, key = 'stranger') => {
      const body = { user_name: 'Alice', password, captcha_token }
      const { status, error_code } = (await app.sdk('login', body, device(key))).json()
      return status ?? error_code
    }
    return { ...app, logIn: login }
  }

  const plain = {
    files: {
      'auths/loginTypes/password/password.json': { allowRegister: 1, passwordTransport: 'plain' },
    },
  }

  test('A34: asked for after 3 failures, and with one the owner gets in', async (t) => {
    const app = await openWithUser(t, plain)
    for (let i = 0; i < 3; i += 1) assert.equal(await app.logIn('wrong'), 'IDAAS.SDK.USER.9003')
    assert.equal(await app.logIn('wrong'), required)
    assert.equal(await app.logIn('correct horse'), required)
    assert.equal(await app.logIn('correct horse', await app.solve('bob')), wrong)
    assert.equal(await app.logIn('wrong', await app.solve('alice')), 'IDAAS.SDK.USER.9003')
    assert.equal(await app.logIn('correct horse', await app.solve(' ALICE ')), 'SUCCESS')
    assert.equal(await app.logIn('correct horse', undefined, 'stranger'), 'SUCCESS')
  })

  test('a captcha that is not asked for is not spent', async (t) => {
    const app = await openWithUser(t, plain)
    const token = await app.solve('alice')
    assert.equal(await app.logIn('correct horse', token, 'first'), 'SUCCESS')
    for (let i = 0; i < 3; i += 1) await app.logIn('wrong', undefined, 'second')
    assert.equal(await app.logIn('correct horse', token, 'second'), 'SUCCESS')
  })

  test('a client with captcha "off" is asked for none', async (t) => {
    const app = await openWithUser(t, { ...plain, client: { captcha: 'off' } })
    for (let i = 0; i < 5; i += 1) assert.equal(await app.logIn('wrong'), 'IDAAS.SDK.USER.9003')
    assert.equal(await app.logIn('correct horse'), 'SUCCESS')
  })
})
