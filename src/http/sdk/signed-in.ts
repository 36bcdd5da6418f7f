/** The caller of a call that is for users: `Authorization: Bearer <id_token>`. */
import type { FastifyRequest } from 'fastify'
import type { UserId } from '../../base/ids.ts'
import type { CallContext } from '../../elements/caller.ts'
import { basicCredentials } from '../basic-credentials.ts'
import { bearerToken } from '../bearer-token.ts'
import type { HttpServices } from '../http-services.ts'
import { SdkFailure } from './sdk-failure.ts'
import type { SdkRequest } from './sdk-request.ts'

export type SignedIn = { readonly userId: UserId; readonly call: CallContext }

type Asked = SdkRequest & { readonly request: FastifyRequest }

/** Refused as `idTokenInvalid` without an id_token of a living session of the client. */
export async function signedIn(
  { request, client, call }: Asked,
  { idTokenSessions }: HttpServices,
): Promise<SignedIn> {
  const token = bearerToken(request)
  const session = token === undefined ? undefined : await idTokenSessions.find(token, client)
  if (session === undefined) throw new SdkFailure('idTokenInvalid')
  const { userId, id: sessionId } = session
  return { userId, call: { ...call, caller: { kind: 'user', userId, sessionId } } }
}

/** Does the caller say to be signed in? A wrong token is not taken for none; a back end shows its secret instead. */
export function saysSignedIn(request: FastifyRequest): boolean {
  return request.headers.authorization !== undefined && basicCredentials(request) === undefined
}
