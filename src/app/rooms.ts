/** Puts the rooms below together: each gets its neighbours as parameters, here and nowhere else. */
import { createAuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { createVerificationCodes } from '../codes/verification-codes.ts'
import { createCorpStore } from '../corps/corp-store.ts'
import { createMetrics } from '../http/metrics.ts'
import { createLoginCodes } from '../login/login-code.ts'
import { createPhoneBindings } from '../login/phone/phone-bindings.ts'
import { createTickets } from '../login/ticket.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { createSecretStore } from '../secrets/secret-store.ts'
import { createCompleteLogin } from '../sessions/complete-login.ts'
import { createIdTokenIssuer } from '../sessions/issue-id-token.ts'
import { createLoginFlows } from '../sessions/login-flow.ts'
import { createSessionStore } from '../sessions/session-store.ts'
import { createDevInbox } from '../sms/dev-inbox.ts'
import { createIdTokens } from '../tokens/id-token.ts'
import { createSigningKeys } from '../tokens/signing-keys.ts'
import { createStateTokens } from '../tokens/state-token.ts'
import { createUserStore } from '../users/user-store.ts'
import type { LoadedElements } from './loaded-elements.ts'
import type { Stores } from './stores.ts'

export type Rooms = ReturnType<typeof buildRooms>

export type RoomOptions = {
  readonly stores: Stores
  readonly elements: LoadedElements
  readonly secrets: readonly string[]
  readonly clock: Clock
  readonly log: Log
  readonly publicUrl: () => string
}

/** An id_token may live a day at most: the limit of `idTokenTtl`. */
const maxTokenTtlSeconds = 86_400

export function buildRooms({ stores, elements, secrets, clock, log, publicUrl }: RoomOptions) {
  const { database, ephemeral } = stores
  const metrics = createMetrics(() => 0)
  const keyring = createKeyring(secrets)
  const audit = createAuditLog({
    database,
    clock,
    onEvent: metrics.countEvent,
    onLoss: (error, records) => log.error({ error, records }, 'audit records could not be written'),
  })
  const users = createUserStore(database)
  const corps = createCorpStore(database, () => elements.corps())
  const sessions = createSessionStore({ database, clock })
  const signingKeys = createSigningKeys({ database, keyring, clock, maxTokenTtlSeconds })
  const idTokens = createIdTokens({ keys: signingKeys, clock })
  const issueIdToken = createIdTokenIssuer({ idTokens, issuer: publicUrl })
  const stateTokens = createStateTokens({ keyring, clock, issuer: 'latchkey' })
  const flows = createLoginFlows({ ephemeral, stateTokens })
  const completeLogin = createCompleteLogin({
    database,
    clock,
    users,
    sessions,
    issueIdToken,
    audit,
    gates: [],
    flows,
  })
  return {
    ...stores,
    clock,
    log,
    metrics,
    keyring,
    audit,
    users,
    corps,
    sessions,
    signingKeys,
    issueIdToken,
    completeLogin,
    secretStore: createSecretStore({ database, keyring, clock }),
    codes: createVerificationCodes({ ephemeral, keyring, clock }),
    bindings: createPhoneBindings(database),
    loginCodes: createLoginCodes(ephemeral),
    tickets: createTickets({ ephemeral, now: () => clock.now() }),
    inbox: createDevInbox({ ephemeral, keyring, clock }),
    clients: () => elements.clients(),
  }
}
