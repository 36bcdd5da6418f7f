/** How the login page answers applications that call it wrongly, and pages that frame it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { onChromium } from '../../support/browser.ts'
import { loginSite, narrow, openLoginSite } from './support/login-site.ts'
import { looksRight } from './support/looks-right.ts'

onChromium(1, (browser) => {
  describe('/login called wrongly', () => {
    const opened = loginSite(browser)

    test('shows what is wrong and never leads anywhere', async (t) => {
      const site = opened()
      const { page, requests, faults } = await site.browse(t)
      const shows = async (query: Record<string, string | undefined>, text: string) => {
        await page.goto(site.address(query))
        await page.getByText(text).waitFor()
        assert.equal(await page.locator('form').count(), 0)
      }
      const registered = 'an address that it has not registered'
      await shows({ redirect_uri: 'https://evil.example/' }, registered)
      await looksRight(page)
      await page.getByText('For developers: REDIRECT_INVALID').waitFor()
      await shows({ redirect_uri: 'https://shop.example/back' }, registered)
      await shows({ redirect_uri: 'https://shop.example/back', code_challenge: undefined }, registered)
      await shows({ redirect_uri: 'javascript:alert(1)' }, registered)
      await shows({ client_id: 'nobody' }, 'is not registered')
      await shows({ tenant_id: 'nowhere' }, 'The organisation in this link is not known.')
      const wrong: readonly (readonly [Record<string, string | undefined>, string])[] = [
        [{ code_challenge: undefined }, 'code_challenge (43 characters)'],
        [{ code_challenge: 'short' }, 'code_challenge (43 characters)'],
        [{ code_challenge_method: 'plain' }, 'code_challenge_method=S256'],
        [{ client_id: undefined }, 'client_id is missing'],
        [{ next: 'account' }, 'next is no page'],
        [{ redirect_uri: `https://shop.example/${'x'.repeat(2100)}` }, 'API_PARAMS_ERROR'],
      ]
      for (const [query, reason] of wrong) {
        await shows(query, 'did not send all that is needed')
        await page.getByText(reason).waitFor()
      }
      await shows({ client_id: 'nobody', ui_locales: 'zh-CN' }, '跳转到此处的应用尚未注册。')
      await page.getByRole('button', { name: 'English' }).click()
      await page.getByText('is not registered').waitFor()
      assert.ok(!requests.some((request) => /evil|shop/.test(request)))
      assert.deepEqual(faults, [])
    })

    test('cannot be framed', async (t) => {
      const site = opened()
      const { context, page } = await site.browse(t)
      await context.route(`${site.url}/frame`, (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<iframe src="${site.address().replaceAll('&', '&amp;')}"></iframe>`,
        }),
      )
      const refused = page.waitForEvent('requestfailed')
      await page.goto(`${site.url}/frame`)
      assert.equal((await refused).failure()?.errorText, 'net::ERR_BLOCKED_BY_RESPONSE')
      assert.equal(await page.frameLocator('iframe').locator('form').count(), 0)
    })

    test('is where a visitor of the bare address comes to, who is told where to go where nothing can be signed in to', async (t) => {
      const { page } = await opened().browse(t)
      await page.goto(opened().url)
      await page.getByLabel('Phone number').waitFor()
      const site = await openLoginSite(t, browser, { client: { default: 0 } })
      const visit = await site.browse(t, narrow)
      await visit.page.goto(site.url)
      await visit.page.getByRole('heading', { name: 'Sign in from your application' }).waitFor()
      await looksRight(visit.page)
      assert.equal(await visit.page.getByRole('link').count(), 0)
      assert.deepEqual(visit.faults, [])
    })

    test('says so when the server cannot be reached, and tries again', async (t) => {
      const site = opened()
      const { context, page } = await site.browse(t)
      await context.route('**/api/v1/login/page?*', (route) => route.abort())
      await page.goto(site.address())
      await page.getByRole('heading', { name: 'The server cannot be reached' }).waitFor()
      await context.unroute('**/api/v1/login/page?*')
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.getByLabel('Phone number').waitFor()
    })
  })
})
