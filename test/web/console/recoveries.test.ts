/** Requests of people who lost their number, and expired passwords, in the console. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { client } from '../../http/support/app-files.ts'
import { onChromium } from '../../support/browser.ts'
import { axeFaults } from '../login/support/axe-faults.ts'
import { consoleSite } from './support/console-site.ts'

const [amy, bob] = ['13800138000', '13900139000']
const files = { 'auths/loginTypes/password/password.json': { passwordTransport: 'plain' } }
const evil = '<img src=x onerror="document.title=1"> my phone fell into a lake'

onChromium(1, (browser) => {
  describe('recoveries in the console', () => {
    const site = consoleSite(browser, { files })

    /** The user asks for another number. */
    async function ask(account: string, mobile: string): Promise<void> {
      const { app } = site()
      app.pass(60)
      await app.sdk('sms/send', { mobile, type: 'RECOVER_MOBILE_SMS' })
      const body = { account, mobile, code: await app.codeOf(mobile), reason: evil }
      const asked = await app.post('/api/v1/login/recovery', body, { 'x-client-id': client.clientId })
      assert.equal(asked.statusCode, 200, asked.body)
      await app.rooms.background.settled()
    }

    test('an operator approves one and refuses another, and has a password expire; an auditor looks', async (t) => {
      const { app, url, enter } = site()
      const operator = await app.keyOf('oscar', 'operator')
      const made = { username: 'amy', password: 'correct horse', nick: 'Amy', phone: amy }
      const { userId } = (await app.admin('POST', 'users', made, operator)).json()
      await app.login(bob)
      await ask('amy', '13700137000')
      await ask(bob, '13600136000')
      const { page, faults, strangers } = await enter(t, 'operator')
      await page.goto(`${url}/console/recoveries`)
      await page.getByText('To be answered').nth(1).waitFor()
      assert.deepEqual(await axeFaults(page), [])
      await page.getByRole('link', { name: 'Amy' }).click()
      await page.getByText(evil).waitFor()
      await page.getByText('+8613700137000').waitFor()
      await page.getByRole('heading', { name: 'The account' }).waitFor()
      assert.deepEqual(await axeFaults(page), [])
      await page.getByRole('button', { name: 'Approve' }).click()
      await page.getByText(/The number of Amy becomes \+8613700137000, not before/).waitFor()
      await page.keyboard.press('Enter')
      await page.getByText('Approved, waits').waitFor()
      await page.getByRole('button', { name: 'Approve' }).waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'All about this user' }).click()
      await page.getByRole('link', { name: 'Somebody asks for another one' }).waitFor()
      await page.getByRole('button', { name: 'Expire password' }).click()
      await page.getByText('by password has to set a new one').waitFor()
      await page.keyboard.press('Enter')
      await page.getByText('has to be replaced').waitFor()
      assert.deepEqual(await axeFaults(page), [])
      await page.getByRole('link', { name: 'Recoveries', exact: true }).click()
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByRole('button', { name: 'Refuse' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click()
      await page.getByText('The request is refused.').waitFor()
      await page.goto(`${url}/console/recoveries?state=refused`)
      await page.getByRole('table').getByText('Refused').waitFor()
      assert.equal(await page.getByRole('row').count(), 2)
      app.pass(73 * 3600)
      await app.recoveryDesk.tend(10)
      const shown = await app.read(`users/${userId}`, await app.keyOf('oscar2', 'operator'))
      assert.equal(shown.json().phones[0].phone, '+8613700137000')
      assert.deepEqual([faults, strangers], [[], []])

      const auditor = await enter(t, 'auditor', { colorScheme: 'dark', locale: 'zh-CN' })
      await auditor.page.goto(`${url}/console/recoveries?state=any`)
      await auditor.page.getByRole('link', { name: 'Amy' }).click()
      await auditor.page.getByText('+86137****7000').waitFor()
      assert.deepEqual(await axeFaults(auditor.page), [])
      for (const name of ['批准', '拒绝'])
        assert.equal(await auditor.page.getByRole('button', { name }).count(), 0, name)
      assert.deepEqual([auditor.faults, app.defects], [[], []])
    })
  })
})
