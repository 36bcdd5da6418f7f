/** The server's own pages in a real browser: what they show, and that they keep to their Content-Security-Policy. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { onChromium } from '../support/browser.ts'
import { openHttpApp } from './support/http-app.ts'

onChromium(1, (open) => {
  describe('in Chromium', () => {
    for (const [path, heading] of [
      ['/docs', 'Acme'],
      ['/dev/inbox', 'inbox'],
    ] as const)
      test(`${path} shows itself, styled, and breaks no policy`, async (t) => {
        const app = await openHttpApp(t)
        const url = await app.server.listen({ host: '127.0.0.1', port: 0 })
        const { context, faults } = await open(t)
        const page = await context.newPage()
        const answer = await page.goto(`${url}${path}`)
        assert.equal(answer?.status(), 200)
        assert.match((await page.locator('body').textContent()) ?? '', new RegExp(heading, 'i'))
        const rules = await page.evaluate(
          '[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).length',
        )
        assert.ok(Number(rules) > 0)
        assert.deepEqual(faults, [])
        await page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
        assert.match(faults.join(), /Content Security Policy/, 'a broken policy is a fault')
      })
  })
})
