/** Agreeing to the texts of an application on the login page, in a real Chromium. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mobile, password, username } from '../../http/support/flow-app.ts'
import { onChromium } from '../../support/browser.ts'
import { loginSite } from './support/login-site.ts'
import { looksRight } from './support/looks-right.ts'

const agreements = [
  { name: 'terms', version: '3', title: { en: 'Terms of <b>service</b>', zh: '服务协议' }, url: '/terms' },
  {
    name: 'privacy',
    version: '2',
    title: { en: 'Privacy', zh: '隐私政策' },
    url: 'https://shop.example/privacy',
  },
]

onChromium(1, (browser) => {
  describe('/login of a client with agreements', () => {
    const opened = loginSite(browser, { client: { agreements } })

    test('no code is sent before the box is ticked, and it is not asked again', async (t) => {
      const site = opened()
      site.app.pass(7200)
      const { page, faults, requests } = await site.browse(t, { viewport: { width: 320, height: 640 } })
      await page.goto(site.address())
      const box = page.getByRole('checkbox', { name: /Terms of <b>service<\/b>, Privacy/ })
      await box.waitFor()
      assert.equal(await page.getByRole('link', { name: 'Privacy' }).getAttribute('href'), agreements[1]?.url)
      await looksRight(page)
      await page.getByLabel('Phone number').fill('138 0013 8000')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('Please agree to the terms first.').waitFor()
      assert.ok(!requests.some((request) => request.includes('sms/send')))
      await box.check()
      await page.getByRole('button', { name: 'Continue' }).click()
      const code = page.getByLabel('6-digit code')
      await code.waitFor()
      await code.fill(await site.app.codeOf(mobile))
      await page.waitForURL('https://shop.example/**')
      assert.deepEqual(faults, [])
    })

    test('by password in Chinese: who has agreed before is not asked', async (t) => {
      const site = opened()
      site.app.pass(7200)
      await (await site.app.rooms.database.kysely()).deleteFrom('agreements').execute()
      const { page, faults } = await site.browse(t, { locale: 'zh-CN', colorScheme: 'dark' })
      await page.goto(site.address())
      await page.getByRole('tab', { name: '密码' }).click()
      await page.getByLabel('用户名或手机号').fill(username)
      await page.getByLabel('密码', { exact: true }).and(page.locator('input')).fill(password)
      await page.getByRole('button', { name: '登录', exact: true }).click()
      await page.getByText('请先阅读并同意相关协议。').waitFor()
      await looksRight(page)
      await page.getByRole('checkbox', { name: /服务协议.*隐私政策/ }).check()
      await page.getByRole('button', { name: '登录', exact: true }).click()
      await page.waitForURL('https://shop.example/**')
      assert.deepEqual(faults, [])
    })
  })
})
