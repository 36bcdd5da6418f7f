/**
 * Where the server sends what others chose the address of: https, to public addresses. An operator may name internal
 * hosts in the process settings (`WEBHOOK_INTERNAL_HOSTS`), which may have any address, and http.
 */
import type { LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** As `URL` spells them. */
export type InternalHosts = ReadonlySet<string>

/** Of the addresses of a name, at the time of the call. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>

/** An address that nothing is sent to. The message tells none of it. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused'
}

/** What keeps `url` from being tried at all, before any look-up of its host. */
export function targetFault(url: URL, internal: InternalHosts): string | undefined {
  if (internal.has(url.hostname) && /^https?:$/.test(url.protocol)) return undefined
  if (url.protocol !== 'https:') return 'has to be https; hosts that WEBHOOK_INTERNAL_HOSTS names may be http'
  if (isIP(bareHost(url)) === 0 || isPublicAddress(bareHost(url))) return undefined
  return 'has an address that is not public; WEBHOOK_INTERNAL_HOSTS may name it'
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
  if (targetFault(url, internal) !== undefined) throw new TargetRefused('not https, or not a public address')
  const host = bareHost(url)
  const family = isIP(host)
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }]
  const isAllowed = internal.has(url.hostname) || addresses.every(({ address }) => isPublicAddress(address))
  if (!isAllowed || addresses.length === 0) throw new TargetRefused('not a public address')
  return addresses
}

/** A look-up for connections that answers with these addresses, whatever the name stands for by then. */
export function pinnedTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, { all }, done) => {
    const [first] = addresses
    if (all === true) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family)
  }
}

/** Without the brackets of IPv6. */
function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
