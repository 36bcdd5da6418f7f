/** A new token for a session that goes on: the old one is dead when the new one is alive, in one transaction. */
import type { AuditLog } from '../audit/audit-log.ts'
import { randomToken } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Database } from '../storage/database.ts'
import type { Session } from './session.ts'
import type { SessionStore } from './session-store.ts'

/**
 * Answers with the new token; of any number of callers with the same old one exactly one gets through, the others
 * `SESSION_INVALID`. The session ends when it would have ended (spec 6, S1).
 */
export type RefreshSession = (session: Session, token: string, call: CallContext) => Promise<string>

type RefreshDependencies = {
  readonly database: Database
  readonly sessions: Pick<SessionStore, 'replaceToken'>
  readonly audit: AuditLog
}

export function createRefreshSession({ database, sessions, audit }: RefreshDependencies): RefreshSession {
  return async ({ tenantId, userId }, token, call) => {
    const newToken = randomToken()
    await database.commit([
      sessions.replaceToken(tenantId, token, newToken, () => refuse('SESSION_INVALID')),
      audit.step({ action: 'session.refresh', result: 'success', userId }, call),
    ])
    return newToken
  }
}
