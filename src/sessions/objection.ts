/** A login with a number that somebody asked to replace objects to that: whoever still has it needs no other. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Events } from '../events/events.ts'
import type { RecoveryStore } from '../recoveries/recovery-store.ts'
import type { Step } from '../storage/database.ts'
import { endRecoveryStep } from '../users/user-marks.ts'
import type { ProvenLogin } from './proven-login.ts'

type Needs = {
  readonly clock: Clock
  readonly audit: AuditLog
  readonly events: Events
  readonly recoveries: Pick<RecoveryStore, 'find' | 'end'>
}

/** For the transaction of the session; without an open request it costs nothing. */
export async function objectionOf(
  { clock, audit, events, recoveries }: Needs,
  login: ProvenLogin,
  call: CallContext,
): Promise<Step[]> {
  const { tenantId, user } = login
  const phoneLogin = phoneLoginOf(login)
  if (user.recovery_id === null || phoneLogin === undefined) return []
  const recovery = await recoveries.find(tenantId, user.recovery_id)
  if (recovery === undefined || recovery.endedAt !== null || recovery.loginType !== phoneLogin) return []
  const { id: recoveryId } = recovery
  const event = { action: 'recovery.cancel', result: 'success', userId: user.id, detail: recoveryId }
  const data = { userId: user.id, recoveryId, state: 'cancelled' }
  return [
    endRecoveryStep(tenantId, user.id, recoveryId),
    recoveries.end(recovery, 'cancelled', clock.now()),
    audit.step(event, call),
    ...events.steps(tenantId, { type: 'recovery.ended', data }),
  ]
}

/** The phone login whose code was a proof of this login. */
function phoneLoginOf({ method, secondFactor, loginType, client }: ProvenLogin): string | undefined {
  if (method === 'sms') return loginType
  return secondFactor === 'sms' ? client.phoneLogin : undefined
}
