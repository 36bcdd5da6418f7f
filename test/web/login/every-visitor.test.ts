/** What visitors of the login page bring: fingers, messages, clipboards, a screen reader, no wish for motion, no access. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { client, otherClient, otherClientId } from '../../http/support/app-files.ts'
import { imageText, sliderX } from '../../http/support/captcha-app.ts'
import { mobile, password, username } from '../../http/support/flow-app.ts'
import { onChromium } from '../../support/browser.ts'
import { type LoginSite, loginSite, narrow, redirectUri } from './support/login-site.ts'
import { looksRight } from './support/looks-right.ts'
import { until } from './support/until.ts'

const sliderId = 'sliderslidersliderslidersliderxx'
const closedId = 'closedclosedclosedclosedclosedxx'

/** In place of a phone with a message, which this browser does not have. */
const messages = `
window.OTPCredential = class {}
navigator.credentials.get = (wish) => new Promise((done, fail) => {
  window.wished = wish
  window.deliver = (code) => done({ code })
  wish.signal.addEventListener('abort', () => fail(wish.signal.reason))
})`

/** What a screen reader would say of itself, in its order. */
const listening = `
window.told = []
const last = new Map()
new MutationObserver(() => {
  for (const place of document.querySelectorAll('[role=alert], [role=status]')) {
    const heard = place.cloneNode(true)
    for (const silent of heard.querySelectorAll('[aria-hidden=true]')) silent.remove()
    const text = heard.textContent.trim()
    if (text !== '' && last.get(place) !== text) told.push(text)
    last.set(place, text)
  }
}).observe(document, { subtree: true, childList: true, characterData: true })`

