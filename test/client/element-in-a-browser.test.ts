/** `<latchkey-login>` in Chromium, under a strict Content-Security-Policy, as a person uses it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { clientId } from '../http/support/app-files.ts'
import { mobile, password, username } from '../http/support/flow-app.ts'
import { onChromium } from '../support/browser.ts'
import { openClientSite, type SiteOptions } from './support/client-page.ts'

const pageWith = (attributes = '') =>
  `<!doctype html><html lang="en"><title>Log in</title><script type="module" src="/element.js"></script>
<latchkey-login client-id="${clientId}" ${attributes}></latchkey-login>`

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
      await code.fill('000000')
      const failed = told(page, 'latchkey-error')
      await page.keyboard.press('Enter')
      assert.equal((await failed).code, 'IDAAS.SDK.CAPTCHA.0007')
      assert.equal(await page.getByRole('alert').textContent(), 'Incorrect verification code')
      const session = told(page, 'latchkey-login')
      await code.fill(await site.app.codeOf(mobile))
      await page.keyboard.press('Enter')
      assert.match(String((await session).sessionToken), /^\w{32}$/)
      assert.deepEqual(site.faults, [])
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
      await page.keyboard.press('Enter')
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
