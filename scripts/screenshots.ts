/**
 * Takes the pictures of docs/screenshots: the states of the pages, light and dark, on a desktop and 320 px wide. They
 * are taken of a real server in Chromium, with fonts for Chinese and flags (`apt-get install fonts-inter fonts-noto-cjk
 * fonts-noto-color-emoji`). `npm run screenshots`, with `-- account` and its like for some pages only.
 */
import { globSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { mobile, password, username } from '../test/http/support/flow-app.ts'
import type { OpenBrowser } from '../test/support/browser.ts'
import { type LoginSite, openLoginSite } from '../test/web/login/support/login-site.ts'
import { shootAccount } from './shoot-account.ts'
import { shootConsole } from './shoot-console.ts'
import { shootLoginStates } from './shoot-login.ts'

const folder = join(import.meta.dirname, '../docs/screenshots')
const sizes = { desktop: { width: 800, height: 720 }, narrow: { width: 320, height: 640 } }
const newMobile = '13800138071'
/** Playwright waits without end for texts that change. */
const settleMs = 400

const asked = process.argv.slice(2)
mkdirSync(folder, { recursive: true })

const ends: (() => unknown)[] = []
const chromiumBrowser = await chromium.launch({
  executablePath: process.env.LATCHKEY_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
})
const open: OpenBrowser = async (_t, options = {}) => {
  const context = await chromiumBrowser.newContext({ locale: 'en-US', ...options })
  ends.unshift(() => context.close())
  return { context, faults: [] }
}
const after = (end: unknown) => ends.unshift(end as () => unknown)

type ShootOptions = {
  /** Of a picture that a PNG holds badly, and of rarer states, only two are kept. */
  readonly isLarge?: boolean
  /** Also what lies below the window. */
  readonly isWhole?: boolean
}

async function shoot(
  page: Page,
  name: string,
  { isLarge = false, isWhole = false }: ShootOptions = {},
): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes))
    for (const colorScheme of ['light', 'dark'] as const) {
      if (isLarge && (size === 'desktop') !== (colorScheme === 'light')) continue
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(settleMs)
      await page.screenshot({
        path: join(folder, `${name}-${colorScheme}-${size}.png`),
        fullPage: isWhole,
      })
    }
  await page.setViewportSize(sizes.desktop)
  await page.emulateMedia({ colorScheme: 'light' })
}

