/**
 * The pages that people see, as files that `scripts/bundle-pages.ts` made of web/: `/login` and its like are documents,
 * all that they load lies below `assets/` under names that change with their content.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { earlyFacts } from '../login-page/early-facts.ts'

/** Nothing of another host, nothing that stands in the document itself (spec 6, D2); pictures come as `data:` too. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

type Query = Readonly<Record<string, unknown>>

type PageKind = {
  readonly name: string
  /** Addresses below it are the page's own too. */
  readonly deep?: true
  /** What the document of a query will ask for at once: a `Link` header. */
  readonly early?: (query: Query) => string | undefined
}

const pages: readonly PageKind[] = [
  { name: 'login', early: earlyFacts },
  { name: 'account' },
  { name: 'console', deep: true },
]

/** Where a visitor of the server's bare address is sent to. */
const rootPage = 'login'

const folder = fileURLToPath(new URL('../../../dist/web', import.meta.url))

/** Registers those pages that have been made. */
export function registerWebPages(server: FastifyInstance): void {
  if (!existsSync(folder)) return
  server.register(files, { root: folder, serve: false, preCompressed: true })
  for (const page of pages) if (existsSync(join(folder, page.name))) registerPage(server, page)
  if (existsSync(join(folder, rootPage))) server.get('/', (_request, reply) => reply.redirect(`/${rootPage}`))
}

function registerPage(server: FastifyInstance, { name, deep, early }: PageKind): void {
  const root = join(folder, name)
  const document = ({ query }: FastifyRequest, reply: FastifyReply) => {
    const link = early?.(query as Query)
    if (link !== undefined) reply.header('link', link)
    return reply
      .header('content-security-policy', policy)
      .sendFile('index.html', root, { cacheControl: false })
  }
  server.get(`/${name}`, document)
  if (deep) server.get(`/${name}/*`, document)
  server.get<{ Params: { readonly '*': string } }>(`/${name}/assets/*`, (request, reply) =>
    reply
      .removeHeader('cache-control')
      .sendFile(request.params['*'], join(root, 'assets'), { maxAge: '365d', immutable: true }),
  )
}
