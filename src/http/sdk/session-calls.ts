/** What the holder of a session token may ask for. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Client } from '../../clients/client.ts'
import type { Session } from '../../sessions/session.ts'
import { header } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { defineCall } from './define-call.ts'
import { SdkFailure } from './sdk-failure.ts'
import { serveCall } from './serve-call.ts'

export const renewIdToken = defineCall({
  path: '/sdk/sso/session-token/id-token',
  summary: 'Gives a fresh id_token for a living session.',
  fields: [],
  session: true,
  answer: Type.Object({
    session_token: Type.String(),
    expire: Type.Integer({ description: 'Seconds that the session still lives.' }),
    id_token: Type.String(),
  }),
  errors: ['sessionTokenInvalid'],
})

export const logout = defineCall({
  path: '/sdk/logout',
  summary: 'Ends the session.',
  fields: [],
  session: true,
  errors: ['sessionTokenInvalid'],
})

export function registerSessionCalls(face: FastifyInstance, services: HttpServices): void {
  serveCall(face, services, renewIdToken, async ({ client, request }) => {
    const { token, session } = await sessionOf(request, client, services)
    const expire = Math.floor((session.expiresAt - services.clock.now()) / 1000)
    return { session_token: token, expire, id_token: await services.renewIdToken(session) }
  })

  serveCall(face, services, logout, async ({ client, request }) => {
    const { session } = await sessionOf(request, client, services)
    await services.sessions.end(session)
  })
}

/** The living session of the header `session-token`: one that this client made (spec 6, A46). */
async function sessionOf(
  request: FastifyRequest,
  { clientId, tenantId }: Client,
  { sessions }: HttpServices,
): Promise<{ readonly token: string; readonly session: Session }> {
  const token = header(request, 'session-token')
  const session = token === undefined ? undefined : await sessions.findByToken(token)
  if (token === undefined || session?.tenantId !== tenantId || session.clientId !== clientId)
    throw new SdkFailure('sessionTokenInvalid')
  return { token, session }
}
