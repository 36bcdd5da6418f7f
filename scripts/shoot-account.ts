/** The own account's part of `screenshots.ts`: its overview and what is done there. */
import type { TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { password } from '../test/http/support/flow-app.ts'
import { addPhoneUser, addUser, openAccount } from '../test/web/account/support/people.ts'
import type { LoginSite } from '../test/web/login/support/login-site.ts'

type Shoot = (page: Page, name: string, options?: { readonly isWhole?: boolean }) => Promise<void>

export async function shootAccount(
  t: Pick<TestContext, 'after'>,
  site: LoginSite,
  shoot: Shoot,
): Promise<void> {
  site.app.pass(7200)
  const user = await addUser(site, '13800138081', 'ada')
  const headers = { 'x-agent': iPhone, 'x-agreements': 'terms@3' }
  await site.app.call('login', { user_name: user.username, password }, headers)
  const { page } = await site.browse(t)
  await openAccount(page, site, user, 'profile', { agrees: true })
  await page.locator('[name=nick]').fill('Ada')
  await page.locator('[name=name]').fill('Ada Lovelace')
  await page.keyboard.press('Enter')
  await page.locator('.row').first().waitFor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  await press('Set up: Authenticator app')
  await page.locator('.enrol code').waitFor()
  await shoot(page, 'account-enrol')
  const secret = ((await page.locator('.enrol code').textContent()) ?? '').replaceAll(' ', '')
  await page.locator('[name=code]').fill(await site.app.totp(secret))
  await page.locator('.recovery').waitFor()
  await shoot(page, 'account-recovery-codes')
  await press('I have kept them')
  await page.getByText('The authenticator app is set up.').waitFor()
  await page.reload()
  await page.locator('.row').first().waitFor()
  await shoot(page, 'account', { isWhole: true })

  await press('Change: Phone number')
  await press('Send code')
  await page.locator('[name=code]').waitFor()
  await page.locator('[name=code]').fill(await site.app.codeOf(user.mobile))
  await page.locator('[name=phone]').fill('13700137081')
  await shoot(page, 'account-phone')
  await page.goBack()
  await press('No access to this number any more?')
  await page.locator('[name=phone]').fill('13700137081')
  await press('Send code')
  await page.locator('[name=factorCode]').fill('000000')
  await page.locator('[name=password]').fill(password)
  await page.locator('[name=code]').fill('000000')
  await press('Save')
  await page.locator('.problem').waitFor()
  await shoot(page, 'account-lost-phone', { isWhole: true })
  await page.goBack()
  await press('Change: Password')
  await page.locator('[name=password]').fill(password)
  await page.locator('[name=newPassword]').fill('quiet harbour')
  await page.locator('.strength').waitFor()
  await shoot(page, 'account-password')
  await page.goBack()
  await press('Delete: Delete your account')
  await page.locator('.tick-box').waitFor()
  await shoot(page, 'account-close')
  site.app.pass(7200)
  await page.reload()
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor()
  await shoot(page, 'account-reauth')
  await recovery(t, site, shoot)
  await inChinese(t, site, shoot)
}

async function recovery(t: Pick<TestContext, 'after'>, site: LoginSite, shoot: Shoot): Promise<void> {
  const user = await addUser(site, '13800138083', 'grace')
  const mobile = '13700137083'
  const code = await site.app.codeFor('RECOVER_MOBILE_SMS', mobile, { 'x-agreements': 'terms@3' })
  const asked = { account: user.username, mobile, code, reason: 'My phone fell into a lake' }
  await site.app.post('/api/v1/login/recovery', asked)
  await site.app.rooms.background.settled()
  const { page } = await site.browse(t)
  await openAccount(page, site, user, '', { agrees: true })
  await page.locator('.alarm').waitFor()
  await shoot(page, 'account-recovery')
}

async function inChinese(t: Pick<TestContext, 'after'>, site: LoginSite, shoot: Shoot): Promise<void> {
  const mobile = '13800138082'
  await addPhoneUser(site.app, mobile, '小安')
  const { page } = await site.browse(t, { locale: 'zh-CN' })
  await page.goto(`${site.url}/account`)
  await page.getByLabel('手机号码').fill(mobile)
  await page.locator('.agree input').check()
  await page.getByRole('button', { name: '继续' }).click()
  await page.locator('[name=code]').waitFor()
  await page.locator('[name=code]').fill(await site.app.codeOf(mobile))
  await page.locator('.row').first().waitFor()
  await shoot(page, 'account-zh', { isWhole: true })
}

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1'
