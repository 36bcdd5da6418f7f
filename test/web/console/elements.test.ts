/** Elements in the console: made, changed, tried and taken back, in a real Chromium on a real server. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { onChromium } from '../../support/browser.ts'
import { consoleSite } from './support/console-site.ts'
import { screenLooksRight } from './support/screen-looks-right.ts'

const token = 'token-of-the-vendor'
const phone = 'auths.loginTypes.phone'

/** A service of the app folder whose settings come from the environment. */
const files = {
  'SMS/twilio/e.json': {
    title: 'Twilio',
    type: 'SMS.Twilio',
    description: 'Kept when it is edited.',
    variables: ['SID', 'TOKEN'],
  },
  'SMS/twilio/sms.json': { accountSid: '{{SID}}', authToken: '{{TOKEN}}', from: '+15005550006' },
}
const environment = { SID: `AC${'0'.repeat(32)}`, TOKEN: token }

const review = async (page: Page) => {
  await page.getByRole('button', { name: 'Review changes' }).click()
  const dialog = page.getByRole('dialog', { name: 'What will change' })
  await dialog.getByRole('table').waitFor()
  return dialog
}

/** The rows of a review, without its head. */
const rowsOf = async (page: Page) =>
  (await page.getByRole('dialog').getByRole('row').allInnerTexts())
    .slice(1)
    .map((row) => row.replace(/\s+/g, ' ').trim())

