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

/**
 * For how many seconds the session of the call may still change ways to log in; 0: not without another login; null:
 * without end. Refused as `LOGIN_REQUIRED` without a living session.
 */
export async function recentLoginLeft(
  services: Omit<RecentLoginServices, 'users'>,
  call: CallContext,
): Promise<number | null> {
  const { seconds, age } = await ageOfLogin(services, call)
  return seconds === 0 ? null : Math.max(0, Math.floor(seconds - age / 1000))
}

/** `age` is in milliseconds; `seconds` are what the session's client allows, 0: any age. */
async function ageOfLogin(
  { clock, sessions, clients }: Omit<RecentLoginServices, 'users'>,
  { caller, tenantId }: CallContext,
): Promise<{ readonly seconds: number; readonly age: number }> {
  if (caller.kind !== 'user') throw refuse('LOGIN_REQUIRED')
  const session = await sessions.findById(tenantId, caller.userId, caller.sessionId)
  if (session === undefined) throw refuse('LOGIN_REQUIRED')
  const seconds = clients().find(session.clientId)?.reauthSeconds ?? defaultReauthSeconds
  return { seconds, age: clock.now() - session.authTime }
}

const outdated = () => refuse('REAUTH_REQUIRED')

/**
 * Refused as `LOGIN_REQUIRED` without a living session, as `REAUTH_REQUIRED` when its login is older than the
 * session's client allows. The answer goes into the transaction of the change, which is refused when the user's
 * number or password was changed in between. In-process code with every right needs no session.
 */
export async function requireRecentLogin(
  services: RecentLoginServices,
  call: CallContext,
): Promise<readonly Step[]> {
  const { caller, tenantId } = call
  if (caller.kind === 'system') return []
  if (caller.kind !== 'user') throw refuse('LOGIN_REQUIRED')
  const { userId } = caller
  const { clock, users } = services
  const now = clock.now()
  const { seconds, age } = await ageOfLogin(services, call)
  if (seconds > 0 && age > seconds * 1000) throw outdated()
  return [users.requireCurrent({ tenantId, userId, provenSince: now }, outdated)]
}