onChromium(1, (browser) => {
  describe('/login for every visitor', () => {
    const opened = loginSite(browser, {
      files: {
        'clients/app/client.json': { ...otherClient, captcha: ['image'], redirectUris: [redirectUri] },
        'clients/slider/e.json': { title: 'Slider', type: 'clients.NormalType' },
        'clients/slider/client.json': {
          ...client,
          default: 0,
          clientId: sliderId,
          captcha: ['slider'],
          redirectUris: [redirectUri],
        },
        'clients/closed/e.json': { title: 'Closed', type: 'clients.NormalType' },
        'clients/closed/client.json': {
          ...client,
          default: 0,
          clientId: closedId,
          redirectUris: [redirectUri],
          access: { countries: { deny: ['CN'] } },
        },
      },
      app: { captchaSource: () => imageText, sliderSource: () => ({ x: sliderX, y: 40 }) },
    })
    let site: LoginSite
    beforeEach(() => {
      site = opened()
      // Past the messages that a number may get in a day.
      site.app.pass(86_400)
    })

    async function askForCode(page: Page, client_id?: string): Promise<void> {
      await page.goto(site.address(client_id === undefined ? {} : { client_id }))
      await page.getByLabel('Phone number').fill(mobile)
      await page.getByRole('button', { name: 'Continue' }).click()
    }

    async function typeCode(page: Page): Promise<void> {
      await page.getByLabel('6-digit code').waitFor()
      await page.getByLabel('6-digit code').fill(await site.app.codeOf(mobile))
    }

    test('a finger drags the piece; no keyboard covers the page before it is touched', async (t) => {
      const { page, context } = await site.browse(t, { ...narrow, hasTouch: true, isMobile: true })
      await page.goto(site.address({ client_id: sliderId }))
      await page.getByLabel('Phone number').waitFor()
      assert.equal(await page.evaluate('document.activeElement === document.body'), true)
      await page.getByLabel('Phone number').fill(mobile)
      await page.getByRole('button', { name: 'Continue' }).tap()
      await page.locator('.piece').waitFor()
      const slider = page.getByRole('slider')
      const { x: left, y: top, width, height } = (await slider.boundingBox()) ?? assert.fail('no slider')
      const y = top + height / 2
      const devtools = await context.newCDPSession(page)
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
        devtools.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: x === undefined ? [] : [{ x, y }],
        })
      const off = async () => sliderX - Number(await slider.inputValue())
      let x = left + 28
      await touch('touchStart', x)
      // As the eye leads it.
      for (let i = 0; i < 20 && Math.abs(await off()) > 2; i += 1) {
        x += ((await off()) * (width - 58)) / 263
        await touch('touchMove', x)
      }
      assert.ok(Math.abs(await off()) <= 2)
      await touch('touchEnd')
      await page.getByLabel('6-digit code').waitFor()
    })

    test('the browser reads the code from the message, for as long as it is asked for', async (t) => {
      const { page, context, faults } = await site.browse(t)
      await context.addInitScript(messages)
      await askForCode(page)
      await page.getByLabel('6-digit code').waitFor()
      assert.deepEqual(await page.evaluate('wished.otp'), { transport: ['sms'] })
      await page.evaluate('window.first = wished.signal')
      await page.getByRole('button', { name: 'Back' }).click()
      await until(page, 'first.aborted')
      site.app.pass(60)
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByLabel('6-digit code').waitFor()
      await page.evaluate(`deliver('${await site.app.codeOf(mobile)}')`)
      await page.waitForURL('https://shop.example/**')
      assert.deepEqual(faults, [])
    })

    test('the code is typed, mended with arrow keys or pasted with its message; a screen reader hears each step', async (t) => {
      const { page, context, faults } = await site.browse(t)
      await context.addInitScript(listening)
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await askForCode(page)
      const field = page.getByLabel('6-digit code')
      await field.waitFor()
      const described = await page.evaluate(
        "document.activeElement.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' ')",
      )
      assert.equal(String(described).trim(), 'Enter the code We sent a code by SMS to +86 138 0013 8000.')
      assert.deepEqual(
        await Promise.all(['inputmode', 'autocomplete', 'name'].map((name) => field.getAttribute(name))),
        ['numeric', 'one-time-code', 'code'],
      )
      await page.keyboard.type('1x23')
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.type('9')
      assert.equal(await field.inputValue(), '1293', 'what is typed in the middle stays there')
      await page.keyboard.press('Home')
      await page.keyboard.press('Delete')
      await page.keyboard.press('End')
      await page.keyboard.press('Backspace')
      assert.equal(await field.inputValue(), '29')
      await page.keyboard.press('Enter')
      await page.getByText('Enter all 6 digits.').waitFor()
      await looksRight(page)
      const right = await site.app.codeOf(mobile)
      const paste = async (text: string) => {
        await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
        await field.press('Control+A')
        await page.keyboard.press('Control+V')
      }
      await paste(right === '111111' ? '222 222' : '111 111')
      await page.getByText('This code is wrong or has expired.').waitFor()
      assert.equal(
        await page.evaluate("document.activeElement.getAttribute('autocomplete')"),
        'one-time-code',
      )
      assert.deepEqual(await page.evaluate('told.slice(1)'), [
        'Enter all 6 digits.',
        'This code is wrong or has expired.',
      ])
      await paste(`[Acme] Your code is ${right}. It is good for 5 minutes.`)
      await page.waitForURL('https://shop.example/**')
      assert.deepEqual(faults, [])
    })

    test('characters of a picture: wrong, told, a new picture, right', async (t) => {
      const { page, faults } = await site.browse(t, narrow)
      await askForCode(page, otherClientId)
      const field = page.getByLabel('Characters of the picture')
      await field.waitFor()
      const picture = page.locator('.characters')
      const first = await picture.getAttribute('src')
      await looksRight(page)
      await page.keyboard.type('ZZZZ')
      await page.keyboard.press('Enter')
      await page.getByText('Those were not the characters. Here is a new picture.').waitFor()
      await until(page, 'document.activeElement.maxLength === 8 && document.activeElement.value === ""')
      assert.notEqual(await picture.getAttribute('src'), first)
      await page.keyboard.type(imageText.toLowerCase())
      await page.getByRole('button', { name: 'Check' }).click()
      await typeCode(page)
      await page.waitForURL('https://shop.example/**')
      assert.deepEqual(faults, [])
    })

    test('nothing moves for who wants it so', async (t) => {
      const { page, context } = await site.browse(t)
      const looked = Promise.withResolvers<void>()
      await context.route('**/sms/send', (route) => looked.promise.then(() => route.continue()))
      await askForCode(page)
      await page.locator('[data-busy=true]').waitFor()
      const moving = 'document.getAnimations().length'
      await until(page, `${moving} > 0`)
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await until(page, `${moving} === 0`)
      looked.resolve()
      await page.getByLabel('6-digit code').waitFor()
      assert.equal(await page.evaluate(moving), 0)
    })

    test('who may not use an application is told why; another account may', async (t) => {
      for (const [locale, title, reason, other] of [
        [
          'en-US',
          'No access',
          'This app is not open to phone numbers of this country',
          'Sign in with another account',
        ],
        ['zh-CN', '无法访问', '该应用不对该国家或地区的手机号开放', '使用其他账号登录'],
      ] as const) {
        const { page, faults, requests } = await site.browse(t, { locale })
        await page.goto(site.address({ client_id: closedId }))
        await page.getByRole('tab').nth(1).click()
        await page.locator('[name=name]').fill(username)
        await page.locator('[name=password]').fill(password)
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { name: title }).waitFor()
        await page.getByText(reason).waitFor()
        await looksRight(page)
        await page.getByRole('button', { name: other }).click()
        await page.getByRole('tab').nth(1).waitFor()
        assert.ok(!requests.some((request) => request.includes('shop.example')))
        assert.deepEqual(faults, [])
      }
    })

    test('a disabled user is told whom to ask, by password and by phone', async (t) => {
      const { rooms, userId } = site.app
      const turn = (status: 'active' | 'disabled') =>
        rooms.database.commit([rooms.users.setStatus('default' as never, userId as never, status)])
      await turn('disabled')
      const { page } = await site.browse(t, { ...narrow, locale: 'zh-CN' })
      await page.goto(site.address())
      await page.getByRole('tab', { name: '密码' }).click()
      await page.locator('[name=name]').fill(username)
      await page.locator('[name=password]').fill(password)
      await page.keyboard.press('Enter')
      await page.getByText('该账号已被停用。如需了解原因或恢复使用，请联系应用的客服。').waitFor()
      await looksRight(page)
      await page.getByRole('button', { name: 'English' }).click()
      await askForCode(page)
      await typeCode(page)
      await page.getByText('This account has been disabled.').waitFor()
      await turn('active')
      site.app.pass(60)
      await askForCode(page)
      await typeCode(page)
      await page.waitForURL('https://shop.example/**')
    })
  })
})
