/** What a person with another eye or a telephone would object to in a screen of the console as it is. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { axeFaults } from '../../login/support/axe-faults.ts'

/** Once nothing fades any more: no violation of a rule of axe-core, light and dark; on a telephone only tables and the parts are scrolled sideways. */
export async function screenLooksRight(page: Page): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 720 }
  await standStill(page)
  const light = await axeFaults(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await standStill(page)
  const dark = await axeFaults(page)
  await page.emulateMedia({ colorScheme: 'light' })
  const wider: number[] = []
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 780 })
    const needed = Number(await page.evaluate('document.documentElement.scrollWidth'))
    if (needed > width) wider.push(width, needed)
  }
  await page.setViewportSize(size)
  assert.deepEqual({ light, dark, wider }, { light: [], dark: [], wider: [] })
}

/** What fades in has another contrast. */
async function standStill(page: Page): Promise<void> {
  const drawn = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'
  const still = 'Promise.allSettled(document.getAnimations().map((one) => one.finished))'
  await page.evaluate(`${drawn}.then(() => ${still})`)
}
