/** A session of one client opens another one only where that one would let its user in (spec 5, `access` and `mfa`). */
import { refuse } from '../base/refusal.ts'
import type { Client } from '../clients/client.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Consent } from './consent.ts'
import type { EntryGate } from './entry-gate.ts'
import { proofsOf, type Session } from './session.ts'

/** Refusals: `AGREEMENT_REQUIRED`, `FORBIDDEN`, `SECOND_FACTOR_REQUIRED`. */
export type RequireSsoEntry = (session: Session, target: Client, call: CallContext) => Promise<void>

export function createSsoEntry(gates: readonly EntryGate[], consent: Consent): RequireSsoEntry {
  return async ({ clientId, tenantId, user, method }, target, call) => {
    await consent.require({ tenantId, user, client: target }, call)
    if (clientId === target.clientId) return
    const entrant = { tenantId, user, client: target, ...proofsOf(method) }
    const { language } = call
    for (const gate of gates) {
      // The call comes from a back end: its address is not the user's.
      const stop = await gate(entrant, { language })
      if (stop !== undefined)
        throw refuse(stop.status === 'MFA_AUTH' ? 'SECOND_FACTOR_REQUIRED' : 'FORBIDDEN')
    }
  }
}
