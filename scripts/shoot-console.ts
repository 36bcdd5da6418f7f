/** The console's part of `screenshots.ts`: every screen and its states, with people, messages and webhooks in it. */
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import type { OpenBrowser } from '../test/support/browser.ts'
import { type ConsoleSite, openConsoleSite } from '../test/web/console/support/console-site.ts'
import { elementShots } from './element-shots.ts'
import { type Population, populateConsole, populationFiles } from './populate-console.ts'

type Lifetime = Pick<TestContext, 'after'>

const desktop = { width: 1280, height: 800 }
const narrow = { width: 390, height: 780 }
/** Charts and dialogs move for a moment. */
const settleMs = 700

type Shot = {
  readonly name: string
  /** Below `/console`. */
  readonly at: string
  readonly isNarrow?: boolean
  /** What is done on the page before it is taken. */
  readonly act?: (page: Page) => Promise<unknown>
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click()

const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name }).click()

function shotsOf({ userId, webhookId, recoveryId }: Population): readonly Shot[] {
  return [
    { name: 'today', at: '' },
    { name: 'today-narrow', at: '', isNarrow: true },
    { name: 'users', at: 'users' },
    { name: 'users-narrow', at: 'users', isNarrow: true },
    { name: 'users-none', at: 'users?name=nobody' },
    { name: 'user-new', at: 'users', act: press('New user') },
    { name: 'user-new-refused', at: 'users', act: refusedUser },
    { name: 'user', at: `users/${userId}` },
    { name: 'user-sessions', at: `users/${userId}?tab=sessions` },
    { name: 'user-events', at: `users/${userId}?tab=events` },
    { name: 'user-delete', at: `users/${userId}`, act: press('Delete user') },
    { name: 'user-narrow', at: `users/${userId}`, isNarrow: true },
    { name: 'transfer', at: 'users/transfer', act: checkedFile },
    { name: 'recoveries', at: 'recoveries' },
    { name: 'recoveries-narrow', at: 'recoveries', isNarrow: true },
    { name: 'recovery', at: `recoveries/${recoveryId}` },
    { name: 'recovery-approve', at: `recoveries/${recoveryId}`, act: press('Approve') },
    ...elementShots,
    { name: 'messages', at: 'messages' },
    { name: 'messages-narrow', at: 'messages', isNarrow: true },
    { name: 'messages-rates', at: 'messages?tab=rates' },
    { name: 'messages-closed', at: 'messages?tab=closed' },
    { name: 'audit', at: 'audit' },
    { name: 'webhooks', at: 'webhooks' },
    { name: 'webhook-add', at: 'webhooks', act: press('Add endpoint') },
    { name: 'webhook-deliveries', at: `webhooks/${webhookId}` },
    { name: 'keys', at: 'keys' },
    { name: 'key-shown-once', at: 'keys', act: newKey },
    { name: 'tenants', at: 'tenants' },
    { name: 'administrators', at: 'administrators' },
    { name: 'menu-narrow', at: 'administrators', isNarrow: true, act: press('Account and view') },
    { name: 'not-here', at: 'nothing' },
  ]
}

async function refusedUser(page: Page): Promise<void> {
  await press('New user')(page)
  await page.getByRole('dialog').getByLabel('Phone number').fill('12')
  await inDialog(page, 'New user')
  await page.getByRole('alert').waitFor()
}

async function checkedFile(page: Page): Promise<void> {
  const rows = ['nick,phone', 'Bea,+8613800138081', 'Cy,not a number'].join('\r\n')
  const file = { name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) }
  await page.locator('input[type=file]').setInputFiles(file)
  await press('Check only')(page)
  await page.getByText('would be rejected').waitFor()
}

async function newKey(page: Page): Promise<void> {
  await press('New key')(page)
  await page.getByRole('dialog').getByLabel('Title').fill('nightly report')
  await inDialog(page, 'New key')
  await page.getByText('lka_').waitFor()
}

export async function shootConsole(t: Lifetime, open: OpenBrowser, folder: string): Promise<void> {
  const site = await openConsoleSite(t, open, { files: populationFiles })
  const population = await populateConsole(site.app)
  const { page } = await site.enter(t, 'owner', { viewport: desktop })
  for (const shot of shotsOf(population)) await shoot(page, site.url, folder, shot)
  await shootWayIn(t, site, folder)
}

async function shoot(page: Page, url: string, folder: string, { name, at, ...shot }: Shot): Promise<void> {
  await page.setViewportSize(shot.isNarrow ? narrow : desktop)
  await page.goto(`${url}/console/${at}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await shot.act?.(page)
  await keep(page, folder, name)
}

async function keep(page: Page, folder: string, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(settleMs)
    await page.screenshot({ path: join(folder, `console-${name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

async function shootWayIn(t: Lifetime, site: ConsoleSite, folder: string): Promise<void> {
  const { page } = await site.browse(t, { viewport: desktop })
  await page.goto(`${site.url}/console`)
  await page.getByLabel('Password', { exact: true }).waitFor()
  await keep(page, folder, 'login')
  const { page: invited } = await site.browse(t, { viewport: desktop })
  await invitation(invited, site, folder)
}

async function invitation(page: Page, site: ConsoleSite, folder: string): Promise<void> {
  await page.goto(await site.invite())
  await page.getByLabel('Name').fill('ann')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await press('Continue')(page)
  await page.getByRole('alert').waitFor()
  await keep(page, folder, 'invitation')
  await page.getByLabel('Password', { exact: true }).fill(site.app.password)
  await press('Continue')(page)
  await page.locator('.qr-code').waitFor()
  await keep(page, folder, 'authenticator')
  const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('Code that the app shows').fill(await site.codeFor(secret))
  await press('Confirm')(page)
  await page.getByRole('listitem').first().waitFor()
  await keep(page, folder, 'recovery-codes')
}
