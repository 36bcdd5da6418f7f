/**
 * Sessions of browsers: a cookie that counts only together with the right `Origin`, and a device token that
 * tells a browser that has logged in before (spec 1, "Elements over HTTP"; spec 6, O5).
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomToken } from '../../base/random-id.ts'
import { bearerToken } from '../bearer-token.ts'
import { deviceTokenKey, header } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'

export type BrowserSession = {
  /** Session token of the request, from `Authorization` or the cookie. */
  readonly token: string | undefined
  readonly deviceKey: string | undefined
  /** The device token that a login of this request is to be remembered by; browsers only. */
  readonly deviceToken: string | undefined
}

const deviceTokenForm = /^[A-Za-z0-9]{32}$/
const deviceTokenLifeSeconds = 400 * 86_400

/** Reads both cookies. A session cookie without the right `Origin` is not looked at. */
export function browserSessionOf(request: FastifyRequest, services: HttpServices): BrowserSession {
  const cookies = readCookies(request)
  const names = cookieNames(services)
  const known = cookies.get(names.device)
  const own = isOwnOrigin(request, services)
  const fresh = own ? randomToken() : undefined
  const deviceToken = known !== undefined && deviceTokenForm.test(known) ? known : fresh
  const deviceKey = deviceToken === undefined ? undefined : deviceTokenKey(deviceToken)
  return { token: bearerToken(request) ?? (own ? cookies.get(names.session) : undefined), deviceKey, deviceToken }
}

/** Does the request come from a page of this server or of an origin that its client lists? */
export function isOwnOrigin(request: FastifyRequest, services: HttpServices): boolean {
  const origin = header(request, 'origin')
  if (origin === undefined) return false
  if (origin === new URL(services.publicUrl()).origin) return true
  const clientId = header(request, 'x-client-id')
  const client = clientId === undefined ? services.clients().fallback : services.clients().find(clientId)
  return client?.allowedOrigins.includes(origin) === true
}

/** Sets the cookies of a login that succeeded. */
export function setSessionCookies(
  reply: FastifyReply,
  services: HttpServices,
  { deviceToken }: BrowserSession,
  login: unknown,
): void {
  const { sessionToken, expire } = login as { readonly sessionToken?: string; readonly expire?: number }
  if (sessionToken === undefined || expire === undefined || deviceToken === undefined) return
  const names = cookieNames(services)
  reply.header('set-cookie', [
    cookie(names.session, sessionToken, expire, services),
    cookie(names.device, deviceToken, deviceTokenLifeSeconds, services),
  ])
}

function cookie(name: string, value: string, maxAgeSeconds: number, services: HttpServices): string {
  const secure = isSecure(services) ? '; Secure' : ''
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`
}

/** Without TLS, which only loopback may be, browsers refuse the `__Host-` prefix. */
function cookieNames(services: HttpServices): { readonly session: string; readonly device: string } {
  const prefix = isSecure(services) ? '__Host-' : ''
  return { session: `${prefix}latchkey`, device: `${prefix}latchkey-device` }
}

function isSecure({ publicUrl }: HttpServices): boolean {
  return publicUrl().startsWith('https:')
}

function readCookies(request: FastifyRequest): ReadonlyMap<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name, value]))
}
