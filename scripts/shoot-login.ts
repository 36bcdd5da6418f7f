/** The rarer states of the login page for `screenshots.ts`: what goes wrong, what is forgotten, what an application asks for. */
import type { TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { client, otherClient, otherClientId } from '../test/http/support/app-files.ts'
import { mobile, password, username } from '../test/http/support/flow-app.ts'
import type { OpenBrowser } from '../test/support/browser.ts'
import { type LoginSite, openLoginSite, redirectUri } from '../test/web/login/support/login-site.ts'

type Shoot = (
  page: Page,
  name: string,
  options?: { readonly isLarge?: boolean; readonly isWhole?: boolean },
) => Promise<void>
type Ending = Pick<TestContext, 'after'>

const viewport = { width: 800, height: 720 }
const closedId = 'closedclosedclosedclosedclosedxx'
const askingId = 'askingaskingaskingaskingaskingxx'
const daySeconds = 86_400

/** `look`: of the application. */
export async function shootLoginStates(
  t: Ending,
  open: OpenBrowser,
  { shoot, look }: { readonly shoot: Shoot; readonly look: object },
): Promise<void> {
  const shootTwo = (page: Page, name: string) => shoot(page, name, { isLarge: true, isWhole: true })
  const site = await openLoginSite(t, open, {
    client: { captcha: ['pow'], page: look },
    passwords: { expireDays: 90, warnDays: 7, limit: { minLength: 8, requireSpecialChar: true } },
    files: { ...applications(look) },
    app: { captchaSource: () => 'A2B3' },
  })
  const visit = async (query: Parameters<LoginSite['address']>[0] = {}, locale = 'en-US') => {
    // What a number or an address may do in a day begins anew.
    site.app.pass(daySeconds)
    const { page } = await site.browse(t, { viewport, locale })
    await page.goto(site.address(query))
    await page.locator('form, .lead').first().waitFor()
    return page
  }
  await agreements(await visit({ client_id: askingId }), shootTwo)
  await captchas(await visit({ client_id: otherClientId }), await visit(), shootTwo)
  await refusals(site, visit, shootTwo)
  await forgotten(site, visit, shootTwo)
  await steps(site, visit, shootTwo)
  const empty = await openLoginSite(t, open, { client: { default: 0 } })
  const { page } = await empty.browse(t, { viewport })
  await page.goto(empty.url)
  await page.locator('.lead').waitFor()
  await shootTwo(page, 'login-no-application')
}

function applications(look: object): Record<string, object> {
  const redirectUris = [redirectUri]
  const others = { ...client, default: 0, redirectUris, page: look }
  const title = { en: 'Terms of service', zh: '服务协议' }
  const privacy = { en: 'Privacy policy', zh: '隐私政策' }
  return {
    'clients/app/client.json': { ...otherClient, captcha: ['image'], redirectUris, page: look },
    'clients/closed/e.json': { title: 'Closed', type: 'clients.NormalType' },
    'clients/closed/client.json': {
      ...others,
      clientId: closedId,
      access: { countries: { deny: ['CN'] } },
    },
    'clients/asking/e.json': { title: 'Asking', type: 'clients.NormalType' },
    'clients/asking/client.json': {
      ...others,
      clientId: askingId,
      mfa: 'optional',
      agreements: [
        { name: 'terms', version: '3', title, url: 'https://harbour.example/terms' },
        { name: 'privacy', version: '1', title: privacy, url: 'https://harbour.example/privacy' },
      ],
    },
  }
}

type Visit = (query?: Parameters<LoginSite['address']>[0], locale?: string) => Promise<Page>
type ShootTwo = (page: Page, name: string) => Promise<void>

async function agreements(page: Page, shoot: ShootTwo): Promise<void> {
  await page.locator('[name=phone]').fill(mobile)
  await page.keyboard.press('Enter')
  await page.locator('.problem').waitFor()
  await shoot(page, 'login-agreements')
}

async function captchas(ofImage: Page, ofWork: Page, shoot: ShootTwo): Promise<void> {
  for (const page of [ofImage, ofWork]) {
    await page.route('**/captcha/verify', () => undefined)
    await page.locator('[name=phone]').fill(mobile)
    await page.keyboard.press('Enter')
    await page.locator('dialog').waitFor()
  }
  await ofImage.locator('.characters').waitFor()
  await shoot(ofImage, 'login-characters')
  await shoot(ofWork, 'login-working')
}

async function byPassword(page: Page, text = password): Promise<void> {
  await page.getByRole('tab').nth(1).click()
  await page.locator('[name=name]').fill(username)
  await page.locator('[name=password]').fill(text)
  await page.keyboard.press('Enter')
}

async function refusals(site: LoginSite, visit: Visit, shoot: ShootTwo): Promise<void> {
  const denied = await visit({ client_id: closedId })
  await byPassword(denied)
  await denied.getByRole('heading', { name: 'No access' }).waitFor()
  await shoot(denied, 'login-denied')
  const { rooms, userId } = site.app
  const turn = (status: 'active' | 'disabled') =>
    rooms.database.commit([rooms.users.setStatus('default' as never, userId as never, status)])
  await turn('disabled')
  const disabled = await visit({ client_id: closedId })
  await byPassword(disabled)
  await disabled.locator('.problem').waitFor()
  await shoot(disabled, 'login-disabled')
  await turn('active')
  const locked = await visit({ client_id: closedId }, 'zh-CN')
  for (let i = 0; i < 10; i += 1)
    await site.app.call('login', { user_name: username, password: 'wrong' }, { 'x-client-id': closedId })
  await byPassword(locked)
  await locked.locator('.problem').waitFor()
  await shoot(locked, 'login-locked-zh')
}

async function forgotten(site: LoginSite, visit: Visit, shoot: ShootTwo): Promise<void> {
  const page = await visit({ client_id: askingId })
  await page.getByRole('tab').nth(1).click()
  await page.getByRole('button', { name: 'Forgot your password?' }).click()
  await page.getByText('We send a code to the number').waitFor()
  await shoot(page, 'login-forgot')
  await page.locator('[name=phone]').fill(mobile)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.locator('[name=code]').waitFor()
  await site.app.rooms.background.settled()
  await page.locator('[name=code]').fill(await site.app.codeOf(mobile))
  await page.locator('[name=newPassword]').fill('quiet harbour')
  await page.locator('.strength').waitFor()
  await shoot(page, 'login-new-password')
}

async function steps(site: LoginSite, visit: Visit, shoot: ShootTwo): Promise<void> {
  site.app.pass(85 * daySeconds)
  const expired = await visit({ client_id: askingId })
  await expired.getByRole('tab').nth(1).click()
  await expired.getByRole('checkbox').check()
  await byPassword(expired)
  await expired.locator('[name=newPassword]').waitFor()
  await shoot(expired, 'login-expired')
  await site.app.enrol()
  const factor = await visit({ client_id: askingId }, 'zh-CN')
  await factor.getByRole('tab').nth(1).click()
  await factor.getByRole('checkbox').check()
  await byPassword(factor)
  await factor.getByRole('button', { name: '使用恢复码' }).click()
  await factor.locator('[name=code]').waitFor()
  await shoot(factor, 'login-recovery-code-zh')
}
