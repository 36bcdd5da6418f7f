/**
 * Ways to log in are changed in a session whose login is recent: who steals an older one cannot take the account
 * over (spec 5, `reauthSeconds`).
 */
import type { Clock } from '../base/clock.ts'
import { refuse } from '../base/refusal.ts'
import type { ClientDirectory } from '../clients/client.ts'
import { defaultReauthSeconds } from '../clients/client-settings.ts'
import type { CallContext } from '../elements/caller.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import type { Step } from '../storage/database.ts'
import type { UserStore } from '../users/user-store.ts'

export type RecentLoginServices = {
  readonly clock: Clock
  readonly users: Pick<UserStore, 'requireCurrent'>
  readonly sessions: Pick<SessionStore, 'findById'>
  readonly clients: () => Pick<ClientDirectory, 'find'>
}

const outdated = () => refuse('REAUTH_REQUIRED')

/**
 * Refused as `LOGIN_REQUIRED` without a living session, as `REAUTH_REQUIRED` when its login is older than the
 * session's client allows. The answer goes into the transaction of the change, which is refused when the user's
 * number or password was changed in between. In-process code with every right needs no session.
 */
export async function requireRecentLogin(
  { clock, users, sessions, clients }: RecentLoginServices,
  { caller, tenantId }: CallContext,
): Promise<readonly Step[]> {
  if (caller.kind === 'system') return []
  if (caller.kind !== 'user') throw refuse('LOGIN_REQUIRED')
  const { userId, sessionId } = caller
  const now = clock.now()
  const session = await sessions.findById(tenantId, userId, sessionId)
  if (session === undefined) throw refuse('LOGIN_REQUIRED')
  const seconds = clients().find(session.clientId)?.reauthSeconds ?? defaultReauthSeconds
  if (seconds > 0 && now - session.authTime > seconds * 1000) throw outdated()
  return [users.requireCurrent({ tenantId, userId, provenSince: now }, outdated)]
}
