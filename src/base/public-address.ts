/** Which addresses belong to the public internet (IANA special-purpose registries, 2024). */
import { addressRanges, contains, readAddress } from './network-address.ts'

/** Not for everybody's use, or not a host. `::ffff:` addresses are read as IPv4 before. */
const special = addressRanges([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  // Teredo, benchmarks, ORCHID and other protocols; documentation; 6to4, which holds an IPv4 address.
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
])

/** All that is given out. NAT64, unique-local, link-local and site-local addresses are outside of it. */
const unicast = addressRanges(['0.0.0.0/0', '2000::/3'])

/** What cannot be read is not public, nor is an address with a zone. */
export function isPublicAddress(text: string): boolean {
  const address = text.includes('%') ? undefined : readAddress(text)
  return address !== undefined && contains(unicast, address) && !contains(special, address)
}
