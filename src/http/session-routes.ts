/** What resource servers ask: who is behind a session token, and which keys sign id_tokens. */
import type { FastifyInstance } from 'fastify'
import Type, { type Static } from 'typebox'
import type { Session } from '../sessions/session.ts'
import { jwksSeconds } from '../tokens/key-snapshot.ts'
import { toUserDict } from '../users/user.ts'
import type { PlainFailure } from '../wire/failure-bodies.ts'
import { bearerToken } from './bearer-token.ts'
import type { HttpServices } from './http-services.ts'

const nullableText = Type.Union([Type.String(), Type.Null()])

export const sessionAnswer = Type.Object({
  sessionId: Type.String(),
  clientId: Type.String(),
  tenantId: Type.String(),
  corpId: nullableText,
  method: Type.String({ description: 'How the user logged in: `sms`, `password`.' }),
  authTime: Type.Integer({ description: 'When the user logged in, in milliseconds since the epoch.' }),
  expiresAt: Type.Integer({
    description: 'When the session ends at the latest, in milliseconds since the epoch.',
  }),
  user: Type.Object({
    userId: Type.String(),
    nick: Type.String(),
    name: nullableText,
    email: nullableText,
    phone: nullableText,
    username: nullableText,
    status: Type.String(),
    createTime: Type.Integer({ description: 'Milliseconds since the epoch.' }),
  }),
})

export function registerSessionRoutes(server: FastifyInstance, services: HttpServices): void {
  server.get('/api/v1/session', async (request, reply) => {
    const token = bearerToken(request)
    const session = token === undefined ? undefined : await services.sessions.findByToken(token)
    if (session !== undefined) return toAnswer(session)
    const failure: PlainFailure = { error: 'SESSION_INVALID', requestId: request.id }
    return reply
      .code(401)
      .header('www-authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"')
      .send(failure)
  })

  server.get('/api/v1/oauth2/keys', async (_request, reply) =>
    reply.header('cache-control', `public, max-age=${jwksSeconds}`).send(await services.jwks()),
  )
}

function toAnswer(session: Session): Static<typeof sessionAnswer> {
  const { id, clientId, tenantId, corpId, method, authTime, expiresAt } = session
  const user = toUserDict(session.user)
  return { sessionId: id, clientId, tenantId, corpId, method, authTime, expiresAt, user }
}
