/** What operators do to users in the console, and the log of it; with refusals, and with scripts for names. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { defaultTenant, type UserId } from '../../../src/base/ids.ts'
import { onChromium } from '../../support/browser.ts'
import { type ConsoleSite, consoleSite } from './support/console-site.ts'
import { screenLooksRight } from './support/screen-looks-right.ts'

const evil = '<img src=x onerror="document.title=1">'
const files = { 'auths/loginTypes/password/password.json': { passwordTransport: 'plain' } }

async function enrol({ app }: ConsoleSite, userId: string): Promise<void> {
  const owner = { tenantId: defaultTenant, userId: userId as UserId }
  const { factors, database } = app.rooms
  const { secret } = await factors.enrol(owner, { issuer: 'Acme', account: 'amy' })
  await database.commit([...(await factors.confirm(owner, await app.codeFor(secret))).steps])
}

const parts = (page: Page) => {
  const dialog = page.getByRole('dialog')
  return {
    dialog,
    press: (name: string) => page.getByRole('button', { name, exact: true }).click(),
    confirm: (name: string) => dialog.getByRole('button', { name, exact: true }).click(),
    told: (text: string) => page.getByRole('alert').getByText(text).waitFor(),
  }
}

onChromium(1, (browser) => {
  describe('operators in the console', () => {
    const site = consoleSite(browser, { files })

    test('a user is made after refusals, found by id, helped in every way, and deleted', async (t) => {
      const { app, url, enter } = site()
      const { page, faults, strangers } = await enter(t, 'operator')
      const { dialog, press, confirm, told } = parts(page)
      await page.goto(`${url}/console/users`)
      await press('New user')
      const fill = async (fields: Readonly<Record<string, string>>) => {
        for (const [label, value] of Object.entries(fields))
          await dialog.getByLabel(label, { exact: true }).fill(value)
      }
      const others = { Nick: evil, 'Full name': `"${evil}`, 'User name': 'amy', Password: '1' }
      await fill({ ...others, 'Phone number': '12' })
      await confirm('New user')
      await dialog.getByRole('alert').waitFor()
      assert.equal(await dialog.getByLabel('Nick').inputValue(), evil)
      await screenLooksRight(page)
      await fill({ 'Phone number': '+86 138 0013 8000' })
      await confirm('New user')
      await dialog.getByRole('alert').getByText('password').waitFor()
      await fill({ Password: 'four quiet horses' })
      await confirm('New user')
      await page.getByRole('heading', { name: evil }).waitFor()
      const userId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
      await page.getByText(`"${evil}`).waitFor()
      await page.getByRole('row', { name: 'amy' }).waitFor()
      assert.equal(await page.title(), evil)

      await enrol(site(), userId)
      app.pass(60)
      await app.sdk('login', { user_name: 'amy', password: 'wrong' })
      await page.goto(`${url}/console/users?id=${userId}`)
      await page.getByRole('link', { name: evil }).click()
      await page.getByText('Authenticator app, 10 recovery codes left').waitFor()
      await screenLooksRight(page)
      await press('Remove second factor')
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      const focused = page.locator('button:focus')
      await focused.getByText('Remove second factor').waitFor()
      await page.keyboard.press('Enter')
      await dialog.getByText('Make sure who asks for it.').waitFor()
      await page.keyboard.press('Enter')
      await told(`${evil} has no second factor now.`)
      await press('Unlock')
      await confirm('Unlock')
      await told(`${evil} is unlocked.`)

      await page.getByLabel('Language').selectOption('zh')
      await press('结束会话')
      await dialog.getByText('将立即退出登录').waitFor()
      await confirm('结束会话')
      await told(`${evil} 的所有会话已结束。`)
      await press('停用')
      await confirm('停用')
      await press('启用')
      await screenLooksRight(page)
      await confirm('启用')
      await told(`${evil} 已启用。`)
      await press('删除用户')
      await dialog.getByText('此操作无法撤销').waitFor()
      await confirm('删除用户')
      await told(`${evil} 已删除。`)
      await page.getByText('没有符合条件的用户').waitFor()
      assert.equal(new URL(page.url()).pathname, '/console/users')
      await page.goto(`${url}/console/users/${userId}`)
      await page.getByRole('alert').waitFor()
      assert.deepEqual([faults, strangers], [[], []])
    })

    test('what somebody else did meanwhile is told, and nothing is lost', async (t) => {
      const { app, url, enter } = site()
      const { page, faults } = await enter(t, 'operator')
      const { dialog, press, confirm } = parts(page)
      const key = await app.keyOf('other', 'operator')
      const made = await app.admin('POST', 'users', { phone: '13900139000', nick: 'Bea' }, key)
      const { userId } = made.json()
      await page.goto(`${url}/console/users/${userId}`)
      await page.getByRole('heading', { name: 'Bea' }).waitFor()
      await app.admin('DELETE', `users/${userId}`, {}, key)
      await press('Disable')
      await confirm('Disable')
      await dialog.getByRole('alert').waitFor()
      await page.context().setOffline(true)
      await confirm('Disable')
      await dialog.getByText('The server did not answer.').waitFor()
      await page.context().setOffline(false)
      assert.deepEqual(
        faults.filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED')),
        [],
      )
    })

    test('the log is filtered by every field, keeps its place, and is exported as it is filtered', async (t) => {
      const { app, url, enter } = site()
      const { page, name, faults } = await enter(t, 'operator')
      const { press } = parts(page)
      const call = {
        caller: { kind: 'system', reason: 'test', admin: name },
        tenantId: defaultTenant,
        device: {},
        language: 'en',
      } as const
      const note = (detail: string) =>
        app.rooms.audit.note({ action: 'user.note', result: 'REFUSED', subject: evil, detail }, call)
      note('=cmd|calc')
      for (let i = 0; i < 60; i += 1) note(`row ${i}`)
      await app.rooms.audit.flush()
      await page.goto(`${url}/console/audit`)
      await page.getByLabel('Action').fill('user.')
      await page.getByLabel('Result').fill('!success')
      await page.getByLabel('Actor').fill(`admin:${name}`)
      await page.getByLabel('From').fill('2026-01-01T00:00')
      await page.keyboard.press('Enter')
      await page.waitForURL(/actor=/)
      await page.getByText('50 on this page').waitFor()
      await page.getByText(evil).first().waitFor()
      await screenLooksRight(page)
      await press('Next page')
      await page.getByText('11 on this page').waitFor()
      await page.reload()
      await page.getByText('11 on this page').waitFor()
      assert.equal(await page.getByLabel('Result').inputValue(), '!success')
      await page.goBack()
      await page.getByText('50 on this page').waitFor()
      const [file] = await Promise.all([page.waitForEvent('download'), press('Export CSV')])
      const lines = readFileSync(await file.path(), 'utf8')
        .trim()
        .split('\r\n')
      assert.equal(lines.length, 62)
      assert.ok(lines.at(-1)?.includes(",'=cmd|calc"), lines.at(-1))
      assert.ok(lines[1]?.includes('"<img src=x onerror=""document.title=1"">"'))
      await page.getByLabel('Language').selectOption('zh')
      for (const label of ['操作', '结果', '用户编号', '操作者'])
        await page.getByLabel(label, { exact: true }).fill(evil)
      await press('筛选')
      await page.getByText('日志中没有符合条件的记录').waitFor()
      await press('清除')
      await page.getByText('本页 50 条').waitFor()
      assert.equal(new URL(page.url()).search, '')
      await app.rooms.database.change(
        {
          name: 'test.noise',
          sql: `with recursive n (i) as (select 1 union all select i + 1 from n where i < 10050)
            insert into audit (tenant_id, at, action, result, actor)
            select 'default', cast(? as bigint), 'noise', 'success', 'system' from n`,
        },
        [app.now() + 1],
      )
      await page.goto(`${url}/console/audit?action=user.note`)
      await page.getByText('暂未找到').waitFor()
      await screenLooksRight(page)
      await press('继续查找更早的')
      await page.getByText('本页 50 条').waitFor()
      await page.keyboard.press('/')
      assert.equal(await page.locator('input:focus').getAttribute('name'), 'action')
      assert.deepEqual(faults, [])
    })
  })
})
