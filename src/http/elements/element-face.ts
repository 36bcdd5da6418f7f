/**
 * Elements over HTTP: `POST /api/{orgId}/{appName}/{fullName with / for .}/{function}` with named arguments
 * (spec 1, "Elements over HTTP").
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../base/refusal.ts'
import type { Client } from '../../clients/client.ts'
import type { CallContext } from '../../elements/caller.ts'
import { callOf, header } from '../call-context.ts'
import { clientInTenant } from '../client-tenant.ts'
import type { HttpServices } from '../http-services.ts'
import { clientOf } from '../origins.ts'
import { presentedCaptcha } from '../sdk/presented-captcha.ts'
import { shapeResult } from '../shape-result.ts'
import { type Browser, browserOf, keepSession } from './browser-session.ts'
import { sendSuccess } from './envelope.ts'

type Params = { readonly '*': string }

type Target = { readonly fullName: string; readonly functionName: string }

/** What the paths of an app's elements begin with: the appId is split at its first dot. */
export function elementPrefix(appId: string): string {
  return `/api/${appId.replace('.', '/')}`
}

export function registerElementFace(server: FastifyInstance, services: HttpServices): void {
  server.post<{ Params: Params }>(`${elementPrefix(services.appId)}/*`, (request, reply) =>
    serve(request, reply, services),
  )
}

async function serve(
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
  services: HttpServices,
): Promise<FastifyReply> {
  const target = readPath(request.params['*'])
  const { fullName, functionName } = target
  const browser = browserOf(request, services)
  const call = await callerOf(request, services, browser)
  const declaration = services.registry().element(fullName)?.class?.functions[functionName]
  const app = services.app.with(call)
  const result = await app.callFunction(fullName, functionName, readArguments(request.body), true)
  if (declaration === undefined) throw refuse('FUNCTION_NOT_FOUND')
  const data = shapeResult(declaration.result, result, `${fullName}.${functionName}`)
  keepSession(reply, services, browser, target, data)
  return sendSuccess(reply, request, services, data)
}

/** A name has one spelling: dots are no separators here. */
function readPath(path: string): Target {
  if (path.includes('.')) throw refuse('ELEMENT_NOT_FOUND')
  const parts = path.split('/')
  const functionName = parts.pop() ?? ''
  return { fullName: parts.join('.'), functionName }
}

function readArguments(body: unknown): Readonly<Record<string, unknown>> {
  if (body === undefined) return {}
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>
  throw refuse('API_PARAMS_ERROR', { arguments: { body: 'is not a JSON object' } })
}

/** The caller behind a session token, or nobody. A token of another tenant's session counts as none. */
async function callerOf(
  request: FastifyRequest,
  services: HttpServices,
  browser: Browser,
): Promise<CallContext> {
  const known = clientOf(request, services)
  if (known === undefined && header(request, 'x-client-id') !== undefined) throw refuse('CLIENT_UNKNOWN')
  const client = known && (await clientInTenant(known, request, services))
  if (known !== undefined && client === undefined) throw refuse('TENANT_UNKNOWN')
  const call = withCaptcha(callOf(request, services, client, browser.device), request, services, client)
  const session = browser.token === undefined ? undefined : await services.sessions.findByToken(browser.token)
  if (session === undefined || session.tenantId !== call.tenantId) return call
  if (browser.ofClient !== undefined && session.clientId !== browser.ofClient) return call
  return { ...call, caller: { kind: 'user', userId: session.userId, sessionId: session.id } }
}

/** Functions that check codes have no argument for a captcha, so a header brings it; it is for the `phone` argument. */
function withCaptcha(
  call: CallContext,
  request: FastifyRequest,
  services: HttpServices,
  client: Client | undefined,
): CallContext {
  if (client === undefined) return call
  const { phone } = readArguments(request.body)
  const sender = typeof phone === 'string' ? phone : ''
  const token = header(request, 'x-captcha-token')
  return { ...call, captcha: presentedCaptcha(services, { client, call }, sender, token) }
}
