/** The console's part of `screenshots.ts`: its screens with some people and messages in them. */
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { OpenBrowser } from '../test/support/browser.ts'
import { openConsoleSite } from '../test/web/console/support/console-site.ts'

const viewport = { width: 1200, height: 800 }
const settleMs = 1200
const screens = ['today', 'users', 'elements', 'audit', 'administrators']

export async function shootConsole(
  t: Pick<TestContext, 'after'>,
  open: OpenBrowser,
  folder: string,
): Promise<void> {
  const site = await openConsoleSite(t, open)
  for (let i = 0; i < 8; i += 1) await site.app.login(`1380013800${i}`)
  // The sweeper counts records that are ten seconds old.
  site.app.pass(60)
  await site.app.rooms.audit.flush()
  await site.app.rooms.auditHours.advance(500)
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await site.enter(t, 'owner', { viewport, colorScheme })
    for (const screen of screens) {
      await page.goto(`${site.url}/console/${screen}`)
      await page.waitForTimeout(settleMs)
      await page.screenshot({ path: join(folder, `console-${screen}-${colorScheme}.png`) })
    }
  }
}
