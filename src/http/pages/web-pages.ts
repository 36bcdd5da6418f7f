/**
 * The pages that people see, as files that `scripts/bundle-pages.ts` made of web/: `/login` and its like are documents,
 * all that they load lies below `assets/` under names that change with their content.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

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

/** `deep`: addresses below it are the page's own too. */
const pages = [
  { name: 'login', deep: false },
  { name: 'account', deep: false },
  { name: 'console', deep: true },
] as const

const folder = fileURLToPath(new URL('../../../dist/web', import.meta.url))

/** Registers those pages that have been made. */
export function registerWebPages(server: FastifyInstance): void {
  if (!existsSync(folder)) return
  server.register(files, { root: folder, serve: false, preCompressed: true })
  for (const { name, deep } of pages) {
    const root = join(folder, name)
    if (existsSync(root)) registerPage(server, { name, root, deep })
  }
}

type Page = { readonly name: string; readonly root: string; readonly deep: boolean }

function registerPage(server: FastifyInstance, { name, root, deep }: Page): void {
  const document = (reply: FastifyReply) =>
    reply.header('content-security-policy', policy).sendFile('index.html', root, { cacheControl: false })
  server.get(`/${name}`, (_request, reply) => document(reply))
  if (deep) server.get(`/${name}/*`, (_request, reply) => document(reply))
  server.get<{ Params: { readonly '*': string } }>(`/${name}/assets/*`, (request, reply) =>
    reply
      .removeHeader('cache-control')
      .sendFile(request.params['*'], join(root, 'assets'), { maxAge: '365d', immutable: true }),
  )
}
