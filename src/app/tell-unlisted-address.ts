/** A line of the log for the developer whose application is sent nowhere: which address its client does not list. */
import type { Rooms } from './rooms.ts'

/** Anybody can ask: a client is told of once in so many milliseconds. */
const quiet = 10_000

/** Of what the address says only its origin and path; its query may hold what is nobody's business. */
export function tellUnlistedAddress({
  log,
  clock,
}: Pick<Rooms, 'log' | 'clock'>): (clientId: string, redirectUri: string) => void {
  const toldAt = new Map<string, number>()
  return (clientId, redirectUri) => {
    const now = clock.now()
    if (now - (toldAt.get(clientId) ?? -quiet) < quiet) return
    toldAt.set(clientId, now)
    const [address = ''] = redirectUri.slice(0, 200).split(/[?#]/)
    log.info({ clientId, redirectUri: address }, 'redirectUris of the client does not list this redirect_uri')
  }
}
