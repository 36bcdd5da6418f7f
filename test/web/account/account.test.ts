/** The own account in a browser: every change, what is refused, and what each state looks like. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { PhoneLogin } from '../../../src/login/phone/phone-type.ts'
import { password } from '../../http/support/flow-app.ts'
import { onChromium } from '../../support/browser.ts'
import { type LoginSite, loginSite } from '../login/support/login-site.ts'
import { looksRight } from '../login/support/looks-right.ts'
import { addPhoneUser, addUser, openAccount, signIn } from './support/people.ts'

const title = { en: '<b>Harbour</b>', zh: '海港' }
const terms = { en: 'Terms of use', zh: '服务协议' }
const newPassword = 'quiet harbour 7'

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

onChromium(2, (browser) => {
  describe('/account', () => {
    const opened = loginSite(browser, {
      client: { page: { title }, mfa: 'optional' },
      files: {
        'clients/app/client.json': {
          clientId: 'app0app0app0app0app0app0app0app0',
          profile: 'oneaccess',
          phoneLogin: 'auths.loginTypes.phone',
          captcha: 'off',
          idTokenAlg: 'ES256',
          agreements: [{ name: 'terms', version: '3', title: terms, url: '/terms' }],
        },
      },
    })
    let site: LoginSite
    beforeEach(() => {
      site = opened()
      site.app.pass(7200)
    })

    const value = (page: Page, label: string) =>
      page
        .locator('.row')
        .filter({ has: page.locator('.row-label').getByText(label, { exact: true }) })
        .locator('.row-value')
        .first()
        .textContent()
    /** Once the message has left. */
    const enterCode = async (page: Page, mobile: string) => {
      await page.locator('[name=code]').waitFor()
      await page.locator('[name=code]').fill(await site.app.codeOf(mobile))
    }
    const saved = async (page: Page, link: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), press(page, link)])
      return readFileSync(await download.path(), 'utf8')
    }

    test('who is not signed in goes through the login page to what the address names; names change', async (t) => {
      const user = await addUser(site, '13800138101', 'ann101')
      const { page, faults } = await site.browse(t)
      await page.goto(`${site.url}/account#profile`)
      await page.waitForURL('**/login?next=account%2Fprofile')
      await signIn(page, user.username)
      await heading(page, 'Your names')
      await looksRight(page)
      await page.getByLabel('Displayed name').fill(' ')
      await press(page, 'Save')
      await page.getByText('Enter your name.').waitFor()
      await page.getByLabel('Displayed name').fill('Ann')
      await page.getByLabel('Full name').fill('<i>Ann</i> Lee')
      await press(page, 'Save')
      await page.getByText('Your names are saved.').waitFor()
      await heading(page, 'Your account')
      assert.equal(await value(page, 'Full name'), '<i>Ann</i> Lee')
      assert.equal(await value(page, 'Phone number'), '+86 138****8101No access to this number any more?')
      assert.equal(await page.locator('b, .card i').count(), 0, 'names and titles are texts')
      await looksRight(page)
      await press(page, 'Change: Displayed name')
      await heading(page, 'Your names')
      await page.goBack()
      await heading(page, 'Your account')
      await page.route('**/updateProfile', (route) => route.abort())
      await press(page, 'Change: Displayed name')
      await press(page, 'Save')
      await page.getByText('No answer from the server.').waitFor()
      await page.unrouteAll()
      await page.route('**/api/v1/login/page**', (route) => route.abort())
      await page.reload()
      await heading(page, 'The server cannot be reached')
      await looksRight(page)
      await page.unrouteAll()
      await press(page, 'Try again')
      await heading(page, 'Your names')
      await page.goto(`${site.url}/account?client_id=nobody`)
      await heading(page, 'This link does not work')
      await looksRight(page)
      assert.deepEqual(
        faults.filter((fault) => !fault.includes('net::ERR_FAILED')),
        [],
      )
    })

    test('the number changes with codes to the old and the new one; other devices are signed out', async (t) => {
      const user = await addUser(site, '13800138102', 'ann102')
      await addPhoneUser(site.app, '13900139102', 'Bob')
      const elsewhere = await site.browse(t)
      await openAccount(elsewhere.page, site, user)
      await heading(elsewhere.page, 'Your account')
      const { page, faults } = await site.browse(t)
      await openAccount(page, site, user)
      await press(page, 'Change: Phone number')
      await heading(page, 'Change your phone number')
      await looksRight(page)
      await press(page, 'Send code')
      await page.getByText('+86 138****8102').waitFor()
      await press(page, 'Back')
      await press(page, 'Send code')
      await page
        .getByText(/Too many requests. Try again in \d+ s/)
        .first()
        .waitFor()
      site.app.pass(60)
      await press(page, 'Send code')
      await page.getByLabel('6-digit code').fill('000000')
      await page.getByText('This code is wrong or has expired.').waitFor()
      await looksRight(page)
      await enterCode(page, user.mobile)
      await heading(page, 'New phone number')
      await press(page, 'Send code')
      await page.getByText('Enter your phone number.').waitFor()
      await page.getByLabel('Phone number').fill('13900139102')
      await press(page, 'Send code')
      await enterCode(page, '13900139102')
      await page.locator('.problem').waitFor()
      await press(page, 'Back')
      await page.getByLabel('Phone number').fill('13700137102')
      await looksRight(page)
      await press(page, 'Send code')
      await enterCode(page, '13700137102')
      await page.getByText('Your phone number is changed. Other devices were signed out.').waitFor()
      assert.match((await value(page, 'Phone number')) ?? '', /^\+86 137\*{4}7102/)
      await press(elsewhere.page, 'Set up: Authenticator app')
      await elsewhere.page.waitForURL('**/login?next=account%2Fenrol')
      assert.deepEqual([faults, elsewhere.faults], [[], []])
    })

    test('name and password: taken, wrong, too weak, then changed', async (t) => {
      const user = await addUser(site, '13800138103', 'ann103')
      const { page, faults } = await site.browse(t)
      await openAccount(page, site, user)
      await press(page, 'Change: User name')
      await page.locator('[name=username]').fill('alice')
      await press(page, 'Save')
      await page.locator('.problem').waitFor()
      await looksRight(page)
      await page.locator('[name=username]').fill('annabel103')
      await press(page, 'Save')
      await page.getByText('Your user name is changed.').waitFor()
      await press(page, 'Change: Password')
      await page.locator('[name=password]').fill('not this one')
      await page.locator('[name=newPassword]').fill('ab')
      await press(page, 'Set new password')
      await page.getByText('The password does not meet all the points below.').waitFor()
      await page.locator('[name=newPassword]').fill(newPassword)
      await page.locator('.strength').waitFor()
      await press(page, 'Set new password')
      await page.getByText('This password is wrong.').waitFor()
      await looksRight(page)
      await page.locator('[name=password]').fill(password)
      await press(page, 'Set new password')
      await page.getByText('Your password is changed.').waitFor()
      const login = { user_name: 'annabel103', password: newPassword }
      assert.equal((await site.app.call('login', login)).status, 'SUCCESS')
      assert.deepEqual(faults, [])
    })

    test('an authenticator app: set up, other recovery codes, a lost number, removed', async (t) => {
      const user = await addUser(site, '13800138104', 'ann104')
      const { page, faults } = await site.browse(t)
      await openAccount(page, site, user)
      await press(page, 'No access to this number any more?')
      await page.getByText('This takes a password and an authenticator app').waitFor()
      await looksRight(page)
      await press(page, 'Ask the administrators')
      await heading(page, 'Ask to replace a lost number')
      await page.goBack()
      await page.getByText('This takes a password and an authenticator app').waitFor()
      await press(page, 'Back')
      await press(page, 'Set up: Authenticator app')
      const secret = ((await page.locator('.enrol code').textContent()) ?? '').replaceAll(' ', '')
      await page.getByLabel('6-digit code').fill('000000')
      await page.getByText('This code is wrong or has expired.').waitFor()
      await looksRight(page)
      await page.getByLabel('6-digit code').fill(await site.app.totp(secret))
      await heading(page, 'Keep your recovery codes')
      const first = await page.locator('.recovery li').allTextContents()
      assert.equal(first.length, 10)
      assert.deepEqual((await saved(page, 'Download')).trim().split('\n').slice(1), first)
      await looksRight(page)
      await press(page, 'I have kept them')
      await page.getByText('The authenticator app is set up.').waitFor()
      await press(page, 'New codes: Recovery codes')
      await press(page, 'New codes')
      await page.getByText('Enter the code.').waitFor()
      await page.locator('[name=factorCode]').fill(first[0] ?? '')
      await press(page, 'New codes')
      await heading(page, 'Keep your recovery codes')
      const codes = await page.locator('.recovery li').allTextContents()
      assert.equal(codes.filter((code) => first.includes(code)).length, 0)
      await press(page, 'I have kept them')
      await page.getByText('Your new recovery codes are in force.').waitFor()
      assert.equal(await value(page, 'Recovery codes'), '10 codes left')
      await looksRight(page)

      await press(page, 'No access to this number any more?')
      await page.getByLabel('Phone number').fill('13700137104')
      await press(page, 'Send code')
      await enterCode(page, '13700137104')
      await page.locator('[name=password]').fill('not this one')
      await page.locator('[name=factorCode]').fill(first[1] ?? '')
      await press(page, 'Save')
      await page.getByText('This password is wrong.').waitFor()
      await page.locator('[name=password]').fill(password)
      await press(page, 'Save')
      await page.getByText('One of the two codes is wrong or has expired.').waitFor()
      await looksRight(page)
      await page.locator('[name=factorCode]').fill(codes[0] ?? '')
      await press(page, 'Save')
      await page.getByText('Your phone number is changed.').waitFor()
      assert.match((await value(page, 'Phone number')) ?? '', /^\+86 137\*{4}7104/)
      assert.equal(await value(page, 'Recovery codes'), '9 codes left')

      await press(page, 'Remove: Authenticator app')
      await page.locator('[name=factorCode]').fill('000000')
      await press(page, 'Remove')
      await page.getByText('This code is wrong or has expired.').waitFor()
      const locked = page.getByText(/Too many wrong attempts. Try again in/).first()
      for (let i = 0; i < 12 && (await locked.count()) === 0; i += 1) {
        await Promise.all([page.waitForResponse('**/removeTotp'), press(page, 'Remove')])
        await page.locator('.problem').waitFor()
      }
      await locked.waitFor()
      await looksRight(page)
      site.app.pass(3600)
      await page.reload()
      await press(page, 'Sign in again')
      await signIn(page, user.username)
      await page.locator('[name=code]').fill(await site.app.totp(secret))
      await heading(page, 'Remove the authenticator app')
      site.app.pass(60)
      await page.locator('[name=factorCode]').fill(await site.app.totp(secret))
      await press(page, 'Remove')
      await page.getByText('The authenticator app is removed.').waitFor()
      assert.equal(await value(page, 'Authenticator app'), 'Not set up')
      assert.deepEqual(faults, [])
    })

    test('devices are signed out one by one and all at once; the data are downloaded', async (t) => {
      const user = await addUser(site, '13800138105', 'ann105')
      for (let i = 0; i < 3; i += 1)
        await site.app.call('login', { user_name: user.username, password }, { 'x-agent': `Tablet ${i}` })
      await site.app.call('sms/send', { mobile: user.mobile, type: 'LOGIN_SMS' }, otherApp)
      const byCode = { mobile: user.mobile, verify_code: await site.app.codeOf(user.mobile) }
      assert.equal((await site.app.call('login/mobile-verify-code', byCode, otherApp)).status, 'SUCCESS')
      const { page, faults } = await site.browse(t)
      await openAccount(page, site, user)
      await page.getByText('This browser').waitFor()
      const rows = page.locator('.sessions').first().locator('li')
      assert.equal(await rows.count(), 5)
      assert.match((await rows.first().textContent()) ?? '', /This browser/)
      assert.equal(await page.getByRole('link', { name: 'Terms of use' }).getAttribute('href'), '/terms')
      await looksRight(page)
      await rows.nth(1).getByRole('button').click()
      await page.getByText('The device is signed out.').waitFor()
      assert.equal(await rows.count(), 4)
      await press(page, 'Sign out all other devices')
      await page.getByText('All other devices are signed out.').waitFor()
      assert.equal(await rows.count(), 1)
      const document = JSON.parse(await saved(page, 'Download your data'))
      assert.deepEqual([document.userId, document.agreements[0].name], [user.userId, 'terms'])
      await page.getByText('Your data was downloaded.').waitFor()
      await site.app.pass(3601)
      await press(page, 'Download your data')
      await heading(page, 'Confirm that it is you')
      await press(page, 'Not now')
      await heading(page, 'Your account')
      assert.deepEqual(faults, [])
    })

    test('a change needs a recent login, which leads back to it; then the account is deleted, and taken back', async (t) => {
      const user = await addUser(site, '13800138106', 'ann106')
      const { page, faults } = await site.browse(t)
      await openAccount(page, site, user)
      await heading(page, 'Your account')
      site.app.pass(3600)
      await page.reload()
      await press(page, 'Delete: Delete your account')
      await heading(page, 'Confirm that it is you')
      await looksRight(page)
      await press(page, 'Sign in again')
      await page.waitForURL('**/login?next=account%2Fclose&prompt=login')
      await signIn(page, user.username)
      await heading(page, 'Delete your account')
      await page.getByText('After 14 days everything that is kept about you is deleted.').waitFor()
      await press(page, 'Delete your account')
      await page.getByText('Tick the box to confirm.').waitFor()
      await looksRight(page)
      await page.getByLabel('I want my account to be deleted.').check()
      await press(page, 'Delete your account')
      await heading(page, 'Your account will be deleted')
      await looksRight(page)
      await openAccount(page, site, user)
      await page.getByText('Your account stays.').waitFor()
      await looksRight(page)
      await press(page, 'Sign out')
      await page.waitForURL('**/login?next=account')
      await page.getByRole('tab', { name: 'Password' }).waitFor()
      await page.goto(`${site.url}/login`)
      await signIn(page, user.username)
      await page.getByRole('link', { name: 'Manage your account' }).click()
      await heading(page, 'Your account')
      assert.deepEqual(faults, [])
    })

    test('a request for another number is told, and stopped', async (t) => {
      const user = await addUser(site, '13800138109', 'ann109')
      const mobile = '13700137109'
      const code = await site.app.codeFor('RECOVER_MOBILE_SMS', mobile)
      const asked = { account: user.username, mobile, code, reason: 'lost' }
      assert.equal((await site.app.post('/api/v1/login/recovery', asked)).statusCode, 200)
      await site.app.rooms.background.settled()
      const { page, faults } = await site.browse(t)
      await openAccount(page, site, user)
      await heading(page, 'Your number is about to be replaced')
      await page.getByText('+86 137****7109').waitFor()
      await looksRight(page)
      await press(page, 'Stop this')
      await page.getByText('The request is stopped. Your number stays.').waitFor()
      assert.equal(await page.locator('.alarm').count(), 0)
      assert.deepEqual(faults, [])
    })

    test('in Chinese, 320 px wide: a user with a number alone sets a password and changes the number', async (t) => {
      const mobile = '13800138107'
      await addPhoneUser(site.app, mobile, '小安')
      const { page, faults } = await site.browse(t, {
        locale: 'zh-CN',
        viewport: { width: 320, height: 640 },
      })
      await page.goto(`${site.url}/account`)
      await page.getByLabel('手机号码').fill(mobile)
      await press(page, '继续')
      await enterCode(page, mobile)
      await heading(page, '我的账号')
      await looksRight(page)
      await press(page, '设置密码')
      await page.locator('[name=username]').fill('xiaoan')
      await page.locator('[name=newPassword]').fill(newPassword)
      await press(page, '设置密码')
      await page.getByText('用户名和密码已设置。').waitFor()
      site.app.pass(60)
      await press(page, '修改手机号码')
      await press(page, '发送验证码')
      await enterCode(page, mobile)
      await page.getByLabel('手机号码').fill('13700137107')
      await press(page, '发送验证码')
      await enterCode(page, '13700137107')
      await page.getByText('手机号码已更换，其他设备已退出登录。').waitFor()
      await press(page, 'English')
      await heading(page, 'Your account')
      await looksRight(page)
      assert.deepEqual(faults, [])
    })

    test('in Chinese, 320 px wide: an authenticator app, and the end of the account', async (t) => {
      const user = await addUser(site, '13800138108', 'ann108')
      const { page, faults } = await site.browse(t, {
        locale: 'zh-CN',
        viewport: { width: 320, height: 640 },
      })
      await page.goto(`${site.url}/account#enrol`)
      await page.getByRole('tab', { name: '密码' }).click()
      await page.locator('[name=name]').fill(user.username)
      await page.locator('[name=password]').fill(password)
      await press(page, '登录')
      const secret = ((await page.locator('.enrol code').textContent()) ?? '').replaceAll(' ', '')
      await page.getByLabel('6 位验证码').fill('000000')
      await page.getByText('验证码不正确或已过期。').waitFor()
      await page.getByLabel('6 位验证码').fill(await site.app.totp(secret))
      await heading(page, '请保存恢复码')
      await press(page, '我已保存')
      await page.getByText('身份验证器已设置。').waitFor()
      site.app.pass(3600)
      await page.reload()
      await press(page, '注销注销账号')
      await heading(page, '请确认是您本人')
      await looksRight(page)
      await press(page, '重新登录')
      await page.getByRole('tab', { name: '密码' }).click()
      await page.locator('[name=name]').fill(user.username)
      await page.locator('[name=password]').fill(password)
      await press(page, '登录')
      await page.getByLabel('6 位验证码').fill(await site.app.totp(secret))
      await page.getByLabel('我确认要注销账号。').check()
      await looksRight(page)
      await press(page, '注销账号')
      await heading(page, '您的账号将被注销')
      assert.deepEqual(faults, [])
    })
  })

  describe('/account of a client that asks for no recent login, whose passwords come as MD5', () => {
    const opened = loginSite(browser, {
      client: { reauthSeconds: 0, recovery: false },
      passwords: { passwordTransport: 'md5' },
    })

    test('a password is set and changed, a number is added', async (t) => {
      const site = opened()
      const mobile = '13800138110'
      const userId = await addPhoneUser(site.app, mobile, 'Ann')
      const { page, faults } = await site.browse(t)
      await page.goto(`${site.url}/account#lost-phone`)
      await page.getByLabel('Phone number').fill(mobile)
      await press(page, 'Continue')
      await page.locator('[name=code]').waitFor()
      await page.locator('[name=code]').fill(await site.app.codeOf(mobile))
      await page.getByText('Ask the support of the application.').waitFor()
      await press(page, 'Back')
      site.app.pass(7200)
      await press(page, 'Set: Password')
      await page.locator('[name=newPassword]').fill('ab')
      await page.locator('[name=username]').fill('ann110')
      await press(page, 'Set password')
      await page.getByText('The password does not meet all the points below.').waitFor()
      await page.locator('[name=newPassword]').fill(password)
      await press(page, 'Set password')
      await page.getByText('Your user name and password are set.').waitFor()
      await press(page, 'Change: Password')
      await page.locator('[name=password]').fill(password)
      await page.locator('[name=newPassword]').fill(newPassword)
      await press(page, 'Set new password')
      await page.getByText('Your password is changed.').waitFor()
      const login = { user_name: 'ann110', password: newPassword }
      assert.equal((await site.app.call('login', login)).status, 'SUCCESS')

      const phones = site.app.app.getElement<PhoneLogin>('auths.loginTypes.phone')
      await phones.sendMessage(mobile)
      await phones.unbind(userId, await site.app.codeOf(mobile))
      await page.goto(`${site.url}/account`)
      await signIn(page, 'ann110', newPassword)
      await press(page, 'Add: Phone number')
      await heading(page, 'Add a phone number')
      await looksRight(page)
      await page.getByLabel('Phone number').fill('13700137110')
      await press(page, 'Send code')
      await page.locator('[name=code]').waitFor()
      await page.locator('[name=code]').fill(await site.app.codeOf('13700137110'))
      await page.getByText('Your phone number is added.').waitFor()
      assert.deepEqual(faults, [])
    })
  })
})

const otherApp = {
  'x-client-id': 'app0app0app0app0app0app0app0app0',
  'x-agreements': 'terms@3',
}
