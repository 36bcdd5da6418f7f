/** A session of one client opens another one only where that one would let its user in (spec 5, `access` and `mfa`). */
import { refuse } from '../base/refusal.ts'
import type { Client } from '../clients/client.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Consent } from './consent.ts'
import type { EntryGate } from './entry-gate.ts'
import { proofsOf, type Session } from './session.ts'

/**
 * `address`: the user's, where it is known; that of a back end's call is not. Refusals: `AGREEMENT_REQUIRED`, `FORBIDDEN`,
 * `SECOND_FACTOR_REQUIRED`.
 */
export type RequireSsoEntry = (
  session: Session,
  target: Client,
  call: CallContext,
  address?: string,
) => Promise<void>

export function createSsoEntry(gates: readonly EntryGate[], consent: Consent): RequireSsoEntry {
  return async ({ clientId, tenantId, user, method }, target, call, address) => {
    await consent.require({ tenantId, user, client: target }, call)
    if (clientId === target.clientId) return
    const entrant = { tenantId, user, client: target, ...proofsOf(method) }
    const { language } = call
    const from = address === undefined ? { language } : { language, address }
    for (const gate of gates) {
      const stop = await gate(entrant, from)
      if (stop !== undefined)
        throw refuse(stop.status === 'MFA_AUTH' ? 'SECOND_FACTOR_REQUIRED' : 'FORBIDDEN')
    }
  }
}
