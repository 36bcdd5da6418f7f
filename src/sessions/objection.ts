/** A login with a number that somebody asked to replace objects to that: whoever still has it needs no other. */
import type { CallContext } from '../elements/caller.ts'
import type { Step } from '../storage/database.ts'
import { type CancelServices, cancelRecoverySteps } from './cancel-recovery.ts'
import type { ProvenLogin } from './proven-login.ts'

/** For the transaction of the session; without an open request it costs nothing. */
export async function objectionOf(
  services: CancelServices,
  login: ProvenLogin,
  call: CallContext,
): Promise<Step[]> {
  const { tenantId, user } = login
  const phoneLogin = phoneLoginOf(login)
  if (user.recovery_id === null || phoneLogin === undefined) return []
  const recovery = await services.recoveries.find(tenantId, user.recovery_id)
  if (recovery === undefined || recovery.endedAt !== null || recovery.loginType !== phoneLogin) return []
  return cancelRecoverySteps(services, recovery, call)
}

/** The phone login whose code was a proof of this login. */
function phoneLoginOf({ method, secondFactor, loginType, client }: ProvenLogin): string | undefined {
  if (method === 'sms') return loginType
  return secondFactor === 'sms' ? client.phoneLogin : undefined
}
