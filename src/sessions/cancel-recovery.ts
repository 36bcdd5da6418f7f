/** The owner of an account ends a request for another number, as steps of a transaction. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Events } from '../events/events.ts'
import type { Recovery } from '../recoveries/recovery.ts'
import type { RecoveryStore } from '../recoveries/recovery-store.ts'
import type { Step } from '../storage/database.ts'
import { endRecoveryStep } from '../users/user-marks.ts'

export type CancelServices = {
  readonly clock: Clock
  readonly audit: AuditLog
  readonly events: Events
  readonly recoveries: Pick<RecoveryStore, 'find' | 'end'>
}

/** Refused as `RECOVERY_OVER` where it has ended. */
export function cancelRecoverySteps(
  { clock, audit, events, recoveries }: CancelServices,
  recovery: Recovery,
  call: CallContext,
): Step[] {
  const { tenantId, userId, id: recoveryId } = recovery
  const data = { userId, recoveryId, state: 'cancelled' }
  return [
    endRecoveryStep(tenantId, userId, recoveryId),
    recoveries.end(recovery, 'cancelled', clock.now()),
    audit.step({ action: 'recovery.cancel', result: 'success', userId, detail: recoveryId }, call),
    ...events.steps(tenantId, { type: 'recovery.ended', data }),
  ]
}
