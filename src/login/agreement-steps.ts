/** What a new user agreed to with the registration, as steps of its transaction. */
import type { Clock } from '../base/clock.ts'
import type { ClientDirectory } from '../clients/client.ts'
import { clientOfCall } from '../clients/client-of-call.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Consent } from '../sessions/consent.ts'
import type { Step } from '../storage/database.ts'
import type { UserRow } from '../users/user.ts'

type Needs = {
  readonly clock: Clock
  readonly consent: Pick<Consent, 'steps'>
  readonly clients: () => ClientDirectory
}

export function agreementSteps(needs: Needs, user: UserRow, call: CallContext): Step[] {
  const client = clientOfCall(needs, call)
  if (client === undefined) return []
  const { tenantId, agreed } = call
  return needs.consent.steps({ tenantId, user, client, agreed }, needs.clock.now())
}
