/** The login page in a real browser, in front of a real server on a real app folder, with an application to go back to. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, type TestContext } from 'node:test'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { clientId } from '../../../http/support/app-files.ts'
import { type FlowApp, type FlowOptions, openFlowApp } from '../../../http/support/flow-app.ts'
import type { OpenBrowser } from '../../../support/browser.ts'

/** Of the application; nothing listens there, the browser is answered by the test. */
export const redirectUri = 'https://shop.example/back?from=login'

/** The least width that the page is made for. */
export const narrow = { viewport: { width: 320, height: 640 } }

export type LoginSite = {
  readonly app: FlowApp
  readonly url: string
  /** An address of the page as an application calls it; `undefined` takes a part away. */
  address(query?: Readonly<Record<string, string | undefined>>): string
  /** The verifier of `address`. */
  readonly codeVerifier: string
  browse(t: Pick<TestContext, 'after'>, options?: BrowserContextOptions): Promise<Visit>
}

export type Visit = {
  readonly context: BrowserContext
  readonly page: Page
  readonly faults: readonly string[]
  /** Every request as `POST /path`, and those of other hosts by their whole address. */
  readonly requests: readonly string[]
}

/** For the tests of a suite together: it is there once the first of them begins. */
export function loginSite(browser: OpenBrowser, options: FlowOptions = {}): () => LoginSite {
  let site: LoginSite | undefined
  const ends: (() => Promise<void> | void)[] = []
  before(async () => {
    site = await openLoginSite({ after: (end) => ends.unshift(end as () => void) }, browser, options)
  })
  after(async () => {
    for (const end of ends) await end()
  })
  return () => {
    if (site === undefined) throw new Error('no test has begun')
    return site
  }
}

export async function openLoginSite(
  t: Pick<TestContext, 'after'>,
  browser: OpenBrowser,
  options: FlowOptions = {},
): Promise<LoginSite> {
  let url = 'http://127.0.0.1'
  const app = await openFlowApp(t as TestContext, {
    ...options,
    client: { redirectUris: [redirectUri], ...options.client },
    server: { ...options.server, publicUrl: () => url },
  })
  url = await app.server.listen({ host: '127.0.0.1', port: 0 })
  const codeVerifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(codeVerifier).digest('base64url')

  function address(query: Readonly<Record<string, string | undefined>> = {}): string {
    const parts = {
      client_id: clientId,
      redirect_uri: redirectUri,
      state: 'a b&c',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...query,
    }
    const given = Object.entries(parts).filter((pair): pair is [string, string] => pair[1] !== undefined)
    return `${url}/login?${new URLSearchParams(given)}`
  }

  async function browse(of: Pick<TestContext, 'after'>, wishes?: BrowserContextOptions): Promise<Visit> {
    const { context, faults } = await browser(of as TestContext, wishes)
    const violations: string[] = []
    of.after(() => assert.deepEqual(violations, [], 'the policy of content holds in every flow'))
    await context.exposeFunction('tellViolation', (text: string) => violations.push(text))
    await context.addInitScript(
      "addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => tellViolation([violatedDirective, blockedURI, sourceFile].join(' ')))",
    )
    const requests: string[] = []
    context.on('request', (request) => {
      const { origin, pathname } = new URL(request.url())
      requests.push(`${request.method()} ${origin === url ? pathname : request.url()}`)
    })
    await context.route('https://shop.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>Shop</title>' }),
    )
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    return { context, page, faults, requests }
  }

  return { app, url, address, codeVerifier, browse }
}
