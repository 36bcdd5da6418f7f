/** The HTTP server: limits of size and time, headers of every answer, and the faces behind it. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { randomHex } from '../base/random-id.ts'
import { registerElementFace } from './elements/element-face.ts'
import { registerHealth } from './health.ts'
import type { HttpServices } from './http-services.ts'
import { registerInbox } from './pages/inbox-page.ts'
import { registerSdkFace } from './sdk/sdk-face.ts'
import { registerSessionRoutes } from './session-routes.ts'

/** Spec 6, D3. */
const bodyLimit = 64 * 1024
const maxHeaderSize = 16 * 1024
const requestTimeoutMs = 30_000

/** Builds the server without listening. `admin`: health and metrics are here and not on a listener of their own. */
export function createServer(services: HttpServices, { admin }: { readonly admin: boolean }): FastifyInstance {
  const server = Fastify({
    bodyLimit,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: requestTimeoutMs,
    keepAliveTimeout: 10_000,
    http: { maxHeaderSize, headersTimeout: requestTimeoutMs },
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, ignoreDuplicateSlashes: false, maxParamLength: 256 },
    genReqId: () => randomHex(32),
    requestIdHeader: false,
    logger: false,
    return503OnClosing: true,
    frameworkErrors: (error, request, reply) => sendPlainError(services, error, request, reply),
  })
  refuseOtherBodies(server)
  addHeaders(server, services)
  server.setErrorHandler((error, request, reply) => sendPlainError(services, error, request, reply))
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }))
  registerSdkFace(server, services)
  registerElementFace(server, services)
  registerSessionRoutes(server, services)
  registerInbox(server, services)
  if (admin) registerHealth(server, services)
  return server
}

/** JSON is the only body that is read, so no form of another site can act (spec 1). */
function refuseOtherBodies(server: FastifyInstance): void {
  server.removeContentTypeParser('text/plain')
}

const staticHeaders: readonly (readonly [string, string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['referrer-policy', 'no-referrer'],
  ['cache-control', 'no-store'],
]

function addHeaders(server: FastifyInstance, services: HttpServices): void {
  const headers = services.production
    ? [...staticHeaders, ['strict-transport-security', 'max-age=31536000'] as const]
    : staticHeaders
  server.addHook('onRequest', (_request, reply, done) => {
    for (const [name, value] of headers) reply.header(name, value)
    done()
  })
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    services.observe(route, request.method, reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
}

function sendPlainError(services: HttpServices, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500) {
    reply.code(status).send({ error: 'the request cannot be read' })
    return
  }
  services.reportDefect(error, request.id)
  reply.code(500).send({ requestId: request.id })
}
