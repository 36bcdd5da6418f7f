/** Messages in the console: found, judged by what became of them, and a closed prefix opened. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import { onChromium } from '../../support/browser.ts'
import { type ConsoleSite, consoleSite } from './support/console-site.ts'
import { screenLooksRight } from './support/screen-looks-right.ts'

const closed = { tenantId: defaultTenant, prefix: '+62812', country: 'ID' }
const policy = { messages: 20, conversion: 0.1, trusted: 0.3, closedFor: 3600 }

/** Gives a code that went out. */
async function populate({ app }: ConsoleSite): Promise<string> {
  for (const mobile of ['13800138000', '+12025550123', '13900139000']) {
    app.pass(61)
    await app.sdk('sms/send', { mobile, type: 'LOGIN_SMS' })
  }
  const code = await app.codeOf('13900139000')
  for (let i = 0; i < 20; i += 1)
    app.rooms.counts.count({ ...closed, service: 'SMS.telling' }, app.now(), 'sent')
  app.rooms.counts.count({ ...closed, service: 'SMS.telling' }, app.now(), 'delivered')
  app.pass(660)
  assert.ok((await app.rooms.breaker.closedFor(closed, policy, 300_000)) > 0)
  await Promise.all([app.rooms.messages.flush(), app.rooms.counts.flush()])
  return code
}

onChromium(1, (browser) => {
  describe('messages in the console', () => {
    const site = consoleSite(browser)

    test('an operator finds a message, reads rates without receipts as such, and opens a prefix', async (t) => {
      const code = await populate(site())
      const { app, url, enter } = site()
      const { page, faults, strangers } = await enter(t, 'operator')
      const rows = page.getByRole('row')
      await page.goto(`${url}/console`)
      await page.setViewportSize({ width: 390, height: 780 })
      await page.getByRole('link', { name: 'Administrators' }).click()
      await page.getByRole('heading', { name: 'Administrators' }).waitFor()
      await page.reload()
      const current = await page.getByRole('link', { name: 'Administrators' }).boundingBox()
      assert.ok(current !== null && current.x + current.width <= 390, 'the part one is in is in the window')
      await page.getByRole('button', { name: 'Account and view' }).click()
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
      await page.setViewportSize({ width: 1280, height: 780 })
      await page.getByRole('link', { name: 'Messages' }).click()
      await page.getByText('+86139****9000').waitFor()
      assert.equal(await rows.count(), 4)
      assert.ok(!(await page.content()).includes(code))
      await screenLooksRight(page)
      await page.getByLabel('Country').fill('us')
      await page.keyboard.press('Enter')
      await page.waitForURL(/country=us/)
      await page.getByText('+86139****9000').waitFor({ state: 'detached' })
      await page.getByText('United States').waitFor()
      await page.getByLabel('State').selectOption('undelivered')
      await page.getByRole('button', { name: 'Filter' }).click()
      await page.getByText('No message matches').waitFor()
      await page.goBack()
      await page.getByText('United States').waitFor()

      await page.getByRole('tab', { name: 'Rates' }).click()
      await page.getByRole('row', { name: '+62812 20 0 0% 1 0 5%' }).waitFor()
      await page.getByRole('row', { name: '+86138 1 0 0% 0 0 no receipts' }).waitFor()
      await page.getByLabel('By', { exact: true }).selectOption('service')
      await page.getByRole('row', { name: 'SMS.console 3' }).waitFor()
      assert.match(page.url(), /tab=rates&by=service$/)
      await screenLooksRight(page)
      await page.reload()
      await page.getByRole('row', { name: 'SMS.telling 20' }).waitFor()

      await page.getByLabel('Language').selectOption('zh')
      await page.getByRole('tab', { name: '已关闭的号段' }).click()
      await page.getByRole('button', { name: '立即开放' }).click()
      await page.getByRole('dialog').getByText('+62812').waitFor()
      await screenLooksRight(page)
      await page.keyboard.press('Enter')
      await page.getByText('+62812 已开放。').waitFor()
      await page.getByText('没有关闭的号段').waitFor()
      assert.equal(await app.rooms.breaker.closedFor(closed, policy, 300_000), 0)
      assert.deepEqual(faults, [])
      assert.deepEqual(strangers, [])
    })

    test('Today says where nothing tells of delivery', async (t) => {
      const { url, enter } = site()
      const { page } = await enter(t, 'auditor')
      await page.goto(`${url}/console`)
      await page.getByText('Codes by hour').waitFor()
      const row = page.getByRole('row', { name: 'SMS.console' }).first()
      assert.match((await row.textContent()) ?? '', /^SMS\.console3no receipts–$/)
      const figure = page.locator('.figures .panel', { hasText: 'Delivery' }).locator('dd')
      assert.equal(await figure.textContent(), '5%')
      await screenLooksRight(page)
    })
  })
})
