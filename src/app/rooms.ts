/** Puts the rooms below together: each gets its neighbours as parameters, here and nowhere else. */
import { createAuditLog } from '../audit/audit-log.ts'
import { createBackground } from '../base/background.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { createClientCredentials } from '../clients/client-credentials.ts'
import { createSprayBrake } from '../codes/spray-brake.ts'
import { createVerificationCodes } from '../codes/verification-codes.ts'
import { createCorpStore } from '../corps/corp-store.ts'
import { createTotpFactors } from '../factors/totp-factors.ts'
import { createMetrics } from '../http/metrics.ts'
import { createLoginCodes } from '../login/login-code.ts'
import { createLoginSteps } from '../login/login-steps.ts'
import { createOwnFactors } from '../login/own-factors.ts'
import { createCommonPasswords } from '../login/password/common-passwords.ts'
import { createElementHashers } from '../login/password/element-hashers.ts'
import { createExpiryGate } from '../login/password/expiry-gate.ts'
import { createHashQueue, type HashQueue } from '../login/password/hash-queue.ts'
import { createPasswordBindings } from '../login/password/password-bindings.ts'
import { createPasswordSalts } from '../login/password/password-salts.ts'
import { createPhoneBindings } from '../login/phone/phone-bindings.ts'
import { createPasswordResets } from '../login/reset-by-mobile.ts'
import { createSecondFactorGate } from '../login/second-factor-gate.ts'
import { createTickets } from '../login/ticket.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { createSecretStore } from '../secrets/secret-store.ts'
import { createAccessGate } from '../sessions/access-gate.ts'
import { createCompleteLogin } from '../sessions/complete-login.ts'
import { createIdTokenSessions } from '../sessions/id-token-session.ts'
import { createIdTokenIssuer } from '../sessions/issue-id-token.ts'
import { createLoginFlows } from '../sessions/login-flow.ts'
import { createRefreshSession } from '../sessions/refresh-session.ts'
import { createSessionStore } from '../sessions/session-store.ts'
import { createSsoEntry } from '../sessions/sso-entry.ts'
import { createSsoTickets } from '../sessions/sso-tickets.ts'
import { createDevInbox } from '../sms/dev-inbox.ts'
import { createTenantDirectory } from '../tenants/tenant-directory.ts'
import { createTenantStore } from '../tenants/tenant-store.ts'
import { createAccessTokens } from '../tokens/access-tokens.ts'
import { createIdTokens } from '../tokens/id-token.ts'
import { createSigningKeys } from '../tokens/signing-keys.ts'
import { createStateTokens } from '../tokens/state-token.ts'
import { createUserStore } from '../users/user-store.ts'
import { buildCaptchas, type CaptchaSources } from './captcha-rooms.ts'
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
  readonly captchaSources: CaptchaSources
}

/** An id_token may live a day at most: the limit of `idTokenTtl`. */
export const maxTokenTtlSeconds = 86_400

export function buildRooms(options: RoomOptions) {
  const { stores, elements, secrets, clock, log, publicUrl } = options
  const { database, ephemeral } = stores
  const hashQueue = createHashQueue()
  const metrics = createMetrics(() => depthOf(hashQueue))
  const keyring = createKeyring(secrets)
  const audit = createAuditLog({
    database,
    clock,
    onEvent: metrics.countEvent,
    onLoss: (error, records) => log.error({ error, records }, 'audit records could not be written'),
  })
  const tenants = createTenantStore(database)
  const users = createUserStore(database)
  const corps = createCorpStore(database, () => elements.corps())
  const sessions = createSessionStore({ database, clock })
  const signingKeys = createSigningKeys({ database, keyring, clock, maxTokenTtlSeconds })
  const idTokens = createIdTokens({ keys: signingKeys, clock })
  const issueIdToken = createIdTokenIssuer({ idTokens, issuer: publicUrl })
  const stateTokens = createStateTokens({ keyring, clock, issuer: 'latchkey' })
  const flows = createLoginFlows({ ephemeral, stateTokens, users })
  const secretStore = createSecretStore({ database, keyring, clock })
  const passwordBindings = createPasswordBindings(database)
  const passwordSalts = createPasswordSalts({ database, secretStore, clock })
  const clients = () => elements.clients()
  const bindings = createPhoneBindings(database)
  const factors = createTotpFactors({ database, ephemeral, keyring, clock })
  const accessGate = createAccessGate({ corps })
  const secondFactorGate = createSecondFactorGate({ factors, bindings, passwordBindings })
  const completeLogin = createCompleteLogin({
    database,
    clock,
    users,
    sessions,
    issueIdToken,
    audit,
    gates: [
      accessGate,
      secondFactorGate,
      createExpiryGate({ bindings: passwordBindings, clock, elements: () => elements.expiringLogins() }),
    ],
    flows,
  })
  return {
    ...stores,
    clock,
    log,
    background: createBackground((error) => log.error({ err: error }, 'work behind an answer failed')),
    metrics,
    keyring,
    audit,
    tenants,
    tenantDirectory: createTenantDirectory({ tenants, clock, isNamed: (id) => clients().tenantIds.has(id) }),
    clientCredentials: createClientCredentials({ ephemeral, clients }),
    accessTokens: createAccessTokens(ephemeral),
    users,
    corps,
    sessions,
    ssoTickets: createSsoTickets({ ephemeral, sessions }),
    requireSsoEntry: createSsoEntry([accessGate, secondFactorGate]),
    refreshSession: createRefreshSession({ database, sessions, audit }),
    signingKeys,
    issueIdToken,
    completeLogin,
    secretStore,
    hashQueue,
    ...buildCaptchas({ ephemeral, keyring, clock }, options.captchaSources),
    commonPasswords: createCommonPasswords(),
    passwordBindings,
    passwordSalts,
    passwordHashers: createElementHashers({ salts: passwordSalts, keyring, queue: hashQueue, clock }),
    codes: createVerificationCodes({ ephemeral, keyring, clock }),
    sprayBrake: createSprayBrake({ ephemeral, clock, audit }),
    bindings,
    factors,
    loginSteps: createLoginSteps({ flows, completeLogin, factors, users, audit, database, clock }),
    ownFactors: createOwnFactors({ clock, users, sessions, clients, factors, database, audit }),
    passwordResets: createPasswordResets({ clock, users, sessions, clients, factors }),
    idTokenSessions: createIdTokenSessions({ idTokens, sessions, issuer: publicUrl }),
    loginCodes: createLoginCodes(ephemeral),
    tickets: createTickets({ ephemeral, now: () => clock.now() }),
    inbox: createDevInbox({ ephemeral, keyring, clock }),
    clients,
  }
}

function depthOf(queue: HashQueue): number {
  const { running, waiting, inBackground } = queue.depth()
  return running + waiting + inBackground
}
