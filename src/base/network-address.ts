/** Whose address a request comes from, and the bucket that its limits count in (spec 6, N1). */
import { BlockList, isIP, SocketAddress } from 'node:net'

/** What garbled and missing addresses share. */
export const unknownAddress = 'unknown'

/**
 * Address ranges, `10.0.0.0/8` or single addresses. Unreadable ones throw a RangeError that tells their places, not
 * their texts.
 */
export function addressRanges(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  const unreadable = ranges.flatMap((range, index) => (addRange(list, range) ? [] : [index + 1]))
  if (unreadable.length > 0) throw new RangeError(`not an address range: entry ${unreadable.join(', ')}`)
  return list
}

function addRange(list: BlockList, range: string): boolean {
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(range) ?? []
  const version = isIP(address)
  const longest = version === 4 ? 32 : 128
  const length = bits === undefined ? longest : Number(bits)
  if (version === 0 || length > longest) return false
  list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6')
  return true
}

/**
 * The client's address: the socket's, or, when that is a trusted proxy, the right-most hop of
 * `X-Forwarded-For` that is not one.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwarded: string | undefined,
  trusted: BlockList,
): string {
  const peer = canonical(socketAddress ?? '')
  if (peer === undefined) return unknownAddress
  if (!contains(trusted, peer)) return peer
  const hops = (forwarded ?? '').split(',').map((hop) => canonical(hop.trim()))
  for (const hop of hops.toReversed()) {
    if (hop === undefined) return unknownAddress
    if (!contains(trusted, hop)) return hop
  }
  return unknownAddress
}

/** Is `address` in one of the ranges? */
export function contains(ranges: BlockList, address: string): boolean {
  const version = isIP(address)
  return version !== 0 && ranges.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** An address as all spell it, when it is one. */
export function readAddress(text: string): string | undefined {
  return canonical(text.trim())
}

/** The bucket of an address: an IPv4 address as it is, an IPv6 address by its /64, all others together. */
export function addressBucket(address: string): string {
  const plain = canonical(address)
  if (plain === undefined) return unknownAddress
  return isIP(plain) === 4 ? plain : `${hextets(plain).slice(0, 4).join(':')}::/64`
}

/** One spelling for each address; an IPv4 address inside IPv6 counts as IPv4. */
function canonical(text: string): string | undefined {
  if (isIP(text) === 4) return text
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '')
  const version = isIP(bare)
  if (version === 0) return undefined
  if (version === 4) return bare
  const { address } = new SocketAddress({ address: bare, family: 'ipv6' })
  const parts = hextets(address)
  const mapped = parts.slice(0, 5).every((part) => part === '0') && parts[5] === 'ffff'
  return mapped ? dotted(parts[6] ?? '0', parts[7] ?? '0') : address
}

function dotted(high: string, low: string): string {
  const bits = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16)
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}

/** The eight groups of an IPv6 address, without leading zeros. */
function hextets(address: string): string[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => {
    const pair = (high: string, low: string) => ((Number(high) << 8) | Number(low)).toString(16)
    return `${pair(a, b)}:${pair(c, d)}`
  })
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right].map((part) =>
    Number.parseInt(part, 16).toString(16),
  )
}
