/** Logging in by phone on the login page: what people see and type, in a real Chromium. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { mobile } from '../../http/support/flow-app.ts'
import { onChromium } from '../../support/browser.ts'
import { type LoginSite, loginSite } from './support/login-site.ts'
import { looksRight } from './support/looks-right.ts'
import { until } from './support/until.ts'

onChromium(1, (browser) => {
  describe('/login by phone', () => {
    const opened = loginSite(browser, { client: { page: { title: { en: 'Shop', zh: '商店' } } } })
    let site: LoginSite
    beforeEach(() => {
      site = opened()
      // No test is stopped by what another one sent.
      site.app.pass(7200)
    })

    test('from a number to the application, with a code that it redeems', async (t) => {
      const { page, faults, requests } = await site.browse(t)
      await page.goto(site.address())
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await until(page, "document.title === 'Sign in · Shop'")
      await looksRight(page)
      await page.keyboard.type('13800138000')
      await page.keyboard.press('Enter')
      await page.getByText('We sent a code by SMS to +86 138 0013 8000.').waitFor()
      assert.equal(await page.locator('input:focus').getAttribute('autocomplete'), 'one-time-code')
      await page.keyboard.type(await site.app.codeOf(mobile))
      await page.waitForURL('https://shop.example/**')
      const back = new URL(page.url())
      assert.deepEqual(
        [back.pathname, back.searchParams.get('from'), back.searchParams.get('state')],
        ['/back', 'login', 'a b&c'],
      )
      const redeemed = await site.app.post(
        '/api/v1/login/token',
        {
          code: back.searchParams.get('code'),
          redirectUri: 'https://shop.example/back?from=login',
          codeVerifier: site.codeVerifier,
        },
        { 'x-client-id': 'web0web0web0web0web0web0web0web0' },
      )
      assert.equal(redeemed.statusCode, 200, redeemed.body)
      assert.deepEqual(faults, [])
      assert.deepEqual(
        requests.filter((request) => request.includes('https:')),
        [`GET ${page.url()}`],
        'nothing is asked of another host but the application',
      )
      assert.equal(
        requests.filter((request) => request === 'GET /api/v1/login/page').length,
        1,
        'what was asked early is what the page takes',
      )
    })

    test('in Chinese, with a wrong code, a resend that counts down, and the way back', async (t) => {
      const { page, faults } = await site.browse(t, { locale: 'zh-CN' })
      await page.goto(site.address())
      await until(page, "document.title === '登录 · 商店'")
      assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN')
      await page.getByRole('button', { name: '继续' }).click()
      await page.getByText('请输入手机号码。').waitFor()
      await page.getByLabel('手机号码').fill('138 0013 8000')
      await page.getByRole('button', { name: '继续' }).click()
      await page.getByLabel('6 位验证码').waitFor()
      await page.getByRole('button', { name: /^4[345] 秒后可重新发送$/ }).waitFor()
      const code = await site.app.codeOf(mobile)
      const wrong = code === '000000' ? '000001' : '000000'
      await page.getByLabel('6 位验证码').fill(wrong)
      await page.getByText('验证码不正确或已过期。').waitFor()
      assert.equal(await page.getByLabel('6 位验证码').inputValue(), '')
      await page.getByRole('button', { name: '返回' }).click()
      assert.equal(await page.getByLabel('手机号码').inputValue(), '138 0013 8000')
      await page.getByRole('button', { name: '继续' }).click()
      await page.locator('.problem [aria-hidden]', { hasText: /操作过于频繁，请在 \d+ 秒后重试。/ }).waitFor()
      assert.deepEqual(faults, [])
    })

    test('a number is understood in any form that it is pasted in', async (t) => {
      const { page } = await site.browse(t)
      await page.goto(site.address())
      const field = page.getByLabel('Phone number')
      for (const pasted of [
        '+86 138-0013-8000',
        '0086 13800138000',
        '１３８００１３８０００',
        '(+86) 138 0013 8000',
      ]) {
        await field.fill('')
        await page.keyboard.insertText(pasted)
        await until(page, "document.querySelector('[name=phone]').value === '138 0013 8000'")
      }
      await field.fill('+1 (201) 555-0123')
      await page.getByRole('button', { name: 'Country or region: United States +1' }).waitFor()
      assert.equal(await field.inputValue(), '(201) 555-0123')
    })

    test('a number of a country that is not served is told by its name before anything is sent', async (t) => {
      const { page, requests } = await site.browse(t)
      await page.goto(site.address())
      await page.getByLabel('Phone number').fill('+49 1512 3456789')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('Numbers of 🇩🇪 Germany are not served here.').waitFor()
      assert.ok(!requests.some((request) => request.includes('sms/send')))
    })

    test('the country is found by name, code or calling code, by keyboard alone', async (t) => {
      const { page } = await site.browse(t)
      await page.goto(site.address())
      await page.getByRole('button', { name: 'Country or region: China +86' }).click()
      await page.keyboard.type('united')
      assert.equal(await page.getByRole('option').count(), 1)
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Country or region: United States +1' }).waitFor()
      await page.keyboard.press('Enter')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Country or region: China +86' }).waitFor()
      await page.keyboard.press('Enter')
      await page.keyboard.type('xyz')
      await page.getByText('No country matches').waitFor()
      await looksRight(page)
      await page.keyboard.press('Escape')
      assert.equal(await page.getByRole('listbox').count(), 0)
    })

    test('a double click sends one message', async (t) => {
      const { page, requests } = await site.browse(t)
      await page.goto(site.address())
      await page.getByLabel('Phone number').fill('13800138001')
      await page.getByRole('button', { name: 'Continue' }).dblclick()
      await page.getByLabel('6-digit code').waitFor()
      assert.equal(requests.filter((request) => request.endsWith('/sms/send')).length, 1)
    })

    test('without an application it says who is signed in, and signs out', async (t) => {
      const { page, faults, context } = await site.browse(t)
      await page.goto(
        site.address({
          redirect_uri: undefined,
          code_challenge: undefined,
          code_challenge_method: undefined,
        }),
      )
      await page.getByLabel('Phone number').fill(mobile)
      await page.keyboard.press('Enter')
      await page.getByLabel('6-digit code').fill(await codeAfter(page))
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor()
      await page.getByText('Alice', { exact: true }).waitFor()
      await looksRight(page)
      const [cookie] = (await context.cookies()).filter(({ name }) => name === 'latchkey')
      assert.equal(cookie?.httpOnly, true)
      const kept = await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')
      assert.ok(cookie !== undefined && !String(kept).includes(cookie.value), 'the page keeps no token')
      await page.reload()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByText('You are signed out.').waitFor()
      assert.equal(
        (await context.cookies()).some(({ name }) => name === 'latchkey'),
        false,
      )
      assert.deepEqual(faults, [])
    })

    /** The code is there once the page asks for it. */
    async function codeAfter(page: {
      getByLabel(text: string): { waitFor(): Promise<void> }
    }): Promise<string> {
      await page.getByLabel('6-digit code').waitFor()
      return site.app.codeOf(mobile)
    }

    test('who is signed in already continues with one click, or with another account', async (t) => {
      const { page } = await site.browse(t)
      await page.goto(site.address())
      await page.getByLabel('Phone number').fill(mobile)
      await page.keyboard.press('Enter')
      await page.getByLabel('6-digit code').fill(await codeAfter(page))
      await page.waitForURL('https://shop.example/**')
      await page.goto(site.address({ state: 'again' }))
      await page.getByText('Alice', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Use another account' }).click()
      await page.getByLabel('Phone number').waitFor()
      await page.reload()
      await page.getByRole('button', { name: 'Continue as Alice' }).click()
      await page.waitForURL(/state=again/)
    })
  })
})
