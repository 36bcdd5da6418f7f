/** The samples of docs/guide/login-page.md, run as they stand there. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { tempFolder } from '../../elements/support/temp-folder.ts'
import { clientId } from '../../http/support/app-files.ts'
import { mobile } from '../../http/support/flow-app.ts'
import { bearer } from '../../http/support/http-app.ts'
import { onChromium } from '../../support/browser.ts'
import { type LoginSite, openLoginSite, redirectUri } from './support/login-site.ts'

const guide = readFileSync(join(import.meta.dirname, '../../../docs/guide/login-page.md'), 'utf8')

function sampleBelow(heading: string): string {
  const [, sample] = /```js\n(.*?)```/s.exec(guide.split(`\n## ${heading}\n`)[1] ?? '') ?? []
  if (sample === undefined) throw new Error(`no sample below ${heading}`)
  return sample
}

type Kept = { readonly state: string; readonly codeVerifier: string }
type ServerSample = {
  createLogin(options: object): {
    begin(): { readonly kept: Kept; readonly location: string }
    finish(url: string, kept: Kept): Promise<{ readonly sessionToken: string }>
  }
}

async function logIn(page: Page, site: LoginSite): Promise<void> {
  await page.getByLabel('Phone number').fill(mobile)
  await page.keyboard.press('Enter')
  await page.getByLabel('6-digit code').waitFor()
  await page.getByLabel('6-digit code').fill(await site.app.codeOf(mobile))
}

async function nickOf(site: LoginSite, sessionToken: string): Promise<string> {
  return (await site.app.ask({ method: 'GET', url: '/api/v1/session', headers: bearer(sessionToken) })).json()
    .user.nick
}

onChromium(1, (browser) => {
  describe('docs/guide/login-page.md', () => {
    test('in a server', async (t) => {
      const folder = tempFolder(t, { 'login.mjs': sampleBelow('In a server') })
      const { createLogin } = (await import(pathToFileURL(join(folder, 'login.mjs')).href)) as ServerSample
      const site = await openLoginSite(t, browser)
      const login = createLogin({ latchkey: site.url, clientId, redirectUri })
      const { kept, location } = login.begin()
      const { page } = await site.browse(t)
      await page.goto(location)
      await logIn(page, site)
      await page.waitForURL('https://shop.example/**')
      const { sessionToken } = await login.finish(page.url(), kept)
      assert.equal(await nickOf(site, sessionToken), 'Alice')
      await assert.rejects(login.finish(page.url(), kept), /LOGIN_CODE_INVALID/)
      await assert.rejects(login.finish(page.url(), { ...kept, state: 'x' }), /did not begin here/)
    })

    test('in a page', async (t) => {
      let latchkey = ''
      const shop = createServer((request, response) => {
        const isScript = request.url === '/login.js'
        response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
        response.end(isScript ? sampleBelow('In a page') : '<!doctype html><title>Shop</title>')
      })
      shop.listen(0, 'localhost')
      await once(shop, 'listening')
      t.after(() => {
        shop.closeAllConnections()
        shop.close()
      })
      const origin = `http://localhost:${(shop.address() as AddressInfo).port}`
      const back = `${origin}/back`
      const site = await openLoginSite(t, browser, {
        client: { allowedOrigins: [origin], redirectUris: [back] },
      })
      latchkey = site.url
      const options = JSON.stringify({ latchkey, clientId, redirectUri: back })
      const { page } = await site.browse(t)
      await page.goto(origin)
      const sample = "import('/login.js')"
      const away = page.waitForURL(`${latchkey}/login?*`)
      await page.evaluate(`${sample}.then(({ beginLogin }) => beginLogin(${options}))`)
      await away
      await logIn(page, site)
      await page.waitForURL(`${back}?*`)
      const login = (await page.evaluate(`${sample}.then(({ finishLogin }) => finishLogin(${options}))`)) as {
        readonly sessionToken: string
      }
      assert.equal(await nickOf(site, login.sessionToken), 'Alice')
      assert.equal(page.url(), back, 'the code is gone from the address')
    })
  })
})
