/** From a request to the facts of a call: address, device, language, client. */
import type { FastifyRequest } from 'fastify'
import { sha256 } from '../base/digest.ts'
import { defaultTenant } from '../base/ids.ts'
import { clientAddress, readAddress } from '../base/network-address.ts'
import type { Client } from '../clients/client.ts'
import type { CallContext, Device, Language } from '../elements/caller.ts'
import { pickLanguage } from '../i18n/explain-refusal.ts'
import type { HttpServices } from './http-services.ts'
import { isFromOwnPage } from './is-from-own-page.ts'
import { statedAddress } from './stated-address.ts'

/** What a face knows a device by. */
export type KnownDevice = Pick<Device, 'key' | 'issuedAt' | 'isNew'>

/** An anonymous call. */
export function callOf(
  request: FastifyRequest,
  services: HttpServices,
  client: Client | undefined,
  device: KnownDevice,
): CallContext {
  return {
    caller: { kind: 'anonymous' },
    tenantId: client?.tenantId ?? defaultTenant,
    ...(client === undefined ? {} : { clientId: client.clientId }),
    address: addressOf(request, services, client),
    device: deviceOf(request, device),
    language: languageOf(request, 'x-l', 'accept-language'),
    ...agreedOf(request),
    ...(isFromOwnPage(request, services) ? { fromOwnPage: true } : {}),
    requestId: request.id,
  }
}

const mostAgreements = 16

/** `X-agreements: terms@3,privacy@2` */
function agreedOf(request: FastifyRequest): Pick<CallContext, 'agreed'> {
  const text = header(request, 'x-agreements')
  if (text === undefined) return {}
  const agreed = text.split(',').map((one) => one.trim())
  return { agreed: agreed.slice(0, mostAgreements) }
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

function deviceOf(request: FastifyRequest, known: KnownDevice): Device {
  const agent = header(request, 'x-agent') ?? header(request, 'user-agent')
  const system = header(request, 'x-operating-sys-version')
  const statedAddress = readAddress(header(request, 'x-device-ip') ?? '')
  return {
    ...known,
    ...(agent === undefined ? {} : { agent: agent.slice(0, 256) }),
    ...(system === undefined ? {} : { system: system.slice(0, 64) }),
    ...(statedAddress === undefined ? {} : { statedAddress }),
  }
}
