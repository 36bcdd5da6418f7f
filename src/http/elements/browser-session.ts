/**
 * Sessions of browsers: a cookie that counts only together with the right `Origin`, and a device token that
 * tells a browser that has logged in before (spec 1, "Elements over HTTP"; spec 6, O5).
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ClientId } from '../../base/ids.ts'
import { bearerToken } from '../bearer-token.ts'
import { deviceTokenKey, fingerprintKey, header, type KnownDevice } from '../call-context.ts'
import { cookieForm, readCookies } from '../cookies.ts'
import type { IssuedDevice } from '../device-tokens.ts'
import type { HttpServices } from '../http-services.ts'
import { isFromOwnPage } from '../is-from-own-page.ts'
import { clientOf, isFromAllowedPage } from '../origins.ts'

export type Browser = {
  /** Session token of the request, from `Authorization` or the cookie. */
  readonly token: string | undefined
  /** Where set, the session counts only if this client made it: a page of the client sent the cookie. */
  readonly ofClient: ClientId | undefined
  readonly device: KnownDevice
  /** May cookies be set? */
  readonly keepsCookies: boolean
  /** What a login of this request is to be remembered by; nothing where the device states a fingerprint. */
  readonly deviceToken: string | undefined
}

type CookieNames = { readonly session: string; readonly device: string; readonly attributes: string }

const deviceTokenLifeSeconds = 400 * 86_400

/**
 * Reads both cookies; without the right `Origin` they are not looked at. A device is known by its cookie, else by the
 * fingerprint that it states, and keeps the one it began a login with: a state token is bound to it.
 */
export function browserOf(request: FastifyRequest, services: HttpServices): Browser {
  const bearer = bearerToken(request)
  const isOwn = isFromOwnPage(request, services)
  const names = isOwn || isFromAllowedPage(request, services) ? cookieNames(services) : undefined
  const fingerprint = header(request, 'x-device-fingerprint')
  const statedDevice = fingerprint === undefined ? {} : { key: fingerprintKey(fingerprint) }
  if (names === undefined)
    return {
      token: bearer,
      ofClient: undefined,
      device: statedDevice,
      keepsCookies: false,
      deviceToken: undefined,
    }
  const cookies = readCookies(request)
  const issued = services.deviceTokens.read(cookies.get(names.device) ?? '')
  const deviceToken = issued?.token ?? (fingerprint === undefined ? services.deviceTokens.make() : undefined)
  return {
    token: bearer ?? cookies.get(names.session),
    ofClient: bearer === undefined && !isOwn ? clientOf(request, services)?.clientId : undefined,
    device: deviceToken === undefined ? statedDevice : deviceOf(deviceToken, issued),
    keepsCookies: true,
    deviceToken,
  }
}

function deviceOf(token: string, issued: IssuedDevice | undefined): KnownDevice {
  const key = deviceTokenKey(token)
  return issued === undefined ? { key, isNew: true } : { key, issuedAt: issued.issuedAt }
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

/** Sets the cookies of a session that a page of our own got; nothing where no cookie may be set. */
export function keepToken(
  reply: FastifyReply,
  services: HttpServices,
  { keepsCookies, deviceToken }: Browser,
  { token, seconds }: { readonly token: string; readonly seconds: number },
): void {
  const names = keepsCookies ? cookieNames(services) : undefined
  if (names === undefined) return
  const session = `${names.session}=${token}; Max-Age=${seconds}; ${names.attributes}`
  reply.header('set-cookie', [session, ...deviceCookie(names, deviceToken)])
}

function deviceCookie({ device, attributes }: CookieNames, deviceToken: string | undefined): string[] {
  return deviceToken === undefined
    ? []
    : [`${device}=${deviceToken}; Max-Age=${deviceTokenLifeSeconds}; ${attributes}`]
}

/** Sets the cookies of a login, the device's once it waits for a step, and takes the session's away at a logout. */
export function keepSession(
  reply: FastifyReply,
  services: HttpServices,
  browser: Browser,
  target: { readonly fullName: string; readonly functionName: string },
  data: unknown,
): void {
  const names = browser.keepsCookies ? cookieNames(services) : undefined
  if (names === undefined || target.fullName !== authService) return
  if (target.functionName === 'logout') {
    forgetSession(reply, services)
    return
  }
  const { sessionToken, expire, stateToken } = loginOf(data)
  if (typeof sessionToken === 'string' && typeof expire === 'number') {
    keepToken(reply, services, browser, { token: sessionToken, seconds: expire })
    return
  }
  const cookies = typeof stateToken === 'string' ? deviceCookie(names, browser.deviceToken) : []
  if (cookies.length > 0) reply.header('set-cookie', cookies)
}

type LoginFields = {
  readonly sessionToken?: unknown
  readonly expire?: unknown
  readonly stateToken?: unknown
}

/** The login in a result, which one that also gives recovery codes holds apart. */
function loginOf(data: unknown): LoginFields {
  const result = Object(data) as LoginFields & { readonly login?: unknown }
  return result.login === undefined ? result : (Object(result.login) as LoginFields)
}

function cookieNames(services: HttpServices): CookieNames | undefined {
  const form = cookieForm(services, 'Lax')
  if (form === undefined) return undefined
  const { prefix, attributes } = form
  return { session: `${prefix}latchkey`, device: `${prefix}latchkey-device`, attributes }
}