const save = async (page: Page, fullName: string) => {
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText(`${fullName} is saved.`).first().waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

onChromium(1, (browser) => {
  describe('elements in the console', () => {
    const site = consoleSite(browser, { app: { environment }, files })

    test('an owner makes a service, is told at the field what is wrong, and takes it back', async (t) => {
      const { url, enter, app } = site()
      const { page, faults, strangers } = await enter(t, 'owner')
      await page.goto(`${url}/console/elements`)
      await page.getByRole('heading', { name: 'SMS.Meta' }).waitFor()
      await screenLooksRight(page)
      await page.getByRole('link', { name: 'New element' }).click()
      await page.getByLabel('Type').selectOption('SMS.Twilio')
      await page.getByLabel('Full name').fill('SMS.abroad')
      await page.getByLabel('Title').fill('Abroad')
      await screenLooksRight(page)
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByLabel('Account SID').fill('wrong')
      await page.getByLabel('Auth token').fill(token)
      await page.getByLabel('Timeout, ms').fill('9999')
      const dialog = await review(page)
      await dialog.getByText('This cannot be saved as it is').waitFor()
      assert.equal(await dialog.getByRole('button', { name: 'Save' }).isDisabled(), true)
      assert.equal(String(await dialog.textContent()).includes(token), false)
      await screenLooksRight(page)
      await dialog.getByRole('button', { name: 'Back to the settings' }).click()
      await dialog.waitFor({ state: 'detached' })
      const timeout = page.getByLabel('Timeout, ms')
      assert.equal(await timeout.inputValue(), '9999', 'what is out of range is not changed')
      assert.match(await page.locator('.element-fault').allInnerTexts().then(String), /4500/)
      assert.match(String(await page.evaluate('document.activeElement.id')), /^root_/)
      await screenLooksRight(page)
      await page.getByLabel('Account SID').fill(environment.SID)
      await page.getByLabel('Sender').fill('+15005550006')
      await timeout.fill('3000')
      await review(page)
      assert.ok((await rowsOf(page)).includes('Timeout, ms /timeoutMs 4500 (inherited) 3000'))
      await save(page, 'SMS.abroad')
      await page.waitForURL(/elements\/SMS\.abroad$/)
      await page.getByText('A secret is set. It is never shown.').waitFor()
      assert.equal(await page.getByLabel('Auth token').inputValue(), '')
      assert.equal((await page.content()).includes(token), false)
      const settings = app.elements.registry().find('SMS.abroad')?.settings as object
      assert.deepEqual(Object.entries(settings).slice(0, 4).toSorted(), [
        ['accountSid', environment.SID],
        ['authToken', token],
        ['from', '+15005550006'],
        ['timeoutMs', 3000],
      ])
      await page.getByRole('button', { name: 'Take back' }).click()
      await screenLooksRight(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
      await page.getByText('SMS.abroad is taken back.').waitFor()
      await page.getByRole('link', { name: 'SMS.console', exact: true }).waitFor()
      assert.equal(await page.getByRole('link', { name: 'SMS.abroad' }).count(), 0)
      assert.deepEqual([faults, strangers], [[], []])
    })

    test('a login is changed, tried, and reset to what its Type says', async (t) => {
      const { url, enter, app } = site()
      const { page, faults } = await enter(t, 'owner')
      await page.goto(`${url}/console/elements/${phone}`)
      const service = page.getByLabel('SMS service')
      await service.locator('option', { hasText: 'SMS.console' }).waitFor({ state: 'attached' })
      assert.deepEqual((await service.locator('option').allInnerTexts()).toSorted(), [
        'Console – SMS.console',
        'Twilio – SMS.twilio',
        '– none –',
      ])
      const lifetime = page.getByLabel('Lifetime of a code')
      await lifetime.fill('120')
      await page.getByRole('textbox', { name: 'Countries', exact: true }).fill('CN\nUS\n')
      await page.keyboard.type('GB')
      await page.getByRole('button', { name: 'Add entry' }).click()
      await page.getByLabel('Name of the entry').fill('+8613800138009')
      await page.getByLabel('Name of the entry').blur()
      await page.getByLabel('Code', { exact: true }).fill('246810')
      await page.getByLabel('Until').fill('2099-01-01')
      await screenLooksRight(page)
      await review(page)
      assert.deepEqual((await rowsOf(page)).toSorted(), [
        'Code /testNumbers/+8613800138009/code – ••••••',
        'Countries /allowedCountries/2 – GB',
        'Lifetime of a code, seconds /codeTtl 300 (inherited) 120',
        'Until /testNumbers/+8613800138009/expires – 2099-01-01',
      ])
      await screenLooksRight(page)
      await save(page, phone)
      const own = () => app.elements.registry().element(phone)?.own
      assert.deepEqual(own(), {
        smsFullName: 'SMS.console',
        allowedCountries: ['CN', 'US', 'GB'],
        codeTtl: 120,
        testNumbers: { '+8613800138009': { code: '246810', expires: '2099-01-01' } },
      })
      await page.getByRole('button', { name: 'Reset codeTtl' }).click()
      assert.equal(await lifetime.inputValue(), '300')
      await page.getByRole('button', { name: 'Reset testNumbers to what it inherits' }).click()
      await review(page)
      assert.ok((await rowsOf(page)).includes('Lifetime of a code, seconds /codeTtl 120 300 (inherited)'))
      await save(page, phone)
      assert.deepEqual(own(), { smsFullName: 'SMS.console', allowedCountries: ['CN', 'US', 'GB'] })
      await page.getByRole('button', { name: 'Take back' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
      await page.getByText(`${phone} is taken back.`).waitFor()
      await page.goto(`${url}/console/elements/SMS.console`)
      await page.getByRole('button', { name: 'Send a test SMS' }).click()
      await page.getByRole('dialog').getByRole('textbox').fill('+86 138 0013 8000')
      await screenLooksRight(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Send a test SMS' }).click()
      await page.getByText('The service took the message.').waitFor()
      assert.equal((await app.app.inbox('+8613800138000')).length, 1)
      assert.deepEqual(faults, [])
    })

    test('the addresses of a client are typed line by line, and its login is tried', async (t) => {
      const { url, enter, app } = site()
      const { page, context } = await enter(t, 'owner')
      await page.goto(`${url}/console/elements/clients.web`)
      const addresses = page.getByLabel('Redirect addresses')
      await addresses.fill('https://shop.example/back\n\n https://shop.example/app?a=1,2 \n')
      await review(page)
      assert.deepEqual(await rowsOf(page), [
        'Redirect addresses /redirectUris/0 – https://shop.example/back',
        'Redirect addresses /redirectUris/1 – https://shop.example/app?a=1,2',
      ])
      await save(page, 'clients.web')
      const { settings } = app.elements.registry().find('clients.web') ?? {}
      assert.deepEqual(Object(settings).redirectUris, [
        'https://shop.example/back',
        'https://shop.example/app?a=1,2',
      ])
      await page.getByLabel('Captcha before a message').selectOption({ label: 'A list' })
      await page.getByLabel('pow', { exact: true }).uncheck()
      await screenLooksRight(page)
      await review(page)
      assert.deepEqual(await rowsOf(page), [
        'Captcha before a message /captcha off ["slider","pow"] (inherited)',
        'Captcha before a message /captcha/0 slider (inherited) slider',
      ])
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Reset redirectUris' }).click()
      assert.equal(await addresses.inputValue(), '')
      const [login] = await Promise.all([
        context.waitForEvent('page'),
        page.getByRole('link', { name: 'Try this login' }).click(),
      ])
      await login.getByRole('heading').first().waitFor()
      assert.match(login.url(), /\/login\?client_id=web0/)
    })

    test('what somebody else has saved meanwhile is told, and nothing of either is lost', async (t) => {
      const { url, enter, app } = site()
      const { page, faults } = await enter(t, 'owner')
      const other = await app.keyOf('bob', 'owner')
      await page.goto(`${url}/console/elements/auths.loginTypes.password`)
      await page.getByLabel('Expires after, days').fill('90')
      await review(page)
      const settings = { passwordTransport: 'plain', captcha: 'risk', lockout: { failures: 20 } }
      const theirs = { title: 'Renamed', type: 'auths.loginTypes.PasswordType', settings, version: 0 }
      const saved = await app.admin('PUT', 'elements/auths.loginTypes.password', theirs, other)
      assert.equal(saved.statusCode, 200, saved.body)
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
      await page.getByRole('dialog').getByRole('alert').waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
      await page.getByText('key bob has saved this element meanwhile').waitFor()
      assert.equal(await page.getByLabel('Expires after, days').inputValue(), '90')
      assert.equal(await page.getByRole('button', { name: 'Review changes' }).isDisabled(), true)
      await screenLooksRight(page)
      await page.getByRole('button', { name: 'Put my changes onto it' }).click()
      await review(page)
      assert.deepEqual(await rowsOf(page), ['Expires after, days /expireDays 0 (inherited) 90'])
      await save(page, 'auths.loginTypes.password')
      const element = app.elements.registry().element('auths.loginTypes.password')
      assert.deepEqual(
        [element?.own, element?.definition.title],
        [{ ...settings, expireDays: 90 }, 'Renamed'],
      )
      assert.deepEqual(faults, [])
    })

    test('what the environment holds is told of by name, in Chinese too, and an auditor changes nothing', async (t) => {
      const { url, enter, app } = site()
      const { page, faults } = await enter(t, 'auditor', { locale: 'zh-CN', colorScheme: 'dark' })
      await page.goto(`${url}/console/elements/SMS.twilio`)
      await page.getByText('来自环境变量：{{SID}}，永不显示其值。').waitFor()
      await page.getByText('来自环境变量：{{TOKEN}}，永不显示其值。').waitFor()
      assert.equal(await page.getByLabel('超时（毫秒）').isDisabled(), true)
      assert.match(String(await page.textContent('main')), /放弃调用前的毫秒数。/)
      assert.doesNotMatch(await page.content(), /AC0000|token-of-the-vendor/)
      await screenLooksRight(page)
      for (const name of ['查看更改', '发送测试短信', '撤销', '重置'])
        assert.equal(await page.getByRole('button', { name }).count(), 0, name)
      const owner = await enter(t, 'owner')
      await owner.page.goto(`${url}/console/elements/SMS.twilio`)
      await owner.page.getByLabel('Sender').fill('+15005550007')
      await review(owner.page)
      assert.deepEqual(await rowsOf(owner.page), ['Sender /from +15005550006 +15005550007'])
      await save(owner.page, 'SMS.twilio')
      const { definition } = app.elements.registry().element('SMS.twilio') ?? {}
      const settings = definition?.settings as Readonly<Record<string, unknown>>
      assert.deepEqual([settings.accountSid, settings.authToken], [environment.SID, token])
      assert.equal(definition?.manifest.description, 'Kept when it is edited.')
      assert.deepEqual([faults, owner.faults], [[], []])
    })
  })
})
