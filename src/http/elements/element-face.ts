/**
 * Elements over HTTP: `POST /api/{orgId}/{appName}/{fullName with / for .}/{function}` with named arguments
 * (spec 1, "Elements over HTTP").
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import { callOf, header } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { type BrowserSession, browserSessionOf, isOwnOrigin, setSessionCookies } from './browser-session.ts'
import { sendRefusal, sendSuccess } from './envelope.ts'

type Params = { readonly orgId: string; readonly appName: string; readonly '*': string }

const loginByCode = 'auths.loginTypes.services.AuthSvc.loginByCode'

export function registerElementFace(server: FastifyInstance, services: HttpServices): void {
  server.register(async (face) => {
    face.setErrorHandler((error, request, reply) => {
      const expected = sendRefusal(reply, error, request, services)
      if (!expected) services.reportDefect(error, request.id)
    })
    face.post<{ Params: Params }>('/api/:orgId/:appName/*', (request, reply) => serve(request, reply, services))
  })
}

async function serve(
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
  services: HttpServices,
): Promise<FastifyReply> {
  const { fullName, functionName } = readPath(request.params, services.appId)
  const browser = browserSessionOf(request, services)
  const call = await callerOf(request, services, browser)
  const named = readArguments(request.body)
  const data = await services.app.with(call).callFunction(fullName, functionName, named, true)
  if (`${fullName}.${functionName}` === loginByCode && isOwnOrigin(request, services))
    setSessionCookies(reply, services, browser, data)
  return sendSuccess(reply, request, services, data)
}

function readPath({ orgId, appName, '*': path }: Params, appId: string): { fullName: string; functionName: string } {
  const parts = path.split('/')
  const functionName = parts.pop() ?? ''
  if (`${orgId}.${appName}` !== appId || parts.length === 0 || parts.some((part) => !/^[A-Za-z]\w*$/.test(part)))
    throw refuse('ELEMENT_NOT_FOUND')
  return { fullName: parts.join('.'), functionName }
}

function readArguments(body: unknown): Readonly<Record<string, unknown>> {
  if (body === undefined) return {}
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  throw refuse('API_PARAMS_ERROR', { arguments: { body: 'is not a JSON object' } })
}

/** The caller behind a session token, or nobody. A token of another tenant's session counts as none. */
async function callerOf(
  request: FastifyRequest,
  services: HttpServices,
  { token, deviceKey }: BrowserSession,
): Promise<CallContext> {
  const clientId = header(request, 'x-client-id')
  const client = clientId === undefined ? services.clients().fallback : services.clients().find(clientId)
  if (clientId !== undefined && client === undefined) throw refuse('CLIENT_UNKNOWN')
  const call = callOf(request, services, client, deviceKey)
  const session = token === undefined ? undefined : await services.sessions.findByToken(token)
  if (session === undefined || session.tenantId !== call.tenantId) return call
  return { ...call, caller: { kind: 'user', userId: session.userId, sessionId: session.id } }
}
