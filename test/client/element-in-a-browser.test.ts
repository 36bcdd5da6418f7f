/** `<latchkey-login>` in Chromium, under a strict Content-Security-Policy, as a person uses it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { clientId } from '../http/support/app-files.ts'
import { mobile, password, username } from '../http/support/flow-app.ts'
import { onChromium } from '../support/browser.ts'
import { axeFaults } from '../web/login/support/axe-faults.ts'
import { openClientSite, type SiteOptions } from './support/client-page.ts'

const pageWith = (attributes = '') =>
  `<!doctype html><html lang="en"><title>Log in</title><link rel="stylesheet" href="/page.css">
<script type="module" src="/element.js"></script>
<main><h1>Shop</h1><latchkey-login client-id="${clientId}" ${attributes}></latchkey-login></main>`

const style =
  'html { color-scheme: light dark; background: light-dark(#fff, #121212); color: light-dark(#111, #eee) }'

/** What the element tells the page next. */
const told = (page: Page, name: string) =>
  page.evaluate(
    (event) =>
      new Promise<Record<string, unknown>>((done) =>
        document.addEventListener(event, (told) => done({ ...(told as CustomEvent).detail }), { once: true }),
      ),
    name,
  )

onChromium(1, (browse) => {
  describe('<latchkey-login>', () => {
    test('phone: a proof of work, a code, a session; a wrong code is told', async (t) => {
      const client: SiteOptions['client'] = { captcha: ['pow'] }
      const site = await openClientSite(t, browse, { client, html: pageWith() })
      const page = await site.open()
      assert.deepEqual(await page.getByRole('tab').allTextContents(), ['Phone', 'Password'])
      await page.getByLabel('Phone number').fill(mobile)
      await page.getByRole('button', { name: 'Send code' }).dblclick()
      const code = page.getByLabel('Code', { exact: true })
      await code.waitFor()
      assert.equal(await code.getAttribute('autocomplete'), 'one-time-code')
      assert.equal((await site.app.app.inbox(mobile)).length, 2, 'one of the registration, one of this login')
      const failed = told(page, 'latchkey-error')
      await code.fill('000000')
      assert.equal((await failed).code, 'IDAAS.SDK.CAPTCHA.0007')
      assert.equal(await page.getByRole('alert').textContent(), 'Incorrect verification code')
      const session = told(page, 'latchkey-login')
      await code.fill(await site.app.codeOf(mobile))
      assert.match(String((await session).sessionToken), /^\w{32}$/)
      assert.deepEqual(site.faults, [])
    })

    test('agreements, tabs by keyboard, a code that is sent again, an element that comes back', async (t) => {
      const agreements = [
        {
          name: 'terms',
          version: '3',
          title: { en: 'Terms of <b>service</b>', zh: '服务协议' },
          url: '/terms',
        },
      ]
      const site = await openClientSite(t, browse, { client: { agreements }, html: pageWith(), style })
      const page = await site.open()
      await page.clock.install()
      await page.reload()
      const phone = page.getByRole('tab', { name: 'Phone' })
      await phone.focus()
      await page.keyboard.press('ArrowRight')
      await page.getByLabel('User name or phone number').waitFor()
      assert.equal(await page.getByRole('tab', { name: 'Password', selected: true }).count(), 1)
      assert.deepEqual(await axeFaults(page), [])
      await page.keyboard.press('ArrowLeft')
      await page.getByLabel('Phone number').fill(mobile)
      await page.getByRole('button', { name: 'Send code' }).click()
      assert.ok(!site.requests.some((request) => request.includes('sms/send')))
      await page.getByRole('checkbox', { name: 'I have read and agree to: Terms of <b>service</b>' }).check()
      await page.getByRole('button', { name: 'Send code' }).click()
      const code = page.getByLabel('Code', { exact: true })
      await code.waitFor()
      const again = page.getByRole('button', { name: /^Send again in 4[345] s$/ })
      await again.click({ force: true })
      assert.equal(site.requests.filter((request) => request.includes('sms/send')).length, 1)
      assert.deepEqual(await axeFaults(page), [])
      site.app.pass(60)
      await page.clock.runFor(46_000)
      await page.getByRole('button', { name: 'Send again', exact: true }).click()
      await page.getByRole('status').filter({ hasText: 'A new code is on its way.' }).waitFor()
      const right = await site.app.codeOf(mobile)
      await code.fill(right === '000000' ? '000001' : '000000')
      await page.getByRole('alert').filter({ hasText: 'Incorrect verification code' }).waitFor()
      assert.equal(await code.inputValue(), '')
      await page.emulateMedia({ colorScheme: 'dark' })
      assert.deepEqual(await axeFaults(page), [])
      await page.getByRole('button', { name: 'Another number' }).click()
      await page.getByLabel('Phone number').waitFor()
      await page.evaluate("document.querySelector('main').append(document.querySelector('latchkey-login'))")
      await page.getByLabel('Phone number').waitFor()
      assert.equal(await page.getByRole('tab').count(), 2)
      assert.deepEqual(site.faults, [])
    })

    test('says so when the server cannot be reached, and tries again', async (t) => {
      const site = await openClientSite(t, browse, { client: { passwordLogin: undefined }, html: pageWith() })
      await site.context.route('**/api/v1/login/page?*', (route) => route.abort())
      const page = await site.open()
      await page.getByText('That did not work. Please try again.').waitFor()
      await site.context.unroute('**/api/v1/login/page?*')
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByLabel('Phone number').waitFor()
      assert.equal(await page.getByRole('tab').count(), 0, 'the client has no passwords')
    })

    test('password in Chinese, then a message as second factor', async (t) => {
      const html = pageWith('lang="zh" methods="password"')
      const site = await openClientSite(t, browse, { client: { mfa: 'required' }, html })
      const page = await site.open()
      assert.equal(await page.getByRole('tab').count(), 0)
      await page.getByLabel('用户名或手机号').fill(username)
      await page.getByLabel('密码').fill(password)
      await page.getByRole('button', { name: '登录' }).click()
      await page.getByText('验证码已发送至').waitFor()
      await site.app.rooms.background.settled()
      const session = told(page, 'latchkey-login')
      await page.getByLabel('验证码').fill(await site.app.codeOf(mobile))
      assert.match(String((await session).idToken), /^ey/)
      assert.deepEqual(site.faults, [])
    })

    test('a slider by keyboard where the client takes no proof of work', async (t) => {
      const site = await openClientSite(t, browse, {
        client: { captcha: ['slider'] },
        app: { sliderSource: () => ({ x: 150, y: 40 }) },
        html: pageWith('methods="phone"'),
      })
      const page = await site.open()
      await page.getByLabel('Phone number').fill('13900139000')
      await page.getByRole('button', { name: 'Send code' }).click()
      const range = page.getByRole('slider')
      await range.focus()
      for (let x = 0; x < 150; x += 1) await page.keyboard.press('ArrowRight')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByLabel('Code', { exact: true }).waitFor()
      assert.match(await site.app.codeOf('13900139000'), /^\d{6}$/)
      assert.deepEqual(site.faults, [])
    })
  })
})
