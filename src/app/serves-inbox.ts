/** Where the development inbox is served: nowhere that a proxy could bring the world to it (spec 4, rule 10). */
import type { Settings } from '../config/load-settings.ts'
import { isLoopback } from './unsafe-elements.ts'

export type InboxSurroundings = Pick<Settings, 'production' | 'trustedProxies'> & {
  readonly publicUrl: () => string
}

/** Behind a proxy on the same machine every request comes from loopback. */
export function servesInbox({ production, trustedProxies, publicUrl }: InboxSurroundings): boolean {
  return !production && trustedProxies.length === 0 && isLoopback(new URL(publicUrl()).hostname)
}
