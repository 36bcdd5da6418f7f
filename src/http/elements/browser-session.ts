/**
 * Sessions of browsers: a cookie that counts only together with the right `Origin`, and a device token that
 * tells a browser that has logged in before (spec 1, "Elements over HTTP"; spec 6, O5).
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ClientId } from '../../base/ids.ts'
import { randomToken } from '../../base/random-id.ts'
import { bearerToken } from '../bearer-token.ts'
import { deviceTokenKey } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { clientOf, isFromAllowedPage, isFromOwnPage } from '../origins.ts'

export type Browser = {
  /** Session token of the request, from `Authorization` or the cookie. */
  readonly token: string | undefined
  /** Where set, the session counts only if this client made it: a page of the client sent the cookie. */
  readonly ofClient: ClientId | undefined
  readonly deviceKey: string | undefined
  /** What a login of this request is to be remembered by; nothing where no cookie may be set. */
  readonly deviceToken: string | undefined
}

type CookieNames = { readonly session: string; readonly device: string; readonly attributes: string }

const deviceTokenForm = /^[A-Za-z0-9]{32}$/
const deviceTokenLifeSeconds = 400 * 86_400
const loopbackHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

const noBrowser: Browser = {
  token: undefined,
  ofClient: undefined,
  deviceKey: undefined,
  deviceToken: undefined,
}

/** Reads both cookies; without the right `Origin` they are not looked at. */
export function browserOf(request: FastifyRequest, services: HttpServices): Browser {
  const bearer = bearerToken(request)
  const isOwn = isFromOwnPage(request, services)
  const names = isOwn || isFromAllowedPage(request, services) ? cookieNames(services) : undefined
  if (names === undefined) return { ...noBrowser, token: bearer }
  const cookies = readCookies(request)
  const known = cookies.get(names.device)
  const deviceToken = known !== undefined && deviceTokenForm.test(known) ? known : randomToken()
  return {
    token: bearer ?? cookies.get(names.session),
    ofClient: bearer === undefined && !isOwn ? clientOf(request, services)?.clientId : undefined,
    deviceKey: deviceTokenKey(deviceToken),
    deviceToken,
  }
}

/** The session token of the cookie, whatever page sent the browser here. */
export function cookieToken(request: FastifyRequest, services: HttpServices): string | undefined {
  const names = cookieNames(services)
  return names && readCookies(request).get(names.session)
}

/** Takes the cookie of the session away. */
export function forgetSession(reply: FastifyReply, services: HttpServices): void {
  const names = cookieNames(services)
  if (names !== undefined) reply.header('set-cookie', `${names.session}=; Max-Age=0; ${names.attributes}`)
}

const authService = 'auths.loginTypes.services.AuthSvc'

/** Sets the cookies of a login, and takes the session's away at a logout. */
export function keepSession(
  reply: FastifyReply,
  services: HttpServices,
  { deviceToken }: Browser,
  target: { readonly fullName: string; readonly functionName: string },
  data: unknown,
): void {
  const names = deviceToken === undefined ? undefined : cookieNames(services)
  if (names === undefined || deviceToken === undefined || target.fullName !== authService) return
  const { session, device, attributes } = names
  if (target.functionName === 'logout') {
    forgetSession(reply, services)
    return
  }
  const { sessionToken, expire } = Object(data) as {
    readonly sessionToken?: unknown
    readonly expire?: unknown
  }
  if (typeof sessionToken !== 'string' || typeof expire !== 'number') return
  reply.header('set-cookie', [
    `${session}=${sessionToken}; Max-Age=${expire}; ${attributes}`,
    `${device}=${deviceToken}; Max-Age=${deviceTokenLifeSeconds}; ${attributes}`,
  ])
}

/** Without TLS there are cookies on loopback only, and there browsers refuse the `__Host-` prefix. */
function cookieNames({ publicUrl }: HttpServices): CookieNames | undefined {
  const { protocol, hostname } = new URL(publicUrl())
  const attributes = 'Path=/; HttpOnly; SameSite=Lax'
  if (protocol === 'https:')
    return {
      session: '__Host-latchkey',
      device: '__Host-latchkey-device',
      attributes: `${attributes}; Secure`,
    }
  if (!loopbackHost.test(hostname)) return undefined
  return { session: 'latchkey', device: 'latchkey-device', attributes }
}

function readCookies({ headers }: FastifyRequest): ReadonlyMap<string, string> {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name, value]))
}
