/** examples/browser-login in Chromium: its page, its app folder, two origins. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { createSite } from '../../examples/browser-login/serve.ts'
import { clientBundle } from '../../scripts/client-bundle.ts'
import { createAppServers } from '../../src/app/app-server.ts'
import { openWholeApp } from '../../src/app/open-app.ts'
import { onChromium } from '../support/browser.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')

onChromium(1, (browse) => {
  test('a person registers on the plain page and is welcomed', async (t) => {
    const { context, faults } = await browse(t)
    const folder = temporaryFolder(t)
    cpSync(join(root, 'examples/browser-login'), folder, { recursive: true })
    let url = 'http://127.0.0.1'
    const element = await clientBundle(root, 'element.js')
    const listening = createSite('http://127.0.0.1', element).listen(0, '127.0.0.1')
    await once(listening, 'listening')
    const { port } = listening.address() as AddressInfo
    listening.close()
    const settings = join(folder, 'clients/web/client.json')
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('8081', String(port)))
    const opened = await openWholeApp(folder, {
      data: temporaryFolder(t),
      secrets: ['a secret of the tests, with more than 32 characters'],
      issuer: () => url,
    })
    const { main } = createAppServers(opened, {
      production: false,
      trustedProxies: [],
      adminPort: undefined,
      publicUrl: () => url,
    })
    url = await main.listen({ host: '127.0.0.1', port: 0 })
    const site = createSite(url, element).listen(port, '127.0.0.1')
    await once(site, 'listening')
    t.after(async () => {
      site.close()
      await main.close()
      await opened.app.close()
    })

    const page = await context.newPage()
    await page.goto(`http://localhost:${port}`)
    await page.getByLabel('Phone number').fill('13800138000')
    await page.getByRole('button', { name: 'Send code' }).click()
    const code = page.getByLabel('Code', { exact: true })
    await code.waitFor()
    await code.fill((await opened.app.inbox('13800138000'))[0]?.code ?? '')
    await page.getByText('Welcome, 138****8000').waitFor()
    assert.deepEqual(faults, [])
  })
})
