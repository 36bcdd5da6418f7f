/**
 * Pages of other origins: only those that a client lists in `allowedOrigins` are answered, by their exact name
 * (spec 6, D2 and A59).
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Client } from '../clients/client.ts'
import { header } from './call-context.ts'
import type { HttpServices } from './http-services.ts'

/** Headers of ours that a page may send. */
const requestHeaders = [
  'Authorization',
  'Content-Type',
  'X-agent',
  'X-agreements',
  'X-captcha-token',
  'X-client-id',
  'X-device-fingerprint',
  'X-device-ip',
  'X-L',
  'X-operating-sys-version',
  'X-state-token',
  'X-tenant-id',
  'session-token',
].join(', ')

const preflightSeconds = 600

/** The client that a request names, else the one that calls without a name are of. */
export function clientOf(request: FastifyRequest, { clients }: HttpServices): Client | undefined {
  const clientId = header(request, 'x-client-id')
  return clientId === undefined ? clients().fallback : clients().find(clientId)
}

/** Is the request from a page that its client lists? */
export function isFromAllowedPage(request: FastifyRequest, services: HttpServices): boolean {
  const { origin } = request.headers
  return origin !== undefined && clientOf(request, services)?.allowedOrigins.includes(origin) === true
}

/** Tells a browser what a page of another origin may read. True when that was all that the request asked. */
export function answerOrigin(request: FastifyRequest, reply: FastifyReply, services: HttpServices): boolean {
  const { origin } = request.headers
  if (origin === undefined || !request.url.startsWith('/api/')) return false
  const asks = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
  const allowed = asks ? isListed(origin, services) : isFromAllowedPage(request, services)
  if (!allowed) return false
  reply.header('access-control-allow-origin', origin).header('access-control-allow-credentials', 'true')
  if (!asks) {
    reply.header('access-control-expose-headers', 'Retry-After')
    return false
  }
  reply
    .code(204)
    .header('access-control-allow-methods', 'GET, POST')
    .header('access-control-allow-headers', requestHeaders)
    .header('access-control-max-age', preflightSeconds)
    .send()
  return true
}

/** A preflight does not say which client it is for. */
function isListed(origin: string, { clients }: HttpServices): boolean {
  return clients().all.some(({ allowedOrigins }) => allowedOrigins.includes(origin))
}
