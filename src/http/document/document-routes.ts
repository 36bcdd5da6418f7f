/** `/openapi.json` and the readable page that is made of it; both are made once for each registry. */
import type { FastifyInstance } from 'fastify'
import type { Registry } from '../../elements/registry.ts'
import { pagePolicy } from '../answer-headers.ts'
import type { HttpServices } from '../http-services.ts'
import { documentPage, documentStyle } from './document-page.ts'
import { openApiDocument } from './open-api-document.ts'

type Made = { readonly json: string; readonly page: string }

/** `admin`: health is on this listener too. */
export function registerDocument(
  server: FastifyInstance,
  { registry, appTitle }: HttpServices,
  admin: boolean,
): void {
  const known = new WeakMap<Registry, Made>()

  function made(): Made {
    const now = registry()
    let texts = known.get(now)
    if (texts === undefined) {
      const json = JSON.stringify(openApiDocument(now, appTitle(), admin))
      texts = { json, page: documentPage(JSON.parse(json)) }
      known.set(now, texts)
    }
    return texts
  }

  server.get('/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(made().json),
  )
  server.get('/docs', (_request, reply) =>
    reply.header('content-security-policy', pagePolicy).type('text/html; charset=utf-8').send(made().page),
  )
  server.get('/docs.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(documentStyle))
}