async function byPhone(site: LoginSite): Promise<void> {
  const { page } = await site.browse({ after }, { viewport: sizes.desktop })
  await page.goto(site.address())
  await page.getByLabel('Phone number').fill(newMobile)
  await shoot(page, 'login-phone')
  await page.getByRole('button', { name: /Country/ }).click()
  await shoot(page, 'login-countries')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.locator('.piece').waitFor()
  await page.keyboard.press('PageUp')
  await shoot(page, 'login-captcha', { isLarge: true })
  while (Number(await page.getByRole('slider').inputValue()) !== 150) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.getByLabel('6-digit code').waitFor()
  await page.keyboard.type('294')
  await shoot(page, 'login-code')
  await page.getByLabel('6-digit code').fill('000000')
  await page.locator('.problem').waitFor()
  await shoot(page, 'login-code-wrong')
  await page.getByLabel('6-digit code').fill(await site.app.codeOf(newMobile))
  await page.locator('.enrol code').waitFor()
  await shoot(page, 'login-enrol')
  const secret = ((await page.locator('.enrol code').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('6-digit code').fill(await site.app.totp(secret))
  await page.locator('.recovery').waitFor()
  await shoot(page, 'login-recovery-codes', { isWhole: true })
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.locator('.choices').waitFor()
  await shoot(page, 'login-organisation')
  await page.getByRole('button').filter({ hasText: 'Acme' }).click()
  await page.waitForURL('https://shop.example/**')
  await page.goto(site.address())
  await page.locator('.person').waitFor()
  await shoot(page, 'login-known')
  await page.goto(
    site.address({ redirect_uri: undefined, code_challenge: undefined, code_challenge_method: undefined }),
  )
  await page.locator('.person').waitFor()
  await shoot(page, 'login-signed-in')
}

async function byPassword(site: LoginSite): Promise<void> {
  const { page } = await site.browse({ after }, { viewport: sizes.desktop })
  await page.goto(site.address())
  await page.getByRole('tab', { name: 'Password' }).click()
  await page.locator('[name=name]').fill(username)
  await page.locator('[name=password]').fill('not this one')
  await page.keyboard.press('Enter')
  await page.locator('.problem').waitFor()
  await shoot(page, 'login-password-wrong')
  await page.locator('[name=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  await shoot(page, 'login-second-factor')
  await page.goto(site.address({ redirect_uri: 'https://elsewhere.example/' }))
  await page.getByText('has not registered').waitFor()
  await shoot(page, 'login-fault')
}

async function newPasswords(site: LoginSite): Promise<void> {
  const { page } = await site.browse({ after }, { viewport: sizes.desktop })
  site.app.pass(7200)
  await page.goto(site.address())
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByLabel('Phone number').fill('13800138072')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Check without a picture' }).click()
  await page.getByLabel('6-digit code').waitFor({ timeout: 30_000 })
  await page.getByLabel('6-digit code').fill('482913')
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('Also set a user name and a password').check()
  await page.locator('[name=username]').fill('ada')
  await page.locator('[name=newPassword]').fill('quiet harbour')
  await page.locator('.strength').waitFor()
  await shoot(page, 'login-register', { isWhole: true })
}

async function lostNumber(site: LoginSite): Promise<void> {
  const { page } = await site.browse({ after }, { viewport: sizes.desktop })
  await page.goto(site.address())
  await page.getByLabel('Phone number').fill(mobile)
  await page.getByRole('button', { name: 'I no longer have this number' }).click()
  await page
    .getByLabel('How can the administrators make sure that it is you?')
    .fill('My phone fell into the harbour')
  await shoot(page, 'login-lost-account')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Phone number').fill('13700137000')
  await shoot(page, 'login-lost-number')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Check without a picture' }).click()
  await page.getByLabel('6-digit code').waitFor({ timeout: 30_000 })
  await page.getByLabel('6-digit code').fill(await site.app.codeOf('13700137000'))
  await page.getByRole('button', { name: 'Send request' }).click()
  await page.getByText('at the earliest').waitFor()
  await shoot(page, 'login-lost-sent')
}

async function inChinese(site: LoginSite): Promise<void> {
  const { page } = await site.browse({ after }, { viewport: sizes.desktop, locale: 'zh-CN' })
  await page.goto(site.address())
  await page.getByLabel('手机号码').fill(mobile)
  await shoot(page, 'login-phone-zh')
}

const logo = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" fill="#0b6e4f"/><path d="M14 30c0-8 4-14 10-14s10 6 10 14" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"/><circle cx="24" cy="31" r="3" fill="#fff"/></svg>',
).toString('base64')
const look = {
  title: { en: 'Harbour Market', zh: '海港市集' },
  logo: `data:image/svg+xml;base64,${logo}`,
  colour: '#0b6e4f',
  darkColour: '#5fd0a5',
}

async function login(): Promise<void> {
  const site = await openLoginSite({ after }, open, {
    client: {
      captcha: ['slider', 'pow'],
      mfa: 'required',
      page: look,
    },
    passwords: { limit: { minLength: 8, requireNumber: false, requireSpecialChar: true } },
    files: {
      'auths/loginTypes/password/e.json': {
        title: 'Password',
        type: 'auths.loginTypes.PasswordType',
        allowRegister: 1,
      },
      'auths/loginTypes/phone/phone.json': {
        smsFullName: 'SMS.console',
        allowedCountries: ['CN', 'DE', 'FR', 'GB', 'HK', 'JP', 'SG', 'US'],
      },
      'corps/Second/e.json': { title: 'Harbour Wholesale', type: 'corps.NormalType' },
      'corps/Second/corp.json': { corpId: 'second' },
    },
    app: { sliderSource: () => ({ x: 150, y: 40 }) },
  })
  for (const part of [byPhone, byPassword, newPasswords, lostNumber, inChinese]) await part(site)
  await shootLoginStates({ after }, open, { shoot, look })
}

async function account(): Promise<void> {
  const title = { en: 'Terms of use', zh: '服务协议' }
  const site = await openLoginSite({ after }, open, {
    client: {
      mfa: 'optional',
      page: look,
      agreements: [{ name: 'terms', version: '3', title, url: 'https://harbour.example/terms' }],
    },
  })
  await shootAccount({ after }, site, shoot)
}

const pages = { login, account, console: () => shootConsole({ after }, open, folder) }
for (const [name, take] of Object.entries(pages)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  for (const file of globSync(`${name}-*.png`, { cwd: folder })) rmSync(join(folder, file))
  await take()
}
for (const end of ends) await end()
await chromiumBrowser.close()
