import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { TenantId } from '../../../src/base/ids.ts'
import { captchaText, fullName, openPasswordApp, outcomes, refusal } from './open-password-app.ts'

const minutes = 60_000

describe('spec 3 rule 7: captchas of a password login', () => {
  test('generateCaptcha gives a token and the base64 of a PNG without a prefix', async (t) => {
    const { login } = await openPasswordApp(t)
    const { token, img } = await login.generateCaptcha()
    assert.match(token, /^[A-Za-z0-9]{32}$/)
    assert.deepEqual([...Buffer.from(img, 'base64').subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47])
    assert.ok(img.startsWith('iVBOR'))
  })

  test('checkCaptcha: right in either case and by full-width letters, and a right one does not spend', async (t) => {
    const { login } = await openPasswordApp(t)
    const { token } = await login.generateCaptcha()
    for (const code of ['A2B3', 'a2b3', ' A2b3 ', 'Ａ２Ｂ３', 'A2B3', 'A2B3', 'A2B3'])
      assert.equal(await login.checkCaptcha(token, code), true, code)
    assert.equal(await login.checkCaptcha({ token, code: 'A2B4' }), false)
  })

  test('checkCaptcha: the fifth wrong one spends', async (t) => {
    const { login } = await openPasswordApp(t)
    const { token } = await login.generateCaptcha()
    for (let wrong = 0; wrong < 4; wrong += 1) assert.equal(await login.checkCaptcha(token, 'XXXX'), false)
    assert.equal(await login.checkCaptcha(token, captchaText), true)
    assert.equal(await login.checkCaptcha(token, 'XXXX'), false)
    assert.equal(await login.checkCaptcha(token, captchaText), false)
  })

  test('unknown tokens are false', async (t) => {
    const { login } = await openPasswordApp(t)
    assert.equal(await login.checkCaptcha('', captchaText), false)
    assert.equal(await login.checkCaptcha('nothing', captchaText), false)
  })

  test('A63: a captcha is good at 299 s and gone at 300 s', async (t) => {
    const { login, clock } = await openPasswordApp(t)
    const { token } = await login.generateCaptcha()
    clock.advance(5 * minutes - 1)
    assert.equal(await login.checkCaptcha(token, captchaText), true)
    clock.advance(1)
    assert.equal(await login.checkCaptcha(token, captchaText), false)
  })

  test('A35: of 20 parallel uses exactly one passes, and a wrong use spends too', async (t) => {
    const { login } = await openPasswordApp(t, { settings: { captcha: 'always' } })
    const first = await login.generateCaptcha()
    await login.register('alice', 'correct horse', captchaText, first.token, 'Alice')
    const { token } = await login.generateCaptcha()
    const calls = Array.from({ length: 20 }, () =>
      login.getLoginCode('alice', 'correct horse', captchaText, token),
    )
    assert.deepEqual(await outcomes(calls), { ok: 1, CAPTCHA_ERROR: 19 })

    const next = await login.generateCaptcha()
    await assert.rejects(
      login.getLoginCode('alice', 'correct horse', 'XXXX', next.token),
      refusal('CAPTCHA_ERROR'),
    )
    await assert.rejects(
      login.getLoginCode('alice', 'correct horse', captchaText, next.token),
      refusal('CAPTCHA_ERROR'),
    )
  })

  test('A35: a captcha is spent by a login whose password is wrong, and is none when left out', async (t) => {
    const { login } = await openPasswordApp(t, { settings: { captcha: 'always' } })
    const { token } = await login.generateCaptcha()
    await assert.rejects(login.getLoginCode('nobody', 'x', captchaText, token), refusal('USER_AUTH_MISS'))
    await assert.rejects(login.getLoginCode('nobody', 'x', captchaText, token), refusal('CAPTCHA_ERROR'))
    await assert.rejects(login.getLoginCode('nobody', 'x'), refusal('CAPTCHA_ERROR'))
    await assert.rejects(login.getLoginCode('nobody', 'x', '', ''), refusal('CAPTCHA_ERROR'))
  })

  test('A35, A45: a captcha of another tenant or login type is wrong, and is not spent by it', async (t) => {
    const other = 'auths/loginTypes/other'
    const { app, login } = await openPasswordApp(t, {
      files: {
        [`${other}/e.json`]: { title: 'Other', type: 'auths.loginTypes.PasswordType' },
        [`${other}/other.json`]: {},
      },
    })
    const { token } = await login.generateCaptcha()
    const otherType = app.getElement<typeof login>('auths.loginTypes.other')
    const otherTenant = app.with({ tenantId: 'other' as TenantId }).getElement<typeof login>(fullName)
    for (const stranger of [otherType, otherTenant])
      for (let tries = 0; tries < 6; tries += 1)
        assert.equal(await stranger.checkCaptcha(token, captchaText), false)
    assert.equal(await login.checkCaptcha(token, captchaText), true)
  })

  test('O7: the store holds neither answer nor token', async (t) => {
    const { login, data } = await openPasswordApp(t, { options: { captchaSource: () => 'CAPTCHA23' } })
    const { token } = await login.generateCaptcha()
    assert.equal(await login.checkCaptcha(token, 'CAPTCHA23'), true)
    const bytes = readdirSync(data).map((name) => readFileSync(`${data}/${name}`, 'latin1'))
    assert.ok(bytes.some((text) => text.includes('captcha:')))
    assert.ok(!bytes.some((text) => text.includes('CAPTCHA23') || text.includes(token)))
  })

  test('a captcha outlives a change of LATCHKEY_SECRET', async (t) => {
    const before = await openPasswordApp(t)
    const { token } = await before.login.generateCaptcha()
    await before.close()
    const secrets = ['another-secret-of-a-test-with-32-chars', 'one-secret-of-a-test-with-32-chars']
    const { data, clock } = before
    const { login } = await openPasswordApp(t, { data, clock, secrets })
    assert.equal(await login.checkCaptcha(token, captchaText), true)
    assert.equal(await login.checkCaptcha(token, 'XXXX'), false)
  })

  test('A36: an address may ask for 30 in a minute and 300 in an hour, before anything is drawn', async (t) => {
    let drawn = 0
    const source = () => {
      drawn += 1
      return captchaText
    }
    const { anonymous, clock } = await openPasswordApp(t, { options: { captchaSource: source } })
    const calls = Array.from({ length: 40 }, () => anonymous().generateCaptcha())
    assert.deepEqual(await outcomes(calls), { ok: 30, RATE_LIMITED: 10 })
    assert.equal(drawn, 30)
    await assert.rejects(anonymous().generateCaptcha(), { code: 'RATE_LIMITED', message: /\(6\d s\)/ })
    assert.ok((await anonymous('198.51.100.2').generateCaptcha()).token)
    for (let minute = 2; minute <= 10; minute += 1) {
      clock.advance(64_000)
      await outcomes(Array.from({ length: 31 }, () => anonymous().generateCaptcha()))
    }
    assert.equal(drawn, 30 + 1 + 9 * 30)
    clock.advance(64_000)
    await assert.rejects(anonymous().generateCaptcha(), refusal('RATE_LIMITED'))
  })

  test('A01: the spellings of an address and the addresses of one /64 share the limit', async (t) => {
    const { anonymous } = await openPasswordApp(t)
    const addresses = ['2001:db8::1', '2001:db8:0:0:ffff::2', '2001:DB8::3']
    const calls = Array.from({ length: 36 }, (_, index) =>
      anonymous(addresses[index % addresses.length]).generateCaptcha(),
    )
    assert.deepEqual(await outcomes(calls), { ok: 30, RATE_LIMITED: 6 })
  })

  test('in-process calls have no address and no limit', async (t) => {
    const { login } = await openPasswordApp(t)
    const calls = Array.from({ length: 35 }, () => login.generateCaptcha())
    assert.deepEqual(await outcomes(calls), { ok: 35 })
  })
})
