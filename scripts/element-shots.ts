/** The pictures of the elements of the console: their list, forms, reviews, and what is done with them. */
import type { Page } from 'playwright-core'

type ElementShot = {
  readonly name: string
  readonly at: string
  readonly isNarrow?: boolean
  readonly act?: (page: Page) => Promise<unknown>
}

const phone = 'elements/auths.loginTypes.phone'

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click()

export const elementShots: readonly ElementShot[] = [
  { name: 'elements', at: 'elements' },
  { name: 'elements-narrow', at: 'elements', isNarrow: true },
  { name: 'element', at: phone, act: shown('SMS service') },
  { name: 'element-narrow', at: phone, isNarrow: true, act: shown('SMS service') },
  { name: 'element-client', at: 'elements/clients.web', act: addresses },
  { name: 'element-review', at: phone, act: (page) => changed(page, '120') },
  { name: 'element-review-narrow', at: phone, isNarrow: true, act: (page) => changed(page, '120') },
  { name: 'element-refused', at: phone, act: (page) => changed(page, '9999') },
  { name: 'element-fault', at: phone, act: faulty },
  { name: 'element-new', at: 'elements/new', act: shown('Full name') },
  { name: 'element-secret', at: 'elements/new', act: newService },
  { name: 'element-try-sms', at: 'elements/SMS.console', act: press('Send a test SMS') },
]

function shown(label: string): (page: Page) => Promise<unknown> {
  return (page) => page.getByLabel(label).waitFor()
}

async function addresses(page: Page): Promise<void> {
  const field = page.getByLabel('Redirect addresses')
  await field.fill('https://shop.example/back\nhttps://shop.example/app')
  await field.scrollIntoViewIfNeeded()
}

async function changed(page: Page, seconds: string): Promise<void> {
  await page.getByLabel('Lifetime of a code').fill(seconds)
  await press('Review changes')(page)
  await page.getByRole('dialog').getByRole('table').waitFor()
}

async function faulty(page: Page): Promise<void> {
  await changed(page, '9999')
  await press('Back to the settings')(page)
  await page.locator('.element-fault').waitFor()
}

async function newService(page: Page): Promise<void> {
  await page.getByLabel('Type').selectOption('SMS.Twilio')
  await page.getByLabel('Full name').fill('SMS.abroad')
  await page.getByLabel('Title').fill('Abroad')
  await press('Continue')(page)
  await page.getByLabel('Auth token').fill('not shown')
}
