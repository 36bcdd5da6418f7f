/** A rule of a client about who comes in, at a login or with a session of another client. */
import type { CallContext } from '../elements/caller.ts'
import type { LoginStop } from './login-stop.ts'
import type { ProvenLogin } from './proven-login.ts'

/** Who wants to come in, at which client. */
export type Entrant = Pick<ProvenLogin, 'tenantId' | 'user' | 'client' | 'method' | 'secondFactor' | 'joins'>

export type EntryGate = (
  entrant: Entrant,
  call: Pick<CallContext, 'address' | 'language'>,
) => Promise<LoginStop | undefined>
