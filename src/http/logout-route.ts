/**
 * `GET /api/v1/logout`: where an application sends a browser to end its session. The cookie counts here without an
 * `Origin`, since none comes with a navigation; `SameSite=Lax` keeps it back from everything but a navigation that
 * the address bar shows, so no picture or frame of another site can end a session, but a link can.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { redirectTarget } from '../clients/redirect-target.ts'
import { cookieToken, forgetSession } from './elements/browser-session.ts'
import type { HttpServices } from './http-services.ts'

type Query = { readonly redirect_url?: unknown; readonly client_id?: unknown }

export function registerLogout(server: FastifyInstance, services: HttpServices): void {
  // A HEAD is asked by programs that look whether a link works.
  server.get<{ Querystring: Query }>('/api/v1/logout', { exposeHeadRoute: false }, (request, reply) =>
    serve(request, reply, services),
  )
}

async function serve(
  request: FastifyRequest<{ Querystring: Query }>,
  reply: FastifyReply,
  services: HttpServices,
): Promise<FastifyReply> {
  const { redirect_url, client_id } = request.query
  const token = isPrefetch(request) ? undefined : cookieToken(request, services)
  const session = token === undefined ? undefined : await services.sessions.findByToken(token)
  if (session !== undefined) await services.sessions.end(session)
  if (token !== undefined) forgetSession(reply, services)
  const target = targetOf(services, redirect_url, client_id ?? session?.clientId)
  return target === undefined ? reply.code(204).send() : reply.redirect(target, 302)
}

/** A browser that guesses where its user will go. */
function isPrefetch({ headers }: FastifyRequest): boolean {
  return `${headers['sec-purpose'] ?? ''} ${headers.purpose ?? ''}`.includes('prefetch')
}

/** Without `client_id` the client of the session that ends. */
function targetOf({ clients }: HttpServices, url: unknown, clientId: unknown): string | undefined {
  if (typeof url !== 'string' || typeof clientId !== 'string') return undefined
  const client = clients().find(clientId)
  return client && redirectTarget(client, url)
}
