/** A real Chromium for tests of pages: one for a test file, and for every test a context of its own. */
import { existsSync } from 'node:fs'
import { after, type TestContext, test } from 'node:test'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

const program = process.env.LATCHKEY_TEST_CHROMIUM ?? '/usr/bin/chromium'

/**
 * A context is a browser that nobody has used yet: no cookies, nothing stored. `faults` are what its pages threw or
 * wrote to the console as an error, a broken Content-Security-Policy among it; that an answer had a status of 400 or
 * more is none.
 */
export type TestBrowser = { readonly context: BrowserContext; readonly faults: readonly string[] }

export type OpenBrowser = (t: TestContext, options?: BrowserContextOptions) => Promise<TestBrowser>

/** Without Chromium the suites are skipped, and a test says so; on a build server that is a failure. */
export function onChromium(suites: number, declare: (open: OpenBrowser) => void): void {
  if (existsSync(program)) declare(opener())
  else
    test(`there is no Chromium: ${suites} ${suites === 1 ? 'suite' : 'suites'} skipped`, (t) => {
      const way = `${program} is not there: apt-get install chromium, or name one in LATCHKEY_TEST_CHROMIUM`
      if (process.env.CI !== undefined) throw new Error(way)
      t.skip(way)
    })
}

function opener(): OpenBrowser {
  let started: Promise<Browser> | undefined
  after(async () => (await started)?.close())
  return async (t, options = {}) => {
    started ??= chromium.launch({
      executablePath: program,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    })
    const context = await (await started).newContext({ locale: 'en-US', ...options })
    t.after(() => context.close())
    const faults: string[] = []
    context.on('weberror', (fault) => faults.push(String(fault.error())))
    context.on('console', (message) => {
      if (message.type() === 'error' && !isOfAnswer(message.text())) faults.push(message.text())
    })
    return { context, faults }
  }
}

function isOfAnswer(text: string): boolean {
  return text.startsWith('Failed to load resource: the server responded with a status of')
}
