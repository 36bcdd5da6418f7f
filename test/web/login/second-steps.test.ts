/** The login page of a client that asks for all there is: captchas, a second factor, an organisation. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { mobile, password, username } from '../../http/support/flow-app.ts'
import { onChromium } from '../../support/browser.ts'
import { type LoginSite, loginSite, narrow } from './support/login-site.ts'
import { looksRight } from './support/looks-right.ts'

const pieceX = 150
const title = '<b onclick=alert(1)>Shop</b>'

onChromium(1, (browser) => {
  describe('/login with captchas, second factors and organisations', () => {
    const opened = loginSite(browser, {
      client: {
        captcha: ['slider', 'pow'],
        mfa: 'required',
        page: { title: { en: title, zh: title } },
      },
      files: {
        'corps/Second/e.json': { title: '<i>Second</i>', type: 'corps.NormalType' },
        'corps/Second/corp.json': { corpId: 'second' },
      },
      app: { sliderSource: () => ({ x: pieceX, y: 40 }) },
    })
    let site: LoginSite
    beforeEach(() => {
      site = opened()
      site.app.pass(7200)
    })

    async function askForCode(page: Page, number: string): Promise<void> {
      await page.goto(site.address())
      await page.getByLabel('Phone number').fill(number)
      await page.getByRole('button', { name: 'Continue' }).click()
    }

    /** Page keys move a tenth, arrow keys a pixel. */
    async function slideByKeyboard(page: Page): Promise<void> {
      await page.getByRole('slider', { name: 'Position of the piece' }).waitFor()
      await page.locator('.piece').waitFor()
      const at = async () => Number(await page.getByRole('slider').inputValue())
      while ((await at()) < pieceX - 26) await page.keyboard.press('PageUp')
      while ((await at()) < pieceX) await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
    }

    test('the slider by keyboard: wrong, told, a new picture, right', async (t) => {
      const { page, faults } = await site.browse(t, narrow)
      await askForCode(page, '13800138061')
      await page.locator('.piece').waitFor()
      await looksRight(page)
      await page.keyboard.press('Enter')
      await page.getByText('That was not quite the place. Here is a new picture.').waitFor()
      await slideByKeyboard(page)
      await page.getByLabel('6-digit code').waitFor()
      assert.equal(await page.getByRole('dialog').count(), 0)
      assert.deepEqual(faults, [])
    })

    test('the slider by mouse', async (t) => {
      const { page } = await site.browse(t)
      await askForCode(page, '13800138062')
      await page.locator('.piece').waitFor()
      const {
        x: left,
        y: top,
        width,
        height,
      } = (await page.getByRole('slider').boundingBox()) ?? assert.fail('no slider')
      const thumb = 52
      const to = left + 2 + thumb / 2 + (pieceX / 263) * (width - thumb - 4)
      await page.mouse.move(left + 20, top + height / 2)
      await page.mouse.down()
      await page.mouse.move(to - 6, top + height / 2, { steps: 4 })
      await page.mouse.up()
      await page.getByLabel('6-digit code').waitFor()
    })

    test('without a picture: the browser works instead; Escape ends the check and sends nothing', async (t) => {
      const { page, faults, requests } = await site.browse(t, narrow)
      await askForCode(page, '13800138063')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      assert.ok(!requests.some((request) => request.endsWith('/sms/send')))
      await page.getByRole('button', { name: 'Continue' }).click()
      const looked = Promise.withResolvers<void>()
      await page.route('**/captcha/verify', (route) => looked.promise.then(() => route.continue()))
      await page.getByRole('button', { name: 'Check without a picture' }).click()
      await page.getByText('Your browser is solving a small task.').waitFor()
      await looksRight(page)
      looked.resolve()
      await page.getByLabel('6-digit code').waitFor({ timeout: 30_000 })
      assert.ok(requests.some((request) => request.includes('/pow-worker')))
      assert.deepEqual(faults, [])
    })

    test('after a password: a code by SMS, behind a captcha, then the organisation', async (t) => {
      const { page, faults } = await site.browse(t, narrow)
      await page.goto(site.address())
      await page.getByText(`to continue to ${title}`).waitFor()
      assert.equal(await page.locator('b').count(), 0, 'a title is a text')
      await page.getByRole('tab', { name: 'Password' }).click()
      await page.getByLabel('User name or phone number').fill(username)
      await page.locator('[name=password]').fill(password)
      await page.keyboard.press('Enter')
      await page.getByText('+86 138****8000').waitFor()
      await page.getByRole('button', { name: 'Send code' }).click()
      await slideByKeyboard(page)
      await page.getByLabel('6-digit code').waitFor()
      await looksRight(page)
      await site.app.rooms.background.settled()
      await page.getByLabel('6-digit code').fill(await site.app.codeOf(mobile))
      await page.getByRole('heading', { name: 'Choose an organisation' }).waitFor()
      await looksRight(page)
      await page.getByRole('button', { name: '<i>Second</i>' }).click()
      await page.waitForURL('https://shop.example/**')
      await page.goto(site.address())
      await page.getByRole('heading', { name: 'Welcome back' }).waitFor()
      await looksRight(page)
      assert.deepEqual(faults, [])
    })

    test('after a code by phone: the password, in Chinese', async (t) => {
      const { page, faults } = await site.browse(t, { ...narrow, locale: 'zh-CN' })
      await page.goto(site.address())
      await page.getByLabel('手机号码').fill(mobile)
      await page.getByRole('button', { name: '继续' }).click()
      await page.getByRole('button', { name: '不使用图片验证' }).click()
      await page.getByLabel('6 位验证码').waitFor({ timeout: 30_000 })
      await page.getByLabel('6 位验证码').fill(await site.app.codeOf(mobile))
      await page.getByRole('heading', { name: '还差一步' }).waitFor()
      await looksRight(page)
      await page.locator('[name=password]').fill('wrong')
      await page.getByRole('button', { name: '确认' }).click()
      await page.getByText('密码不正确。').waitFor()
      await page.locator('[name=password]').fill(password)
      await page.getByRole('button', { name: '确认' }).click()
      await page.getByRole('heading', { name: '选择组织' }).waitFor()
      assert.deepEqual(faults, [])
    })

    test('a new user sets up an authenticator app and keeps recovery codes', async (t) => {
      const { page, faults } = await site.browse(t, narrow)
      await askForCode(page, '13800138064')
      await slideByKeyboard(page)
      await page.getByLabel('6-digit code').waitFor()
      await page.getByLabel('6-digit code').fill(await site.app.codeOf('13800138064'))
      await page.getByRole('heading', { name: 'Set up an authenticator app' }).waitFor()
      const secret = ((await page.locator('.enrol code').textContent()) ?? '').replaceAll(' ', '')
      await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
      await looksRight(page)
      await page.getByLabel('6-digit code').fill(await site.app.totp(secret))
      await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
      assert.equal(await page.locator('.recovery li').count(), 10)
      await looksRight(page)
      await page.getByRole('button', { name: 'I have kept them' }).click()
      await page.getByRole('heading', { name: 'Choose an organisation' }).waitFor()
      assert.deepEqual(faults, [])
    })
  })
})
