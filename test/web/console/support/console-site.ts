/** The console in a real browser, in front of a real server; administrators come in by link or with a cookie. */
import assert from 'node:assert/strict'
import { after, before, type TestContext } from 'node:test'
import { generate } from 'otplib'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { AdminRole } from '../../../../src/admins/admin.ts'
import { type AdminApp, cookieOf, openAdminApp } from '../../../http/admin/support/admin-app.ts'
import type { HttpAppParts } from '../../../http/support/http-app.ts'
import type { OpenBrowser } from '../../../support/browser.ts'

export type ConsoleSite = {
  readonly app: AdminApp
  readonly url: string
  /** A link of one use, as `start` prints it. */
  invite(role?: AdminRole): Promise<string>
  browse(t: Pick<TestContext, 'after'>, options?: BrowserContextOptions): Promise<Visit>
  /** A browser with the session of a new administrator. */
  enter(t: Pick<TestContext, 'after'>, role: AdminRole, options?: BrowserContextOptions): Promise<Visit>
  codeFor(secret: string): Promise<string>
}

export type Visit = {
  readonly context: BrowserContext
  readonly page: Page
  readonly faults: readonly string[]
  /** Addresses of other hosts that were asked. */
  readonly strangers: readonly string[]
  /** Of an administrator who was entered. */
  readonly name: string
  readonly secret: string
}

/** For the tests of a suite together: it is there once the first of them begins. */
export function consoleSite(browser: OpenBrowser, parts: HttpAppParts = {}): () => ConsoleSite {
  let site: ConsoleSite | undefined
  const ends: (() => Promise<void> | void)[] = []
  before(async () => {
    site = await openConsoleSite({ after: (end) => ends.unshift(end as () => void) }, browser, parts)
  })
  after(async () => {
    for (const end of ends) await end()
  })
  return () => {
    if (site === undefined) throw new Error('no test has begun')
    return site
  }
}

export async function openConsoleSite(
  t: Pick<TestContext, 'after'>,
  browser: OpenBrowser,
  parts: HttpAppParts = {},
): Promise<ConsoleSite> {
  let url = 'http://127.0.0.1'
  const app = await openAdminApp(t, { ...parts, server: { ...parts.server, publicUrl: () => url } })
  url = await app.server.listen({ host: '127.0.0.1', port: 0 })
  const { invites } = app.rooms.administrators
  const codeFor = (secret: string) => generate({ secret, epoch: app.now() / 1000 })
  let count = 0

  /** What fades in would be looked at half way. */
  async function browse(of: Pick<TestContext, 'after'>, wishes?: BrowserContextOptions): Promise<Visit> {
    const { context, faults } = await browser(of as TestContext, { reducedMotion: 'reduce', ...wishes })
    const strangers: string[] = []
    context.on('request', (request) => {
      if (!/^(?:blob|data):/.test(request.url()) && new URL(request.url()).origin !== url)
        strangers.push(request.url())
    })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    return { context, page, faults, strangers, name: '', secret: '' }
  }

  async function enter(of: Pick<TestContext, 'after'>, role: AdminRole, wishes?: BrowserContextOptions) {
    const visit = await browse(of, wishes)
    count += 1
    const name = `${role}${count}`
    const token = await invites.make(role, `test ${name}`)
    const join = (path: string, body: object) =>
      app.post(`/api/admin/invite/${path}`, { token, ...body }, { origin: url })
    const { secret } = (await join('enrol', { name, password: app.password })).json()
    const joined = await join('confirm', { code: await codeFor(secret) })
    assert.equal(joined.statusCode, 200, joined.body)
    const [cookieName = '', value = ''] = (cookieOf(joined.headers['set-cookie']).cookie ?? '').split('=')
    await visit.context.addCookies([{ name: cookieName, value, url, httpOnly: true, sameSite: 'Strict' }])
    return { ...visit, name, secret }
  }

  return {
    app,
    url,
    invite: async (role = 'owner') => {
      count += 1
      return `${url}/console#invite=${await invites.make(role, `link ${count}`)}`
    },
    browse,
    enter,
    codeFor,
  }
}
