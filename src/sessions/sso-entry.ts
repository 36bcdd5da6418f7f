/** A session of one client opens another one only where that one would let its user in (spec 5, `access` and `mfa`). */
import { refuse } from '../base/refusal.ts'
import type { Client } from '../clients/client.ts'
import type { CallContext } from '../elements/caller.ts'
import type { AccessGate } from './access-gate.ts'
import type { Session } from './session.ts'

/** Refusals: `SECOND_FACTOR_REQUIRED`, `FORBIDDEN`. */
export type RequireSsoEntry = (session: Session, target: Client, call: CallContext) => Promise<void>

export function createSsoEntry(accessGate: AccessGate): RequireSsoEntry {
  return async ({ clientId, tenantId, method, user }, target, { language }) => {
    if (clientId === target.clientId) return
    const hasSecondFactor = method.includes('+')
    if (target.mfa === 'required' && !hasSecondFactor) throw refuse('SECOND_FACTOR_REQUIRED')
    // The call comes from a back end: its address is not the user's.
    if ((await accessGate({ tenantId, user, client: target }, { language })) !== undefined)
      throw refuse('FORBIDDEN')
  }
}
