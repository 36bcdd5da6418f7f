/**
 * Where webhooks may go: https, to public addresses. An operator may name internal hosts in the process settings, which
 * may have any address, and http.
 */
import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { isPublicAddress } from '../base/public-address.ts'
import { refuse } from '../base/refusal.ts'

/** As `URL` spells them. */
export type InternalHosts = ReadonlySet<string>

/** Of the addresses of a name, at the time of the call. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>

/** An address that nothing is sent to. The message tells none of it. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused'
}

const longestUrl = 2048

/** Refused as `API_PARAMS_ERROR` for what is not even tried. */
export function readEndpointUrl(text: string, internal: InternalHosts): URL {
  const url = text.length <= longestUrl ? URL.parse(text) : null
  if (url === null) throw wrongUrl(`has to be a URL of ${longestUrl} characters at most`)
  const isInternal = internal.has(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isInternal))
    throw wrongUrl('has to be https; hosts that WEBHOOK_INTERNAL_HOSTS names may be http')
  if (url.username !== '' || url.password !== '') throw wrongUrl('must not hold a user or a password')
  if (url.hash !== '') throw wrongUrl('must not have a fragment')
  if (!isInternal && isIP(bareHost(url)) !== 0 && !isPublicAddress(bareHost(url)))
    throw wrongUrl('has an address that is not public; WEBHOOK_INTERNAL_HOSTS may name it')
  return url
}

function wrongUrl(reason: string) {
  return refuse('API_PARAMS_ERROR', { arguments: { url: reason } })
}

/**
 * The addresses that a request may be sent to: those of one look-up, all of which are checked. The connection has to
 * go to one of them without another look-up. Throws `TargetRefused`.
 */
export async function allowedAddresses(
  url: URL,
  internal: InternalHosts,
  resolve: Resolve,
): Promise<readonly LookupAddress[]> {
  const isInternal = internal.has(url.hostname)
  if (url.protocol !== 'https:' && !isInternal) throw new TargetRefused('not https')
  const host = bareHost(url)
  const family = isIP(host)
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }]
  const isAllowed = isInternal || addresses.every(({ address }) => isPublicAddress(address))
  if (!isAllowed || addresses.length === 0) throw new TargetRefused('not a public address')
  return addresses
}

/** Without the brackets of IPv6. */
function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
