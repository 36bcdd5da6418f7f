/**
 * What a client's users have to agree to before a session: the call states it, or they did before. A login that waits
 * for a step keeps what its first call stated.
 */
import type { AgreementStore } from '../agreements/agreement-store.ts'
import type { TenantId } from '../base/ids.ts'
import { agreementKey } from '../clients/agreements-setting.ts'
import type { Client } from '../clients/client.ts'
import { agreementRequired, isBoundToAgree, missingAgreements } from '../clients/require-agreed.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Step } from '../storage/database.ts'
import type { UserRow } from '../users/user.ts'

/** Somebody known, who wants a session of the client. */
export type Agreeing = {
  readonly tenantId: TenantId
  readonly user: Pick<UserRow, 'id'>
  readonly client: Pick<Client, 'clientId' | 'agreements'>
  /** What was stated in an earlier call of the same login. */
  readonly agreed?: readonly string[] | undefined
}

export interface Consent {
  /** Refused as `AGREEMENT_REQUIRED`. Without agreements of the client it costs nothing. */
  require(agreeing: Agreeing, call: Pick<CallContext, 'caller' | 'agreed'>): Promise<void>
  /** What goes into the transaction of a session, or of a new user. */
  steps(agreeing: Agreeing, now: number): Step[]
}

export function createConsent(store: Pick<AgreementStore, 'list' | 'insert'>): Consent {
  return {
    async require({ tenantId, user, client, agreed = [] }, call) {
      if (!isBoundToAgree(call)) return
      const unstated = missingAgreements(client.agreements, [...agreed, ...(call.agreed ?? [])])
      if (unstated.length === 0) return
      const given = await store.list(tenantId, user.id)
      const before = given.filter(({ clientId }) => clientId === client.clientId).map(agreementKey)
      const missing = missingAgreements(unstated, before)
      if (missing.length > 0) throw agreementRequired(missing)
    },
    steps: ({ tenantId, user, client: { clientId, agreements }, agreed = [] }, now) =>
      agreements
        .filter((agreement) => agreed.includes(agreementKey(agreement)))
        .map((agreement) => store.insert({ tenantId, userId: user.id, clientId }, agreement, now)),
  }
}

/** What this call and earlier ones of the login stated, of the client's own texts; nothing where there are none. */
export function agreedWith(
  { client, agreed = [] }: Pick<Agreeing, 'client' | 'agreed'>,
  call: Pick<CallContext, 'agreed'>,
): readonly string[] | undefined {
  if (client.agreements.length === 0) return undefined
  const stated = new Set([...agreed, ...(call.agreed ?? [])])
  return client.agreements.map(agreementKey).filter((key) => stated.has(key))
}
