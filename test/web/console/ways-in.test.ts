/** Into the console and out of it, as administrators do it in a browser. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { onChromium } from '../../support/browser.ts'
import { axeFaults } from '../login/support/axe-faults.ts'
import { consoleSite } from './support/console-site.ts'

onChromium(1, (browser) => {
  describe('ways into the console', () => {
    const site = consoleSite(browser)

    test('the first administrator comes by a link, sets an authenticator app up, and comes again', async (t) => {
      const { app, invite, browse, codeFor } = site()
      const { page, faults, strangers } = await browse(t)
      await page.goto(await invite())
      await page.getByRole('heading', { name: 'Welcome to the console' }).waitFor()
      assert.equal(new URL(page.url()).hash, '', 'the token leaves the address')
      assert.deepEqual(await axeFaults(page), [])
      await page.getByLabel('Name').fill('ann')
      await page.getByLabel('Password', { exact: true }).fill('short')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('alert').getByText('The password is too weak: too short').waitFor()
      await page.getByLabel('Password', { exact: true }).fill(app.password)
      await page.keyboard.press('Enter')
      await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
      assert.deepEqual(await axeFaults(page), [])
      const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '')
      await page.getByLabel('Code that the app shows').fill(await codeFor(secret))
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
      const codes = await page.getByRole('listitem').allTextContents()
      assert.equal(codes.length, 10)
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ])
      assert.equal(file.suggestedFilename(), 'recovery-codes.txt')
      assert.equal(readFileSync(await file.path(), 'utf8'), `${codes.join('\n')}\n`)
      assert.deepEqual(await axeFaults(page), [])
      await page.getByRole('button', { name: 'I have kept them' }).click()
      await page.getByRole('navigation', { name: 'Parts of the console' }).waitFor()
      await page.getByText('Acme Console').waitFor()

      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor()
      assert.deepEqual(await axeFaults(page), [])
      app.pass(60)
      await page.getByLabel('Name').fill('ann')
      await page.getByLabel('Password', { exact: true }).fill('not that one at all')
      await page.getByLabel('Code of your authenticator app').fill('000000')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('alert').waitFor()
      await page.getByLabel('Password', { exact: true }).fill(app.password)
      await page.getByLabel('Code of your authenticator app').fill(await codeFor(secret))
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
      assert.deepEqual(faults, [])
      assert.deepEqual(strangers, [])
    })

    test('a link that is spent says so; the way to the login is there', async (t) => {
      const { app, invite, browse } = site()
      const { page } = await browse(t, { locale: 'zh-CN' })
      const link = await invite()
      app.pass(3601)
      await page.goto(link)
      await page.getByLabel('名称').fill('bob')
      await page.getByLabel('密码', { exact: true }).fill(app.password)
      await page.getByRole('button', { name: '继续' }).click()
      await page.getByRole('alert').waitFor()
      await page.getByRole('button', { name: '用已有账号登录' }).click()
      await page.getByRole('heading', { name: '登录控制台' }).waitFor()
    })

    test('a session that is over asks for a login where one was, and goes on there', async (t) => {
      const { app, url, enter, codeFor } = site()
      const { page, name, secret, faults } = await enter(t, 'owner')
      await page.goto(`${url}/console/administrators`)
      await page.getByRole('heading', { name: 'Administrators' }).waitFor()
      await page.getByRole('button', { name: 'Invite' }).click()
      await page.getByLabel('Role').selectOption('operator')
      app.pass(1801)
      await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
      await page.getByText('Your session is over.').waitFor()
      await page.getByLabel('Password', { exact: true }).fill(app.password)
      await page.getByLabel('Code of your authenticator app').fill(await codeFor(secret))
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      assert.equal(
        await page.getByLabel('Role').inputValue(),
        'operator',
        'what was filled in is still there',
      )
      assert.equal(new URL(page.url()).pathname, '/console/administrators')
      await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
      await page.getByText(`${url}/console#invite=`).waitFor()
      assert.ok((await page.getByText(name).count()) > 0)
      assert.deepEqual(faults, [])
    })

    test('an address that is none says so', async (t) => {
      const { url, enter } = site()
      const { page } = await enter(t, 'auditor')
      await page.goto(`${url}/console/nothing/here`)
      await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
      await page.getByRole('link', { name: 'Today' }).first().click()
      assert.equal(new URL(page.url()).pathname, '/console')
    })
  })
})
