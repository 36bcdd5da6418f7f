import type { Page } from 'playwright-core'

/** Waits until an expression is true in the page. Playwright's own way would evaluate it within the page's policy. */
export async function until(page: Page, expression: string): Promise<void> {
  await page.evaluate(
    `new Promise((done) => { const look = () => ((${expression}) ? done() : requestAnimationFrame(look)); look() })`,
  )
}
