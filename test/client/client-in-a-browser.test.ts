/** The bundled client in Chromium, under a strict Content-Security-Policy, against a real server. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { AuthFunctions } from '../../src/wire/element-functions.ts'
import { clientId } from '../http/support/app-files.ts'
import { mobile, password, username } from '../http/support/flow-app.ts'
import { onChromium } from '../support/browser.ts'
import { openClientSite } from './support/client-page.ts'

const passwordLogin = 'auths.loginTypes.password'
const numbers = [mobile, '13900139000', '13700137000'] as const
const phoneLogin = 'auths.loginTypes.phone'

/** What a call rejects with, as a plain object. */
const failureOf = (page: Page, options: object, path: string, body: object) =>
  page.evaluate(
    async ([given, name, fields]) => {
      const sdk = window.latchkey.createSdkClient(given as never)
      return sdk.call(name as never, fields as never).then(
        () => undefined,
        (error) => ({ name: error.name, code: error.code, status: error.status, seconds: error.seconds }),
      )
    },
    [options, path, body] as const,
  )

onChromium(4, (browse) => {
  describe('the SDK API from a page of another site', () => {
    test('logs in by code; the fingerprint lasts, and nothing else is kept', async (t) => {
      const site = await openClientSite(t, browse)
      const page = await site.open('shop')
      const options = { clientId, baseUrl: site.url }
      await page.evaluate(
        async ([given, number]) => window.latchkey.createSdkClient(given).sendLoginCode(number),
        [options, mobile] as const,
      )
      const code = await site.app.codeOf(mobile)
      const logIn = () =>
        page.evaluate(
          async ([given, number, typed]) => {
            const outcome = await window.latchkey.createSdkClient(given).loginByCode(number, typed)
            return { outcome, kept: { ...localStorage }, cookies: document.cookie }
          },
          [options, mobile, code] as const,
        )
      const { outcome, kept, cookies } = await logIn()
      assert.equal(outcome.status, 'SUCCESS')
      assert.deepEqual([Object.keys(kept), cookies], [['latchkey-device'], ''])
      assert.match(kept['latchkey-device'], /^[0-9a-f]{32}$/)
      await page.reload()
      const again = await page.evaluate(async (given) => {
        const failed = await window.latchkey
          .createSdkClient(given)
          .loginByCode('13800138000', '1')
          .catch((error) => [error instanceof window.latchkey.Refused, error.code, error.message])
        return [failed, localStorage.getItem('latchkey-device')]
      }, options)
      assert.deepEqual(again, [
        [true, 'IDAAS.SDK.CAPTCHA.0007', 'Incorrect verification code'],
        kept['latchkey-device'],
      ])
      assert.deepEqual(site.faults, [])
    })

    test('a refusal tells the seconds; what was not answered is Unanswered and is not sent again', async (t) => {
      const site = await openClientSite(t, browse)
      const page = await site.open('shop')
      const options = { clientId, baseUrl: site.url, language: 'zh' }
      const send = { mobile: '13900139000', type: 'LOGIN_SMS' }
      assert.equal(await failureOf(page, options, 'sms/send', send), undefined)
      const { seconds, ...refused } = (await failureOf(page, options, 'sms/send', send)) ?? {}
      assert.deepEqual(refused, { name: 'Refused', code: 'IDAAS.SDK.COM.9001', status: 429 })
      assert.ok(Number(seconds) > 30 && Number(seconds) <= 60, String(seconds))
      let lost = 0
      await page.route('**/api/v2/sdk/sms/send', async (route) => {
        lost += route.request().method() === 'POST' ? 1 : 0
        await route.abort()
      })
      assert.equal((await failureOf(page, options, 'sms/send', { ...send, mobile }))?.name, 'Unanswered')
      assert.equal(lost, 1)
    })

    test('a call that only reads is tried three times; an aborted one not at all', async (t) => {
      const site = await openClientSite(t, browse, { client: { captcha: ['pow'] } })
      const page = await site.open('shop')
      const options = { clientId, baseUrl: site.url }
      let asked = 0
      await page.route('**/api/v2/sdk/captcha', async (route) => {
        asked += 1
        await (asked < 3 ? route.fulfill({ status: 502, body: '<html>' }) : route.continue())
      })
      const kind = await page.evaluate(
        async (given) => (await window.latchkey.createSdkClient(given).captchas.ask()).kind,
        options,
      )
      assert.deepEqual([kind, asked], ['pow', 3])
      const reason = await page.evaluate(async (given) => {
        const signal = AbortSignal.abort('changed my mind')
        const { captchas } = window.latchkey.createSdkClient(given)
        return captchas.ask('pow', { signal }).catch((error) => error)
      }, options)
      assert.deepEqual([reason, asked], ['changed my mind', 3])
    })
  })

  describe('captchas', () => {
    test('slider, image and proof of work give a token each, for one sender', async (t) => {
      const drawn = { captchaSource: () => 'A2B3', sliderSource: () => ({ x: 150, y: 40 }) }
      const site = await openClientSite(t, browse, {
        client: { captcha: ['slider', 'image', 'pow'] },
        app: drawn,
      })
      const page = await site.open()
      const solved = await page.evaluate(
        async ([id, ...senders]) => {
          const [sender = '', second = '', third = ''] = senders
          const { captchas } = window.latchkey.createSdkClient({ clientId: id })
          const slider = await captchas.ask()
          if (slider.kind !== 'slider') throw new Error(slider.kind)
          const sizes = await Promise.all(
            [slider.background, slider.piece].map(async (src) => {
              const picture = Object.assign(new Image(), { src })
              await picture.decode()
              return picture.naturalWidth
            }),
          )
          const image = await captchas.ask('image')
          const work = await captchas.ask('pow')
          const wrong = await captchas
            .answer(await captchas.ask('image'), sender, { code: 'ZZZZ' })
            .catch(({ code }) => code)
          const began = performance.now()
          const proof = await captchas.answer(work, third)
          return {
            sizes,
            wrong,
            ms: performance.now() - began,
            tokens: [
              await captchas.answer(slider, sender, { x: 152 }),
              await captchas.answer(image, second, { code: 'a2b3' }),
              proof,
            ],
          }
        },
        [clientId, ...numbers] as const,
      )
      t.diagnostic(`proof of work: ${Math.round(solved.ms)} ms`)
      assert.deepEqual(solved.sizes, [310, 47])
      assert.equal(solved.wrong, 'IDAAS.SDK.CAPTCHA.0002')
      for (const [i, captcha_token] of solved.tokens.entries()) {
        const sent = await site.app.call('sms/send', { mobile: numbers[i], type: 'LOGIN_SMS', captcha_token })
        assert.equal(sent.status, 'EMPTY')
      }
      assert.deepEqual(site.faults, [])
    })
  })

  for (const passwordTransport of ['md5', 'plain'] as const)
    test(`the element face with a cookie: steps, session, logout (${passwordTransport})`, async (t) => {
      const site = await openClientSite(t, browse, {
        client: { mfa: 'required' },
        passwords: { passwordTransport },
      })
      const page = await site.open()
      const options = { clientId, appId: 'acme.login', session: 'cookie' } as const
      const waiting = await page.evaluate(
        async ([given, fullName, name, text]) => {
          const client = window.latchkey.createElementClient(given)
          const outcome = await client.loginByPassword(fullName, name, text)
          if (outcome.status !== 'MFA_AUTH') throw new Error(outcome.status)
          const phone = await client.mobileOf(outcome)
          await client.sendFactorCode(outcome)
          return { outcome, phone }
        },
        [options, passwordLogin, username, password] as const,
      )
      assert.deepEqual([waiting.outcome.factors, waiting.phone], [['sms'], '+86138****8000'])
      await site.app.rooms.background.settled()
      const done = await page.evaluate(
        async ([given, outcome, code]) => {
          const client = window.latchkey.createElementClient(given)
          const wrong = await client.proveBySms(outcome, '000000').catch((error) => error.code)
          const { status } = await client.proveBySms(outcome, code)
          return [wrong, status, { ...localStorage }, document.cookie]
        },
        [options, waiting.outcome, await site.app.codeOf(mobile)] as const,
      )
      assert.deepEqual(done, ['CODE_ERROR', 'SUCCESS', {}, ''])
      await page.reload()
      const after = await page.evaluate(async (given) => {
        const { auth } = window.latchkey.createElementClient(given)
        const user = await auth.currentUser({})
        const [session] = await auth.listSessions({})
        await auth.logout({})
        return [user.userId, session?.current, await auth.currentUser({}).catch(({ code }) => code)]
      }, options)
      assert.deepEqual(after, [site.app.userId, true, 'LOGIN_REQUIRED'])
      assert.deepEqual(site.faults, [])
    })

  test('the element face with tokens from another site, and a choice of organisation', async (t) => {
    const site = await openClientSite(t, browse, {
      files: {
        'corps/Second/e.json': { title: 'Second', type: 'corps.NormalType' },
        'corps/Second/corp.json': { corpId: 'second' },
      },
    })
    const page = await site.open('shop')
    assert.notEqual(new URL(page.url()).origin, site.url)
    const options = { clientId, appId: 'acme.login', baseUrl: site.url } as const
    await page.evaluate(
      async ([given, fullName, phone]) =>
        window.latchkey.createElementClient(given).sendCode(fullName, phone),
      [options, phoneLogin, mobile] as const,
    )
    const who = await page.evaluate(
      async ([given, fullName, phone, code]) => {
        const client = window.latchkey.createElementClient(given)
        const choice = await client.loginByCode(fullName, phone, code)
        if (choice.status !== 'CORP_CHOICE') throw new Error(choice.status)
        const outcome = await client.chooseCorp(choice, 'second')
        if (outcome.status !== 'SUCCESS') throw new Error(outcome.status)
        const auth = client.element<AuthFunctions>('auths.loginTypes.services.AuthSvc')
        const { sessionToken } = outcome.session
        return [choice.corps.length, (await auth.currentUser({}, { sessionToken })).userId]
      },
      [options, phoneLogin, mobile, await site.app.codeOf(mobile)] as const,
    )
    assert.deepEqual(who, [2, site.app.userId])
    assert.deepEqual(site.faults, [])
  })

  describe('the session keeper, over tabs', () => {
    test('a new tab is told, one tab renews, all log out', async (t) => {
      const site = await openClientSite(t, browse)
      const tabs = [await site.open(), await site.open()]
      const [first, second] = tabs
      assert.ok(first && second)
      const keep = (page: Page) =>
        page.evaluate((id) => {
          const sdk = window.latchkey.createSdkClient({ clientId: id })
          const keeper = window.latchkey.createSessionKeeper(id, sdk)
          Object.assign(window, { sdk, keeper })
        }, clientId)
      type Kept = Window & { sdk: import('../../src/client/index.ts').SdkClient } & {
        keeper: import('../../src/client/index.ts').SessionKeeper
      }
      await keep(first)
      const began = await first.evaluate(
        async ([name, text]) => {
          const { sdk, keeper } = window as unknown as Kept
          const outcome = await sdk.loginByPassword(name, text)
          if (outcome.status === 'SUCCESS') keeper.begin(outcome.session)
          return keeper.idToken()
        },
        [username, password] as const,
      )
      await keep(second)
      const told = await second.evaluate(
        async () => (await (window as unknown as Kept).keeper.ready())?.idToken,
      )
      assert.equal(told, began)
      assert.deepEqual(await second.evaluate(() => ({ ...sessionStorage })), {})
      assert.equal(site.requests.filter((line) => line.endsWith('/id-token')).length, 0)
      // The id_token lives 300 seconds.
      await site.context.clock.setSystemTime(Date.now() + 280_000)
      site.app.pass(280)
      const renewed = await Promise.all(
        tabs.map((tab) =>
          tab.evaluate(async () => {
            const { keeper } = window as unknown as Kept
            return Promise.all([keeper.idToken(), keeper.idToken()])
          }),
        ),
      )
      assert.equal(new Set(renewed.flat()).size, 1)
      assert.notEqual(renewed[0]?.[0], began)
      assert.equal(
        site.requests.filter((line) => line === 'POST /api/v2/sdk/sso/session-token/id-token').length,
        1,
      )
      const ended = second.evaluate(
        () =>
          new Promise((done) =>
            (window as unknown as Kept).keeper.onChange((session) => done(session ?? 'none')),
          ),
      )
      await first.evaluate(async () => (window as unknown as Kept).keeper.logout())
      assert.equal(await ended, 'none')
      assert.deepEqual(site.faults, [])
    })

    test('a session that has ended at the server ends here', async (t) => {
      const site = await openClientSite(t, browse)
      const page = await site.open()
      const start = () =>
        page.evaluate(
          async ([id, name, text]) => {
            const sdk = window.latchkey.createSdkClient({ clientId: id })
            const keeper = window.latchkey.createSessionKeeper(id, sdk)
            const outcome = await sdk.loginByPassword(name, text)
            if (outcome.status !== 'SUCCESS') throw new Error(outcome.status)
            keeper.begin({ ...outcome.session, idTokenExpiresAt: 0 })
            await sdk.call('logout', undefined, outcome.session)
            return [(await keeper.idToken()) ?? 'none', keeper.session ?? 'none']
          },
          [clientId, username, password] as const,
        )
      assert.deepEqual(await start(), ['none', 'none'])
    })
  })
})
