/** From a request to the facts of a call: address, device, language, client. */
import type { FastifyRequest } from 'fastify'
import { sha256 } from '../base/digest.ts'
import { defaultTenant } from '../base/ids.ts'
import { clientAddress, readAddress } from '../base/network-address.ts'
import type { Client } from '../clients/client.ts'
import type { CallContext, Device, Language } from '../elements/caller.ts'
import { pickLanguage } from '../i18n/explain-refusal.ts'
import type { HttpServices } from './http-services.ts'
import { statedAddress } from './stated-address.ts'

/** An anonymous call. `deviceKey` is what the face knows the device by. */
export function callOf(
  request: FastifyRequest,
  services: HttpServices,
  client: Client | undefined,
  deviceKey: string | undefined,
): CallContext {
  return {
    caller: { kind: 'anonymous' },
    tenantId: client?.tenantId ?? defaultTenant,
    ...(client === undefined ? {} : { clientId: client.clientId }),
    address: addressOf(request, services, client),
    device: deviceOf(request, deviceKey),
    language: languageOf(request, 'x-l', 'accept-language'),
    requestId: request.id,
  }
}

/** The language that the first of these headers asks for; `zh_CN` counts as `zh-CN`. */
export function languageOf(request: FastifyRequest, ...names: readonly string[]): Language {
  for (const name of names) {
    const text = header(request, name)
    if (text !== undefined) return pickLanguage(text.replaceAll('_', '-'))
  }
  return pickLanguage(undefined)
}

/** The address of whoever calls (spec 6, N1), or of the user that a trusted back end calls for. */
function addressOf(
  request: FastifyRequest,
  { trustedProxies }: HttpServices,
  client: Client | undefined,
): string {
  const { remoteAddress } = request.socket
  const from = clientAddress(remoteAddress, header(request, 'x-forwarded-for'), trustedProxies)
  return (client && statedAddress(request, client, from)) ?? from
}

/** One header as text; a repeated one is joined by commas, an empty one counts as absent. */
export function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  const text = Array.isArray(value) ? value.join(',') : value
  return text === undefined || text.trim() === '' ? undefined : text
}

/** The key of a device that states a fingerprint. */
export function fingerprintKey(fingerprint: string): string {
  return `fp:${sha256(fingerprint)}`
}

/** The key of a device that holds a token of this server. */
export function deviceTokenKey(token: string): string {
  return `dt:${sha256(token)}`
}

function deviceOf(request: FastifyRequest, key: string | undefined): Device {
  const agent = header(request, 'x-agent') ?? header(request, 'user-agent')
  const system = header(request, 'x-operating-sys-version')
  const statedAddress = readAddress(header(request, 'x-device-ip') ?? '')
  return {
    ...(key === undefined ? {} : { key }),
    ...(agent === undefined ? {} : { agent: agent.slice(0, 256) }),
    ...(system === undefined ? {} : { system: system.slice(0, 64) }),
    ...(statedAddress === undefined ? {} : { statedAddress }),
  }
}
