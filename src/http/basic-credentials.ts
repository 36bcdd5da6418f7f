import type { FastifyRequest } from 'fastify'
import type { Credentials } from '../clients/client-credentials.ts'

const form = /^Basic ([A-Za-z0-9+/]{1,1024}={0,2})$/i

/** Id and secret of `Authorization: Basic …`, or nothing. */
export function basicCredentials(request: FastifyRequest): Credentials | undefined {
  const [, encoded] = form.exec(request.headers.authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  const [, clientId, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  return clientId === undefined || secret === undefined ? undefined : { clientId, secret }
}
