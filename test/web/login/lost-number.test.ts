/** A number that was lost: from the login page to the administrators. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import { mobile, username } from '../../http/support/flow-app.ts'
import { onChromium } from '../../support/browser.ts'
import { loginSite } from './support/login-site.ts'
import { looksRight } from './support/looks-right.ts'

const next = '13700137000'
const reason = 'The phone fell into a lake; ask me for <b>my customer number</b>'

onChromium(1, (browser) => {
  describe('/login without the number of the account', () => {
    const site = loginSite(browser)

    test('account, new number and code lead to a request; what is wrong is told where it is', async (t) => {
      const { app, address, browse } = site()
      const { page, faults } = await browse(t)
      await page.goto(address())
      await page.getByLabel('Phone number').fill(mobile)
      await page.getByRole('button', { name: 'I no longer have this number' }).click()
      const account = page.getByLabel('User name or old phone number')
      assert.equal((await account.inputValue()).replaceAll(' ', ''), mobile)
      await account.fill('')
      await page.keyboard.press('Enter')
      await page.getByText('Enter your user name or your old phone number.').waitFor()
      await account.fill(username)
      await page.keyboard.press('Enter')
      await page.getByText('Write how the administrators can make sure that it is you.').waitFor()
      await looksRight(page)
      const told = page.getByLabel('How can the administrators make sure that it is you?')
      assert.equal(await told.getAttribute('maxlength'), '300')
      await told.fill(reason.replace('; ', ';\n'))
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('heading', { name: 'Your new number' }).waitFor()
      await looksRight(page)
      await page.getByLabel('Phone number').fill(mobile)
      await page.keyboard.press('Enter')
      await page.getByLabel('6-digit code').fill(await codeTo(mobile))
      await page.getByRole('button', { name: 'Send request' }).click()
      await page.getByText('This number already has an account.').waitFor()
      await page.getByRole('button', { name: 'Back' }).click()
      await page.getByLabel('Phone number').fill(next)
      await page.keyboard.press('Enter')
      const code = await codeTo(next)
      await page.getByLabel('6-digit code').fill(code === '000000' ? '000001' : '000000')
      await page.getByRole('button', { name: 'Send request' }).click()
      await page.getByText('This code is wrong or has expired.').waitFor()
      await looksRight(page)
      await page.getByLabel('6-digit code').fill(code)
      await page.getByRole('button', { name: 'Send request' }).click()
      await page.getByText(/In 3 days at the earliest you can sign in with .*137 0013 7000/).waitFor()
      await looksRight(page)
      const { recoveries } = await app.recoveryDesk.list(defaultTenant, { limit: 9 })
      assert.deepEqual(
        recoveries.map((one) => [one.userId, one.newPhone, one.reason]),
        [[app.userId, `+86${next}`, reason]],
      )
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('button', { name: 'Continue' }).waitFor()
      assert.deepEqual([faults, app.defects], [[], []])

      async function codeTo(number: string): Promise<string> {
        await page.getByLabel('6-digit code').waitFor()
        return app.codeOf(number)
      }
    })

    test('in Chinese, from where a code is waited for in vain', async (t) => {
      const { app, address, browse } = site()
      app.pass(120)
      const { page, faults } = await browse(t, { locale: 'zh-CN' })
      await page.goto(address())
      await page.getByLabel('手机号码').fill('13800138044')
      await page.keyboard.press('Enter')
      await page.locator('[autocomplete=one-time-code]').waitFor()
      await looksRight(page)
      await page.getByRole('button', { name: '我已无法使用该号码' }).click()
      assert.equal(await page.getByLabel('用户名或原手机号').inputValue(), '+8613800138044')
      await page.getByLabel('管理员如何确认是您本人？').fill('手机丢了')
      await looksRight(page)
      await page.getByRole('button', { name: '继续' }).click()
      await page.getByRole('heading', { name: '您的新号码' }).waitFor()
      assert.deepEqual(faults, [])
    })
  })
})
