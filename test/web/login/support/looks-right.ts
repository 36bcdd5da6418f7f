/** What a person with another eye, another screen or none would object to in the page as it is. */
import assert from 'node:assert/strict'
import axe from 'axe-core'
import type { Page } from 'playwright-core'

type Violation = {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** No violation of a rule of axe-core, light and dark; at 320 px nothing reaches out of the window. */
export async function looksRight(page: Page): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 720 }
  await page.evaluate(axe.source)
  const faults = await objections(page, '{ resultTypes: ["violations"] }')
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await objections(page, '{ runOnly: ["color-contrast"] }')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 320, height: 640 })
  const width = await page.evaluate('document.documentElement.scrollWidth')
  await page.setViewportSize(size)
  assert.deepEqual({ faults, dark, width }, { faults: [], dark: [], width: 320 })
}

async function objections(page: Page, options: string): Promise<string[]> {
  const found = (await page.evaluate(
    `axe.run(document, ${options}).then(({ violations }) => violations)`,
  )) as readonly Violation[]
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  )
}
