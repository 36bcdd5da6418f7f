/** What resource servers ask: who is behind a session token, and which keys sign id_tokens. */
import type { FastifyInstance } from 'fastify'
import { toUserDict } from '../users/user.ts'
import { bearerToken } from './bearer-token.ts'
import type { HttpServices } from './http-services.ts'

export function registerSessionRoutes(server: FastifyInstance, services: HttpServices): void {
  server.get('/api/v1/session', async (request, reply) => {
    const token = bearerToken(request)
    const session = token === undefined ? undefined : await services.sessions.findByToken(token)
    if (session === undefined)
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'SESSION_INVALID' })
    const { id, clientId, tenantId, corpId, method, authTime, expiresAt } = session
    return {
      sessionId: id,
      clientId,
      tenantId,
      corpId,
      method,
      authTime,
      expiresAt,
      user: toUserDict(session.user),
    }
  })

  server.get('/api/v1/oauth2/keys', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=60').send(await services.jwks()),
  )
}
