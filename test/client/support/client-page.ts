/** Pages under a strict Content-Security-Policy that load the bundled client, in front of a real server. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { type ClientDoor, clientBundle } from '../../../scripts/client-bundle.ts'
import type * as latchkey from '../../../src/client/index.ts'
import type { FlowApp, FlowOptions } from '../../http/support/flow-app.ts'
import { openFlowApp } from '../../http/support/flow-app.ts'
import type { OpenBrowser } from '../../support/browser.ts'

declare global {
  interface Window {
    readonly latchkey: typeof latchkey
  }
}

const root = `${import.meta.dirname}/../../..`
const bundles = new Map<ClientDoor, Promise<string>>()

function bundleOf(door: ClientDoor): Promise<string> {
  const made = bundles.get(door) ?? clientBundle(root, door)
  bundles.set(door, made)
  return made
}

const boot = "import * as latchkey from '/client.js'\nwindow.latchkey = latchkey"
const emptyPage =
  '<!doctype html><html lang="en"><title>Page</title><script type="module" src="/boot.js"></script>'

export type ClientSite = {
  readonly app: FlowApp
  /** Where the server is. */
  readonly url: string
  readonly faults: readonly string[]
  readonly requests: readonly string[]
  /** A new tab on a page of the server's own origin, or of `shop`. */
  open(where?: 'own' | 'shop'): Promise<Page>
}

export type SiteOptions = FlowOptions & {
  readonly browser?: BrowserContextOptions
  /** Of the page; the client is there as `window.latchkey` without it. */
  readonly html?: string
  readonly style?: string
}

export async function openClientSite(t: TestContext, browse: OpenBrowser, options: SiteOptions = {}) {
  let url = 'http://127.0.0.1'
  const files = {
    '/page': ['text/html', async () => options.html ?? emptyPage],
    '/page.css': ['text/css', async () => options.style ?? ''],
    '/boot.js': ['text/javascript', async () => boot],
    '/client.js': ['text/javascript', () => bundleOf('index.js')],
    '/element.js': ['text/javascript', () => bundleOf('element.js')],
  } as const
  const answerOf = async (path: string) => {
    const [contentType, body] = files[path as keyof typeof files] ?? ['text/plain', async () => '']
    const policy = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src ${url}; img-src data:`
    return {
      headers: { 'content-type': contentType, 'content-security-policy': policy },
      body: await body(),
    }
  }
  // First, so that its connections are closed before the server is.
  const { context, faults } = await browse(t, options.browser)
  const shop = await openShop(t, answerOf)
  const app = await openFlowApp(t, {
    ...options,
    client: { allowedOrigins: [shop], ...options.client },
    server: { ...options.server, publicUrl: () => url },
  })
  url = await app.server.listen({ host: '127.0.0.1', port: 0 })
  const requests: string[] = []
  context.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`))
  for (const path of Object.keys(files))
    await context.route(`${url}${path}`, async (route) => route.fulfill(await answerOf(path)))
  const site: ClientSite = {
    app,
    url,
    faults,
    requests,
    async open(where = 'own') {
      const page = await context.newPage()
      await page.goto(`${where === 'own' ? url : shop}/page`)
      return page
    },
  }
  return { ...site, context }
}

type Answer = { readonly headers: Readonly<Record<string, string>>; readonly body: string }

/**
 * A site that may call the server: for cookies, too, it is another one than 127.0.0.1. Its pages come from a real
 * server, because Chromium lets no page of an unknown network call this machine.
 */
async function openShop(t: TestContext, answerOf: (path: string) => Promise<Answer>): Promise<string> {
  const server = createServer(async ({ url = '' }, response) => {
    const { headers, body } = await answerOf(url)
    response.writeHead(200, headers).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return `http://localhost:${(server.address() as AddressInfo).port}`
}
