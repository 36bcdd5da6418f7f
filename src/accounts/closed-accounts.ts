/** Accounts that their owners closed and did not come back to: deleted with everything when their time has come. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import { Refusal } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Events } from '../events/events.ts'
import type { Database } from '../storage/database.ts'
import { type RemovalServices, removalSteps } from './removal-steps.ts'

type Needs = RemovalServices & {
  readonly database: Database
  readonly clock: Clock
  readonly audit: AuditLog
  readonly events: Events
}

/** Deletes at most `batch` of them, each in a transaction of its own. Answers how many it looked at. */
export type RemoveClosedAccounts = (batch: number) => Promise<number>

export function createRemoveClosedAccounts(needs: Needs): RemoveClosedAccounts {
  const { users, database, clock, audit, events } = needs

  return async (batch) => {
    const now = clock.now()
    const due = await users.listDue(now, batch)
    for (const { tenantId, userId } of due) {
      const call: CallContext = {
        caller: { kind: 'system', reason: 'closed' },
        tenantId,
        device: {},
        language: 'en',
      }
      const event = { action: 'user.delete', result: 'success', userId, detail: 'closed by the user' }
      await database
        .commit([
          ...removalSteps(needs, tenantId, userId, now),
          audit.step(event, call),
          ...events.steps(tenantId, { type: 'user.deleted', data: { userId } }),
        ])
        .catch(ignoreOther)
    }
    return due.length
  }
}

/** The owner came back at this moment, or another process was first. */
function ignoreOther(error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== 'USER_AUTH_MISS') throw error
}
