/** The HTTP server: limits of size and time, headers of every answer, and the faces behind it. */
import Fastify, { type FastifyInstance } from 'fastify'
import { randomHex } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import { registerAdminFace } from './admin/admin-face.ts'
import { answerFailure } from './answer-failure.ts'
import { type AnswerHeaders, answerHeaders, setAnswerHeaders } from './answer-headers.ts'
import { registerDocument } from './document/document-routes.ts'
import { registerElementFace } from './elements/element-face.ts'
import { registerHealth } from './health.ts'
import type { HttpServices } from './http-services.ts'
import { readOnlyJson } from './json-body.ts'
import { registerLoginPageCalls } from './login-page/login-page-routes.ts'
import { registerLogout } from './logout-route.ts'
import { answerOrigin } from './origins.ts'
import { registerInbox } from './pages/inbox-page.ts'
import { registerWebPages } from './pages/web-pages.ts'
import { registerReceipts } from './receipt-route.ts'
import { NotFound } from './request-fault.ts'
import { registerSdkFace } from './sdk/sdk-face.ts'
import { registerSessionRoutes } from './session-routes.ts'
import { answerUnreadable } from './unreadable-request.ts'

/** Spec 6, D3. */
const bodyLimit = 64 * 1024
const maxHeaderSize = 16 * 1024
const defaultRequestTimeoutMs = 30_000

export type ServerOptions = {
  /** How long a request may take to arrive. Default: 30 seconds. */
  readonly requestTimeoutMs?: number | undefined
}

/** Builds the server without listening. `admin`: health and metrics are here and not on a listener of their own. */
export function createServer(
  services: HttpServices,
  { admin, ...options }: ServerOptions & { readonly admin: boolean },
): FastifyInstance {
  const server = createBareServer(services, options)
  registerSdkFace(server, services)
  registerElementFace(server, services)
  registerSessionRoutes(server, services)
  registerLogout(server, services)
  registerLoginPageCalls(server, services)
  registerReceipts(server, services)
  registerAdminFace(server, services)
  registerDocument(server, services, admin)
  registerInbox(server, services)
  registerWebPages(server)
  if (admin) registerHealth(server, services, { isPublic: true })
  return server
}

/** A listener of its own for operators. */
export function createAdminServer(services: HttpServices, options: ServerOptions = {}): FastifyInstance {
  const server = createBareServer(services, options)
  registerHealth(server, services, { isPublic: false })
  return server
}

function createBareServer(services: HttpServices, { requestTimeoutMs }: ServerOptions): FastifyInstance {
  const timeoutMs = requestTimeoutMs ?? defaultRequestTimeoutMs
  const checkEveryMs = Math.min(500, Math.floor(timeoutMs / 10))
  const headers = answerHeaders(services.production)
  const server = Fastify({
    bodyLimit,
    requestTimeout: timeoutMs - checkEveryMs,
    // Longer than a request may take to arrive: whoever is late is told so first.
    connectionTimeout: 2 * timeoutMs,
    keepAliveTimeout: 10_000,
    http: {
      maxHeaderSize,
      headersTimeout: timeoutMs - checkEveryMs,
      connectionsCheckingInterval: checkEveryMs,
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: 512 },
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    genReqId: () => randomHex(32),
    logger: false,
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, headers),
    frameworkErrors: (error, request, reply) => {
      setAnswerHeaders(reply, headers)
      answerFailure(services, error, request, reply)
    },
  })
  server.server.on('checkExpectation', server.routing)
  readOnlyJson(server)
  addHooks(server, services, headers)
  server.setErrorHandler((error, request, reply) => answerFailure(services, error, request, reply))
  server.setNotFoundHandler((request, reply) => answerFailure(services, new NotFound(), request, reply))
  return server
}

/** Declarations check arguments and results, so Fastify's own compilers, half of its size, are never loaded. */
function noCompiler(): never {
  throw new Error('a route has a schema of Fastify')
}

/** A path has one spelling, and none of ours needs a percent escape. */
function hasEscape(url: string): boolean {
  return /^[^?#]*%/.test(url)
}

/** What an API call waits for a store would make the line longer; health and pages wait for none. */
function isTurnedAway(url: string, { isSwamped }: HttpServices): boolean {
  return url.startsWith('/api/') && isSwamped()
}

/** What no route answers, and whom a slow store could not serve in time, is refused before its body is read. */
function addHooks(server: FastifyInstance, services: HttpServices, headers: AnswerHeaders): void {
  server.addHook('onRequest', (request, reply, done) => {
    setAnswerHeaders(reply, headers)
    if (request.headers.origin !== undefined && answerOrigin(request, reply, services)) return
    if (request.is404 || hasEscape(request.url)) answerFailure(services, new NotFound(), request, reply)
    else if (isTurnedAway(request.url, services))
      answerFailure(services, refuse('BUSY', { seconds: 1 }), request, reply)
    else done()
  })
  // Behind the body, whose arrival is no part of this request's chain of calls.
  server.addHook('preHandler', (_request, _reply, done) => services.onOneSet(done))
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    services.observe(route, request.method, reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
}
