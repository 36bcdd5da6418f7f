/** The way out for whoever is asked for a captcha because others spray codes: spec 6, O8 and A34. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { PasswordLogin } from '../../src/login/password/password-type.ts'
import type { PhoneLogin } from '../../src/login/phone/phone-type.ts'
import { clientId } from '../http/support/app-files.ts'
import { type CaptchaApp, openCaptchaApp } from '../http/support/captcha-app.ts'
import { bearerOf, openFlowApp, stateOf } from '../http/support/flow-app.ts'
import type { HttpApp } from '../http/support/http-app.ts'
import { wrong } from '../login/phone/phone-people.ts'

const numberOf = (index: number) => `138${String(index).padStart(8, '0')}`

describe('O8, A34: a captcha, or what was proven before, takes the brake off', () => {
  const mobile = '13800138000'
  const asked = 'IDAAS.SDK.CAPTCHA.9002'
  const failed = 'IDAAS.SDK.CAPTCHA.0002'
  const codeWrong = 'IDAAS.SDK.CAPTCHA.0007'

  async function sprayFrom({ sdk }: Pick<HttpApp, 'sdk'>) {
    for (let index = 0; index < 51; index += 1)
      await sdk('login/mobile-verify-code', { mobile: numberOf(index), verify_code: '123456' })
  }

  const openOff = (t: TestContext) =>
    openCaptchaApp(t, {
      client: { captcha: 'off' },
      files: { 'auths/loginTypes/password/password.json': { passwordTransport: 'plain', captcha: 'risk' } },
    })

  /** A call with the right code and this captcha, by what became of it. */
  const calling = (app: CaptchaApp, path: string, fields: object) => async (code: string, token?: string) => {
    const answer = await app.sdk(path, { mobile, verify_code: code, captcha_token: token, ...fields })
    if (answer.body === '') return 'ok'
    const { status, error_code } = answer.json()
    return status ?? error_code
  }

  async function sent({ sdk, codeOf }: CaptchaApp, type: string) {
    assert.equal((await sdk('sms/send', { mobile, type })).statusCode, 200)
    return codeOf(mobile)
  }

  /** A captcha for another number does not help, and one for this number lets one check through. */
  async function passesWithCaptcha(
    app: CaptchaApp,
    code: string,
    call: (code: string, token?: string) => Promise<string>,
  ) {
    await sprayFrom(app)
    assert.equal(await call(code), asked)
    assert.equal(await call(code, await app.solve('13800138001')), failed)
    assert.equal(await call(wrong(code), await app.solve(mobile)), codeWrong)
    assert.equal(await call(code), asked)
    return call(code, await app.solve(mobile))
  }

  for (const [path, type] of [
    ['login/mobile-verify-code', 'LOGIN_SMS'],
    ['register/mobile-verify-code', 'REGISTER_SMS'],
  ] as const)
    test(`${path}: captcha_token takes the brake off for one check`, async (t) => {
      const app = await openOff(t)
      const code = await sent(app, type)
      assert.equal(await passesWithCaptcha(app, code, calling(app, path, {})), 'SUCCESS')
    })

  test('pwd/update-by-mobile: so it does for a forgotten password', async (t) => {
    const app = await openOff(t)
    const phones = app.app.getElement<PhoneLogin>('auths.loginTypes.phone')
    await phones.sendMessage(mobile, 'login')
    const { userId } = await phones.register(mobile, await app.codeOf(mobile), 'Amy')
    const passwords = app.app.getElement<PasswordLogin>('auths.loginTypes.password')
    await passwords.bind(userId.value, 'amy', 'correct horse')
    app.pass(60)
    const sending = await app.sdk('sms/send', { mobile, type: 'FORGET_PWD_SMS' })
    assert.equal(sending.statusCode, 200)
    await app.rooms.background.settled()
    const reset = calling(app, 'pwd/update-by-mobile', { password: 'battery staple' })
    assert.equal(await passesWithCaptcha(app, await app.codeOf(mobile), reset), 'ok')
  })

  test('getLoginCode: the header X-captcha-token, for its argument phone', async (t) => {
    const app = await openOff(t)
    await app.login(mobile)
    app.pass(60)
    await app.element('auths.loginTypes.phone', 'sendMessage', { phone: mobile })
    const code = await app.codeOf(mobile)
    const logIn = async (token?: string) => {
      const headers = {
        'x-client-id': clientId,
        ...(token === undefined ? {} : { 'x-captcha-token': token }),
      }
      const answer = await app.element(
        'auths.loginTypes.phone',
        'getLoginCode',
        { phone: mobile, code },
        headers,
      )
      return answer.json().errmsg?.split(':')[0] ?? 'ok'
    }
    await sprayFrom(app)
    assert.equal(await logIn(), 'CAPTCHA_REQUIRED')
    assert.equal(await logIn(await app.solve('13800138001')), 'CAPTCHA_ERROR')
    assert.equal(await logIn(await app.solve(mobile)), 'ok')
  })

  test('mfa/sms: who has passed the first factor is not asked', async (t) => {
    const app = await openFlowApp(t, { client: { mfa: 'required' } })
    const state = stateOf(await app.byPassword())
    const code = await app.codeFor('MFA_AUTH_SMS', mobile, state)
    await sprayFrom(app)
    const stranger = await app.call('login/mobile-verify-code', {
      mobile: numberOf(1),
      verify_code: '123456',
    })
    assert.equal(stranger.error_code, asked)
    assert.equal((await app.call('mfa/sms', { mobile, verify_code: code }, state)).status, 'SUCCESS')
  })

  test('profile/update-mobile: nor is who is signed in; five tries of a code are all', async (t) => {
    const app = await openFlowApp(t)
    const user = bearerOf(await app.byPassword())
    const next = '13900139000'
    const change = async (code = '') =>
      (await app.call('profile/update-mobile', { mobile: next, verify_code: code }, user)).error_code ?? 'ok'
    const burnt = await app.codeFor('UPDATE_MOBILE_SMS', next, user)
    await sprayFrom(app)
    for (let tries = 0; tries < 5; tries += 1) assert.equal(await change(wrong(burnt ?? '')), codeWrong)
    assert.equal(await change(burnt), codeWrong)
    const code = await app.codeFor('UPDATE_MOBILE_SMS', next, user)
    await sprayFrom(app)
    assert.equal(await change(code), 'ok')
  })
})
