/** Host names and addresses as a URL spells them. */
import { isIPv6 } from 'node:net'

/** Entries without port. Unreadable ones throw a RangeError that tells their places, not their texts. */
export function hostNames(names: readonly string[]): ReadonlySet<string> {
  const hosts = names.map(hostOf)
  const unreadable = hosts.flatMap((host, index) => (host === undefined ? [index + 1] : []))
  if (unreadable.length > 0) throw new RangeError(`not a host name: entry ${unreadable.join(', ')}`)
  return new Set(hosts.filter((host) => host !== undefined))
}

function hostOf(name: string): string | undefined {
  const host = isIPv6(name) ? `[${name}]` : name
  const url = URL.parse(`http://${host}/`)
  const isHost =
    url !== null && url.port === '' && url.href === `http://${url.hostname}/` && !/[/:?#@]/.test(bare(host))
  return isHost ? url.hostname : undefined
}

const bare = (host: string) => host.replace(/^\[.*\]$/, '')
