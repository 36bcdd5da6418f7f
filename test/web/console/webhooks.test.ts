/** Webhooks in the console, with a receiver that listens: added, tried, paused, delivered again, removed. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { onChromium } from '../../support/browser.ts'
import { consoleSite } from './support/console-site.ts'
import { screenLooksRight } from './support/screen-looks-right.ts'

onChromium(1, (browser) => {
  describe('webhooks in the console', () => {
    const received: string[] = []
    let status = 204
    const receiver = createServer((request, reply) => {
      received.push(String(request.headers['webhook-id']))
      request.resume()
      reply.writeHead(status).end()
    })
    before(() => new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done)))
    const site = consoleSite(browser, {
      app: { webhookInternalHosts: ['127.0.0.1'], deliversWebhooks: false },
    })
    after(() => {
      receiver.closeAllConnections()
      receiver.close()
    })

    test('an owner adds an endpoint, keeps its secret, and follows what it is told', async (t) => {
      const { app, url, enter } = site()
      const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`
      const { page, faults, strangers } = await enter(t, 'owner')
      const dialog = page.getByRole('dialog')
      const button = (name: string) => page.getByRole('button', { name, exact: true })
      await page.goto(`${url}/console/webhooks`)
      await page.getByText('Nobody is told of anything yet').waitFor()
      await button('Add endpoint').click()
      await dialog.getByLabel('Address').fill('ftp://hooks.example/<b>')
      await dialog.getByRole('combobox', { name: 'Events' }).fill('user.cre')
      await page.getByRole('option', { name: 'user.created' }).click()
      await page.keyboard.press('Escape')
      await dialog.getByRole('button', { name: 'Add endpoint' }).click()
      await dialog.getByRole('alert').getByText('Not taken').waitFor()
      assert.equal(await dialog.getByLabel('Address').getAttribute('aria-invalid'), 'true')
      assert.equal(await dialog.getByLabel('Address').inputValue(), 'ftp://hooks.example/<b>')
      await screenLooksRight(page)
      await dialog.getByLabel('Address').fill(`http://${host}/secret-path`)
      await dialog.getByRole('button', { name: 'Add endpoint' }).click()
      await dialog.getByText('whsec_').waitFor()
      await screenLooksRight(page)
      await dialog.getByRole('button', { name: 'I have kept it' }).click()
      await page.getByText('user.created').waitFor()
      assert.ok(!(await page.content()).includes('secret-path'))
      assert.ok(!(await page.content()).includes('whsec_'))
      await screenLooksRight(page)

      await page.getByRole('link', { name: host }).click()
      await page.getByText('No delivery matches').waitFor()
      const endpoint = page.url()
      await button('Send a test').click()
      await dialog.getByRole('button', { name: 'Send a test' }).click()
      await page.getByText(`${host} took it: 204.`).waitFor()
      status = 500
      await button('Send a test').click()
      await dialog.getByRole('button', { name: 'Send a test' }).click()
      await dialog.getByText(`${host} did not take it: 500`).waitFor()
      await page.keyboard.press('Escape')
      status = 204

      await button('Pause').click()
      await dialog.getByRole('button', { name: 'Pause' }).click()
      await button('Resume').waitFor()
      await app.rooms.events.refresh()
      const key = await app.keyOf('maker', 'operator')
      const { userId } = (await app.admin('POST', 'users', { phone: '13800138000' }, key)).json()
      await app.rooms.courier.round()
      await page.goto(`${url}/console/webhooks`)
      await page.getByText('Paused').waitFor()
      await page.goto(endpoint)
      await page.getByRole('row', { name: 'user.created' }).getByText('Waiting').waitFor()
      await screenLooksRight(page)

      await page.getByLabel('Language').selectOption('zh')
      await button('恢复').click()
      await dialog.getByText('等待中的 1 个事件').waitFor()
      await dialog.getByRole('button', { name: '恢复' }).click()
      await button('暂停').waitFor()
      received.length = 0
      await app.rooms.courier.round()
      await page.reload()
      const row = page.getByRole('row', { name: 'user.created' })
      await row.getByText('已送达').waitFor()
      await row.getByRole('button', { name: '重新投递' }).click()
      await page.keyboard.press('Enter')
      await page.getByText('将再次发送 1 个事件。').waitFor()
      await button('重新投递自…').click()
      await dialog.getByLabel('自').fill('2026-11-21T09:00')
      await dialog.getByRole('button', { name: '重新投递自…' }).click()
      await page.getByText('将再次发送 0 个事件。').waitFor()
      await app.rooms.courier.round()
      assert.deepEqual([received.length, new Set(received).size], [2, 1], 'the id is the same')
      await page.getByLabel('状态').selectOption('failed')
      await button('筛选').click()
      await page.getByText('没有符合条件的投递').waitFor()
      assert.match(page.url(), /\?state=failed$/)
      await button('移除').click()
      await screenLooksRight(page)
      await dialog.getByRole('button', { name: '移除' }).click()
      await page.getByText('还没有任何服务器收到通知').waitFor()
      assert.equal(new URL(page.url()).pathname, '/console/webhooks')
      await page.goto(endpoint)
      await page.getByRole('heading', { name: '没有这个端点' }).waitFor()
      assert.ok(userId)
      assert.deepEqual(faults, [])
      assert.deepEqual(strangers, [])
    })

    test('an auditor looks and changes nothing', async (t) => {
      const { app, url, enter } = site()
      const key = await app.keyOf('adder', 'owner')
      const { id } = (await app.admin('POST', 'webhooks', { url: 'https://hooks.example/' }, key)).json()
      const { page } = await enter(t, 'auditor')
      for (const place of ['webhooks', `webhooks/${id}`]) {
        await page.goto(`${url}/console/${place}`)
        await page.getByText('hooks.example').first().waitFor()
        for (const name of ['Add endpoint', 'Pause', 'Remove', 'Send a test', 'Replay since…'])
          assert.equal(await page.getByRole('button', { name }).count(), 0, `${place} ${name}`)
      }
    })
  })
})
