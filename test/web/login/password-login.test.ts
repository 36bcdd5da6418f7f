/** Passwords on the login page: logging in, registering with one, a forgotten one, one that expires, a locked account. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { mobile, password, username } from '../../http/support/flow-app.ts'
import { onChromium } from '../../support/browser.ts'
import { type LoginSite, loginSite, narrow } from './support/login-site.ts'
import { looksRight } from './support/looks-right.ts'

const hourSeconds = 3600
const daySeconds = 86_400

onChromium(1, (browser) => {
  describe('/login by password', () => {
    const opened = loginSite(browser, {
      client: { mfa: 'optional', page: { colour: '#ffd400' } },
      files: {
        'auths/loginTypes/password/e.json': {
          title: 'Password',
          type: 'auths.loginTypes.PasswordType',
          allowRegister: 1,
        },
      },
      passwords: {
        expireDays: 90,
        warnDays: 7,
        limit: { minLength: 8, maxLength: 64, requireSpecialChar: true, denyCommon: true },
      },
    })
    let site: LoginSite
    beforeEach(() => {
      site = opened()
      site.app.pass(2 * hourSeconds)
    })

    async function passwordTab(page: Page, query = {}): Promise<void> {
      await page.goto(site.address(query))
      await page.getByRole('tab', { name: 'Password' }).click()
    }

    async function signIn(page: Page, text: string, name = username): Promise<void> {
      await page.getByLabel('User name or phone number').fill(name)
      await page.locator('[name=password]').fill(text)
      await page.getByRole('button', { name: 'Sign in' }).click()
    }

    /** By its number: the newest message. */
    async function newCode(page: Page, number = mobile): Promise<string> {
      await page.getByLabel('6-digit code').waitFor()
      await site.app.rooms.background.settled()
      return site.app.codeOf(number)
    }

    test('in Chinese: empty fields, a wrong password, one that is shown, the right one', async (t) => {
      const { page, faults } = await site.browse(t, { ...narrow, locale: 'zh-CN' })
      await page.goto(site.address())
      await page.getByRole('tab', { name: '手机号' }).focus()
      await page.keyboard.press('ArrowRight')
      const button = page.getByRole('button', { name: '登录' })
      await button.click()
      await page.getByText('请输入用户名或手机号。').waitFor()
      await page.getByLabel('用户名或手机号').fill(username)
      await button.click()
      await page.getByText('请输入密码。').waitFor()
      const field = page.locator('[name=password]')
      assert.equal(await field.getAttribute('autocomplete'), 'current-password')
      await field.fill('wrong horse')
      await button.click()
      await page.getByText('用户名或密码不正确。').waitFor()
      await looksRight(page)
      await page.getByRole('button', { name: '显示密码' }).click()
      assert.equal(await field.getAttribute('type'), 'text')
      await page.getByRole('button', { name: '隐藏密码' }).click()
      await field.fill(password)
      await page.keyboard.press('Enter')
      await page.waitForURL('https://shop.example/**')
      assert.deepEqual(faults, [])
    })

    test('registration with a name and a password: a weak one is told, and the code stays good', async (t) => {
      const { page, faults } = await site.browse(t, narrow)
      await page.goto(site.address())
      await page.getByRole('button', { name: 'Create an account' }).click()
      await page.getByLabel('Phone number').fill('13800138055')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByLabel('6-digit code').fill(await newCode(page, '13800138055'))
      await page.getByRole('button', { name: 'Create an account' }).click()
      await page.getByText('Enter your name.').waitFor()
      await page.getByLabel('Your name').fill('<img src=x onerror=alert(1)>')
      await page.getByLabel('Also set a user name and a password').check()
      await page.locator('[name=username]').fill('bob')
      const field = page.getByLabel('New password')
      assert.equal(await field.getAttribute('autocomplete'), 'new-password')
      await field.fill('password')
      await page.getByText('A special character: not yet met').waitFor()
      await page.getByText('Very easy to guess').waitFor()
      await looksRight(page)
      await field.fill('pass 1')
      await page.getByText('A special character: met').waitFor()
      await page.getByRole('button', { name: 'Create an account' }).click()
      await page.locator('.new-password .problem').waitFor()
      await field.fill('quiet harbour 7 lanterns')
      await page.getByText('Very strong').waitFor()
      await page.getByRole('button', { name: 'Create an account' }).click()
      await page.waitForURL('https://shop.example/**')
      await page.goto(site.address())
      await page.getByText('<img src=x onerror=alert(1)>', { exact: true }).waitFor()
      assert.equal(await page.locator('img').count(), 0, 'a name is a text')
      assert.deepEqual(faults, [])
    })

    test('in Chinese: a new account without a password; it is no number to register again', async (t) => {
      const { page, faults } = await site.browse(t, { ...narrow, locale: 'zh-CN' })
      const start = async () => {
        await page.goto(site.address())
        await page.getByRole('button', { name: '注册账号' }).click()
        await page.getByText('我们会发送验证码，以确认号码属于您。').waitFor()
        await looksRight(page)
        await page.getByLabel('手机号码').fill('13800138056')
        await page.getByRole('button', { name: '继续' }).click()
        await page.getByLabel('6 位验证码').waitFor()
        await page.getByLabel('6 位验证码').fill(await site.app.codeOf('13800138056'))
        await page.getByLabel('您的称呼').fill('小明')
        await looksRight(page)
        await page.getByRole('button', { name: '注册账号' }).click()
      }
      await start()
      await page.waitForURL('https://shop.example/**')
      await page.context().clearCookies()
      site.app.pass(60)
      await start()
      await page.getByText('该号码已注册账号，请直接登录。').waitFor()
      await page.getByRole('button', { name: '登录', exact: true }).click()
      await page.getByRole('heading', { name: '登录' }).waitFor()
      assert.deepEqual(faults, [])
    })

    test('a forgotten password is replaced by a code, and the new one signs in', async (t) => {
      const { page, faults } = await site.browse(t, narrow)
      await passwordTab(page)
      await page.getByRole('button', { name: 'Forgot your password?' }).click()
      await page.getByLabel('Phone number').fill(mobile)
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('If +86 138 0013 8000 has an account').waitFor()
      await page.getByLabel('6-digit code').fill(await newCode(page))
      await page.getByLabel('New password').fill('green kettle 42')
      await looksRight(page)
      await page.getByRole('button', { name: 'Set new password' }).click()
      await page.getByText('Your new password is set. Sign in with it.').waitFor()
      await signIn(page, 'green kettle 42')
      await page.waitForURL('https://shop.example/**')
      assert.deepEqual(faults, [])
    })

    test('in Chinese: a forgotten password, for a manager to keep under its number', async (t) => {
      const { page, faults } = await site.browse(t, { ...narrow, locale: 'zh-CN' })
      await page.goto(site.address())
      await page.getByRole('tab', { name: '密码' }).click()
      await page.getByRole('button', { name: '忘记密码？' }).click()
      await page.getByText('验证码将发送至您账号绑定的手机号。').waitFor()
      await looksRight(page)
      await page.getByLabel('手机号码').fill(mobile)
      await page.getByRole('button', { name: '继续' }).click()
      await page.getByText('如果 +86 138 0013 8000 已注册账号').waitFor()
      await page.getByRole('button', { name: '设置新密码' }).click()
      await page.getByText('请输入全部 6 位数字。').waitFor()
      await page.getByLabel('6 位验证码').waitFor()
      await site.app.rooms.background.settled()
      await page.getByLabel('6 位验证码').fill(await site.app.codeOf(mobile))
      await page.getByLabel('新密码').fill('green kettle 42')
      assert.equal(await page.locator('form [autocomplete=username]').inputValue(), '+8613800138000')
      await looksRight(page)
      await page.getByRole('button', { name: '设置新密码' }).click()
      await page.getByText('新密码已设置，请使用新密码登录。').waitFor()
      assert.deepEqual(faults, [])
    })

    test('a password that expires soon may be kept for now; one that has expired may not', async (t) => {
      const { page, faults } = await site.browse(t, narrow)
      site.app.pass(85 * daySeconds)
      await passwordTab(page)
      await signIn(page, 'green kettle 42')
      await page.getByText(/^Your password expires in \d+ days\.$/).waitFor()
      await looksRight(page)
      await page.getByRole('button', { name: 'Not now' }).click()
      await page.waitForURL('https://shop.example/**')
      await page.context().clearCookies()
      site.app.pass(10 * daySeconds)
      await passwordTab(page)
      await signIn(page, 'green kettle 42')
      await page.getByText('Your password has expired.').waitFor()
      await looksRight(page)
      assert.equal(await page.getByRole('button', { name: 'Not now' }).count(), 0)
      await page.getByLabel('Current password').fill('wrong')
      await page.getByLabel('New password').fill('amber window 43')
      await page.getByRole('button', { name: 'Set new password' }).click()
      await page.getByText('This password is wrong.').waitFor()
      await page.getByLabel('Current password').fill('green kettle 42')
      await page.getByRole('button', { name: 'Set new password' }).click()
      await page.waitForURL('https://shop.example/**')
      assert.deepEqual(faults, [])
    })

    test('who has an authenticator app is asked for it: wrong, recovery code, and for a reset', async (t) => {
      const { recoveryCodes } = await site.app.enrol()
      const { page, faults } = await site.browse(t, narrow)
      await passwordTab(page)
      await signIn(page, 'amber window 43')
      await page.getByRole('heading', { name: 'One more step' }).waitFor()
      await page.keyboard.type('000000')
      await page.getByText('This code is wrong or has expired.').waitFor()
      await looksRight(page)
      await page.getByRole('button', { name: 'Use a recovery code' }).click()
      await looksRight(page)
      await page.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '')
      await page.getByRole('button', { name: 'Confirm' }).click()
      await page.waitForURL('https://shop.example/**')
      await page.context().clearCookies()
      await passwordTab(page)
      await page.getByRole('button', { name: 'Forgot your password?' }).click()
      await page.getByLabel('Phone number').fill(mobile)
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByLabel('6-digit code').fill(await newCode(page))
      await page.getByLabel('New password').fill('silver bridge 44')
      await page.getByRole('button', { name: 'Set new password' }).click()
      await page.getByText('This account has a second step.').waitFor()
      await page.getByLabel('Code of your authenticator app').fill(recoveryCodes[1] ?? '')
      await page.getByRole('button', { name: 'Set new password' }).click()
      await page.getByText('Your new password is set.').waitFor()
      assert.deepEqual(faults, [])
    })

    test('a locked account says how long, and the seconds count down', async (t) => {
      for (let i = 0; i < 10; i += 1) await site.app.byPassword('wrong')
      const { page } = await site.browse(t, narrow)
      await passwordTab(page)
      await signIn(page, 'silver bridge 44')
      const seen = page.locator('.problem [aria-hidden]')
      await seen.filter({ hasText: /^Too many wrong attempts\. Try again in \d+ s\.$/ }).waitFor()
      const first = (await seen.textContent()) ?? ''
      await looksRight(page)
      await seen.filter({ hasNotText: first }).waitFor()
      const read = await page.locator('.problem .unseen').textContent()
      assert.equal(read, first, 'screen readers are told once')
    })
  })
})
