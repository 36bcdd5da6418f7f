/**
 * How long a visitor of /login waits on a slow mobile network: from the start of the visit to a field that takes what
 * is typed, with an empty cache. Chromium slows down its own network, and the page's processor.
 * `npm run first-use [-- ADDRESS]`; without an address a server of its own.
 */
import { type Browser, chromium } from 'playwright-core'
import type { OpenBrowser } from '../test/support/browser.ts'
import { openLoginSite } from '../test/web/login/support/login-site.ts'

/** "Slow 4G" of Lighthouse: a time there and back in milliseconds, and bytes a second. */
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_638_400 / 8,
  uploadThroughput: 768_000 / 8,
}
const visits = 9
/** How many times slower the processor is: this machine, and what Lighthouse takes for a phone. */
const slowness = [1, 4] as const

/** Two frames after the field has come: it is on the screen. */
const watch = `new Promise((done) => {
  const look = () => {
    if (document.querySelector('form input') === null) return requestAnimationFrame(look)
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))
  }
  look()
})`

async function visit(browser: Browser, address: string, rate: number): Promise<number> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', network)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate })
  await page.goto(address, { waitUntil: 'commit' })
  const usableMs = Number(await page.evaluate(watch))
  await context.close()
  return usableMs
}

const middle = (values: readonly number[]) =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN)

const browser = await chromium.launch({
  executablePath: process.env.LATCHKEY_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
})
const ends: (() => unknown)[] = [() => browser.close()]
const open: OpenBrowser = async (_t, options = {}) => ({
  context: await browser.newContext(options),
  faults: [],
})
const address =
  process.argv[2] ??
  (await openLoginSite({ after: (end: unknown) => ends.push(end as () => unknown) }, open)).address()
for (const rate of slowness) {
  const waits: number[] = []
  for (let i = 0; i < visits; i += 1) waits.push(await visit(browser, address, rate))
  process.stdout.write(`processor ${rate}x slower: usable after ${middle(waits)} ms\n`)
}
for (const end of ends) await end()
