/** Users and the audit log in the console, in a real Chromium on a real server. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { onChromium } from '../../support/browser.ts'
import { axeFaults } from '../login/support/axe-faults.ts'
import { type ConsoleSite, consoleSite, type Visit } from './support/console-site.ts'

const evil = '<img src=x onerror="document.title=1">'
const number = '+8613800138000'

onChromium(1, (browser) => {
  describe('users in the console', () => {
    const site = consoleSite(browser)

    /** A user with a session, and the one whose nick is a script. */
    async function populate({ app, url }: ConsoleSite, { context }: Visit): Promise<string> {
      const [cookie] = await context.cookies()
      const headers = { origin: url, cookie: `${cookie?.name}=${cookie?.value}` }
      const made = await app.post('/api/admin/users', { nick: evil, phone: '+8613900139000' }, headers)
      assert.ok(made.statusCode < 300, made.body)
      await app.login(number)
      return made.json().userId
    }

    test('an operator finds a user, ends the sessions, disables the user, and reads of it in the log', async (t) => {
      const { url, enter } = site()
      const visit = await enter(t, 'operator')
      const { page, faults, strangers, name } = visit
      const evilId = await populate(site(), visit)
      await page.goto(`${url}/console/users`)
      await page.getByRole('link', { name: evil }).waitFor()
      await page.keyboard.press('/')
      assert.equal(await page.locator('input:focus').getAttribute('name'), 'name')
      await page.getByLabel('Phone number').fill('138 0013 8000')
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: evil }).waitFor({ state: 'detached' })
      assert.match(page.url(), /\/console\/users\?phone=138\+0013\+8000$/)
      assert.deepEqual(await axeFaults(page), [])
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByRole('heading', { name: 'Ways to log in' }).waitFor()
      assert.deepEqual(await axeFaults(page), [])
      await page.getByRole('tab', { name: 'Sessions (1)' }).click()
      await page.getByRole('button', { name: 'End sessions' }).click()
      await page.getByText('is signed out at once.').waitFor()
      await page.keyboard.press('Enter')
      await page.getByText('are over.').waitFor()
      await page.getByRole('tab', { name: 'Sessions (0)' }).waitFor()
      await page.getByRole('button', { name: 'Disable' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
      await page.getByRole('button', { name: 'Enable' }).waitFor()
      await page.getByRole('tab', { name: 'Recent events' }).click()
      await page.getByRole('link', { name: 'All events in the audit log' }).click()
      await page.getByRole('heading', { name: 'Audit log' }).waitFor()
      await page.getByText(`admin:${name}`).first().waitFor()
      await page.getByLabel('Action').fill('user.disable')
      await page.keyboard.press('Enter')
      await page.waitForURL(/action=user\.disable/)
      assert.deepEqual(await axeFaults(page), [])
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export CSV' }).click(),
      ])
      const csv = readFileSync(await file.path(), 'utf8')
      assert.match(csv, /^\uFEFF?at,action,result,actor/)
      await page.goto(`${url}/console/users/${evilId}`)
      await page.getByRole('heading', { name: evil }).waitFor()
      assert.equal(await page.title(), evil)
      assert.deepEqual(faults, [])
      assert.deepEqual(strangers, [])
    })

    test('an auditor sees masked numbers and no buttons that change', async (t) => {
      const { url, enter } = site()
      const { page, faults } = await enter(t, 'auditor', { colorScheme: 'dark' })
      await page.goto(`${url}/console/users`)
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByRole('tab', { name: 'Overview' }).waitFor()
      assert.equal(await page.getByText(number).count(), 0)
      for (const name of ['Disable', 'Unlock', 'End sessions', 'Delete user'])
        assert.equal(await page.getByRole('button', { name }).count(), 0, name)
      for (const place of ['users', 'audit', 'administrators', 'keys']) {
        await page.goto(`${url}/console/${place}`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        assert.deepEqual(await axeFaults(page), [], place)
        for (const name of ['New user', 'Invite', 'Rotate', 'New key'])
          assert.equal(await page.getByRole('button', { name }).count(), 0, `${place} ${name}`)
      }
      assert.deepEqual(faults, [])
    })

    test('a file of users is checked, imported and told of row by row', async (t) => {
      const { url, enter } = site()
      const { page, faults } = await enter(t, 'operator')
      await page.goto(`${url}/console/users/transfer`)
      const rows = ['nick,phone', 'Bea,+8613800138001', '"Cy, ""C""",not a number'].join('\r\n')
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) })
      await page.getByText('2 rows').waitFor()
      await page.getByRole('button', { name: 'Check only' }).click()
      await page.getByText('1 row can be imported, 1 would be rejected.').waitFor()
      assert.deepEqual(await axeFaults(page), [])
      await page.getByRole('button', { name: 'Import' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
      await page.getByText('1 row imported, 1 rejected.').waitFor()
      await page.goto(`${url}/console/users?name=Bea`)
      await page.getByRole('link', { name: 'Bea' }).waitFor()
      assert.deepEqual(faults, [])
    })
  })
})
