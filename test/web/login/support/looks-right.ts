/** What a person with another eye, another screen or none would object to in the page as it is. */
import assert from 'node:assert/strict'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { narrow } from './login-site.ts'

type Violation = {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/**
 * No violation of a rule of axe-core, light and dark; at 320 px, read from either side, nothing reaches out of the
 * window, lies on something else or is cut off.
 */
export async function looksRight(page: Page): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 720 }
  await page.evaluate(axe.source)
  const light = await objections(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await objections(page)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(narrow.viewport)
  const thin = await page.evaluate(misplaced('ltr'))
  const fromRight = await page.evaluate(misplaced('rtl'))
  await page.setViewportSize({ width: 1280, height: 720 })
  const wide = await page.evaluate(misplaced('ltr'))
  await page.setViewportSize(size)
  const found = { light, dark, thin, fromRight, wide }
  assert.deepEqual(found, { light: [], dark: [], thin: [], fromRight: [], wide: [] })
}

async function objections(page: Page): Promise<string[]> {
  const found = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )) as readonly Violation[]
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  )
}

/** In the page, which is turned into the direction and back. */
const misplaced = (direction: 'ltr' | 'rtl') => `(() => {
  const root = document.documentElement
  root.dir = '${direction}'
  const top = document.querySelector('dialog[open]') ?? document.querySelector('.countries') ?? document.body
  // What is drawn beneath or above something else on purpose.
  const layered = '.unseen, .code, .picture, [type=range], [hidden], noscript'
  const parts = [...top.querySelectorAll('button, input, a, label, p, h1, h2, li, img, canvas')]
    .filter((part) => part.closest(layered) === null)
    .map((part) => ({
      part,
      lines: [...part.getClientRects()].filter(({ width, height }) => width > 1 && height > 1),
      name: part.localName + '.' + part.className + ' ' + part.textContent.slice(0, 40),
    }))
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1
  const faults = root.scrollWidth > innerWidth ? [root.scrollWidth + ' px wide'] : []
  for (const [i, { part, lines, name }] of parts.entries()) {
    if (lines.some(({ left, right }) => left < -0.5 || right > innerWidth + 0.5)) faults.push('outside: ' + name)
    if (part.localName === 'button' && part.scrollWidth > part.clientWidth + 1) faults.push('cut off: ' + name)
    for (const other of parts.slice(i + 1))
      if (!part.contains(other.part) && !other.part.contains(part))
        if (lines.some((line) => other.lines.some((another) => meet(line, another))))
          faults.push(name + ' lies on ' + other.name)
  }
  root.removeAttribute('dir')
  return faults
})()`
