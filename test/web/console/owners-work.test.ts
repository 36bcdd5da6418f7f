/** What only owners do in the console: tenants, keys, administrators; with refusals, and with scripts for names. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { bearer } from '../../http/support/http-app.ts'
import { onChromium } from '../../support/browser.ts'
import { consoleSite } from './support/console-site.ts'
import { screenLooksRight } from './support/screen-looks-right.ts'

const evil = '<img src=x onerror="document.title=1">'

const parts = (page: Page) => {
  const dialog = page.getByRole('dialog')
  return {
    dialog,
    press: (name: string) => page.getByRole('button', { name, exact: true }).first().click(),
    confirm: (name: string) => dialog.getByRole('button', { name, exact: true }).click(),
    row: (name: string) => page.getByRole('row', { name }),
    speak: (language: 'en' | 'zh') =>
      page.locator('.shell select').filter({ hasText: '中文' }).selectOption(language),
  }
}

onChromium(1, (browser) => {
  describe('owners in the console', () => {
    const site = consoleSite(browser)

    test('a tenant is made, chosen and closed; what was typed outlives a refusal', async (t) => {
      const { url, enter } = site()
      const { page, faults, strangers } = await enter(t, 'owner')
      const { dialog, press, confirm, row, speak } = parts(page)
      await page.goto(`${url}/console/tenants`)
      await press('New tenant')
      await dialog.getByLabel('Id').fill('Not An Id')
      await dialog.getByLabel('Title').fill(evil)
      await confirm('New tenant')
      await dialog.getByRole('alert').waitFor()
      assert.equal(await dialog.getByLabel('Title').inputValue(), evil)
      await screenLooksRight(page)
      await dialog.getByLabel('Id').fill('acme-cn')
      await page.keyboard.press('Enter')
      await page.getByText('The tenant is made.').waitFor()
      await row('acme-cn').getByText('open').waitFor()
      await screenLooksRight(page)
      await speak('zh')
      await press('新建租户')
      await dialog.getByLabel('编号').fill('acme-cn')
      await dialog.getByLabel('标题').fill('x')
      await confirm('新建租户')
      await dialog.getByRole('alert').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('combobox', { name: '租户' }).selectOption('acme-cn')
      await page.waitForURL(/\/tenants\?tenant=acme-cn$/)
      await page.getByRole('link', { name: evil }).click()
      await page.waitForURL(/\/users\?tenant=acme-cn$/)
      await page.getByText('没有符合条件的用户').waitFor()
      await page.goBack()
      await row('acme-cn').getByRole('button', { name: '关闭租户' }).click()
      await dialog.getByText(`${evil} 的所有会话立即结束`).waitFor()
      await confirm('关闭租户')
      await page.getByText(`${evil} 已关闭。`).waitFor()
      await row('acme-cn').getByText('已关闭').waitFor()
      assert.equal(await row('acme-cn').getByRole('button').count(), 0)
      assert.deepEqual([faults, strangers], [[], []])
    })

    test('signing keys are rotated; a key of a program has a scope and an end, and is shown once', async (t) => {
      const { app, url, enter } = site()
      const { page, faults } = await enter(t, 'owner', { locale: 'zh-CN' })
      const { dialog, press, confirm, row, speak } = parts(page)
      await page.goto(`${url}/console/keys`)
      await row('ES256').getByText('签名中').waitFor()
      await screenLooksRight(page)
      const current = async () => (await row('签名中').first().textContent()) ?? ''
      const first = await current()
      await press('轮换')
      await confirm('轮换')
      await page.getByText('现在起由新密钥签名。').waitFor()
      await row('已停用').getByText('ES256').waitFor()
      assert.notEqual(await current(), first)
      await speak('en')
      await press('Rotate')
      await confirm('Rotate')
      await dialog.getByRole('alert').waitFor()
      await screenLooksRight(page)
      await dialog.getByLabel('A key got out').check()
      await confirm('Rotate')
      await dialog.waitFor({ state: 'detached' })
      assert.equal(await page.getByText('retired', { exact: true }).count(), 2)

      await press('New key')
      await dialog.getByLabel('Title').fill(evil)
      await dialog.getByLabel('Role').selectOption('operator')
      await dialog.getByLabel('Days').fill('30')
      await confirm('New key')
      const secret = (await dialog.locator('.long-code').textContent()) ?? ''
      assert.match(secret, /^lka_/)
      await screenLooksRight(page)
      await confirm('I have kept it')
      assert.ok(!(await page.content()).includes(secret))
      const status = async (method: 'GET' | 'POST', path: string) => {
        const asked = { method, url: `/api/admin/${path}`, headers: bearer(secret) } as const
        return (await app.ask(method === 'POST' ? { ...asked, payload: {} } : asked)).statusCode
      }
      assert.deepEqual([await status('GET', 'users'), await status('POST', 'tenants')], [200, 403])
      const end = row(evil).getByRole('cell').nth(4).locator('time')
      assert.equal(Date.parse((await end.getAttribute('datetime')) ?? ''), app.now() + 30 * 86_400_000)
      await row(evil).getByRole('button', { name: 'Remove' }).click()
      await dialog.getByText(`“${evil}” is out at once`).waitFor()
      await page.keyboard.press('Enter')
      await page.getByText('No program has a key').waitFor()
      assert.equal(await status('GET', 'users'), 401)
      assert.deepEqual(faults, [])
    })

    test('administrators are invited by a link, get another role, and are removed; the last owner stays', async (t) => {
      const { url, enter } = site()
      const other = await enter(t, 'auditor')
      const { page, name, faults } = await enter(t, 'owner')
      const { dialog, press, confirm, row, speak } = parts(page)
      await page.goto(`${url}/console/administrators`)
      await screenLooksRight(page)
      await press('Invite')
      await dialog.getByLabel('Role').selectOption('operator')
      await confirm('Invite')
      const link = (await dialog.locator('.long-code').textContent()) ?? ''
      assert.ok(link.startsWith(`${url}/console#invite=`))
      await confirm('I have kept it')
      await row(other.name).getByRole('button', { name: 'Change role' }).click()
      await dialog.getByLabel('Role').selectOption('operator')
      await confirm('Change role')
      await page.getByText(`${other.name} has another role now.`).waitFor()
      await row(`${other.name} Operator`).waitFor()
      await speak('zh')
      await row(other.name).getByRole('button', { name: '移除' }).click()
      await dialog.getByText(`${other.name} 将立即退出`).waitFor()
      await confirm('移除')
      await row(other.name).waitFor({ state: 'detached' })
      await other.page.goto(`${url}/console/users`)
      await other.page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
      const others = page.getByRole('row').filter({ hasText: '所有者' }).filter({ hasNotText: '您' })
      for (let left = await others.count(); left > 0; left -= 1) {
        await others.first().getByRole('button', { name: '移除' }).click()
        await confirm('移除')
        await dialog.waitFor({ state: 'detached' })
        await others.nth(left - 1).waitFor({ state: 'detached' })
      }
      await row(name).getByRole('button', { name: '移除' }).click()
      await confirm('移除')
      await dialog.getByRole('alert').waitFor()
      await screenLooksRight(page)
      await page.keyboard.press('Escape')
      await row(name).waitFor()
      assert.deepEqual(faults, [])
    })
  })
})
