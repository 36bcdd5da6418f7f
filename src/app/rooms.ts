/** Puts the rooms below together: each gets its neighbours as parameters, here and nowhere else. */
import { createAdminRoom } from '../admins/admin-room.ts'
import { createAgreementStore } from '../agreements/agreement-store.ts'
import { createAuditHours } from '../audit/audit-hours.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { createBackground } from '../base/background.ts'
import type { Clock } from '../base/clock.ts'
import { hostNames } from '../base/host-names.ts'
import type { Log } from '../base/log.ts'
import { createClientCredentials } from '../clients/client-credentials.ts'
import { createSprayBrake } from '../codes/spray-brake.ts'
import { createVerificationCodes } from '../codes/verification-codes.ts'
import { createCorpStore } from '../corps/corp-store.ts'
import { createEvents } from '../events/events.ts'
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
import { createNoticeStore } from '../notices/notice-store.ts'
import { createRecoveryStore } from '../recoveries/recovery-store.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { createSecretStore } from '../secrets/secret-store.ts'
import { createAccessGate } from '../sessions/access-gate.ts'
import { createAuthorizationCodes } from '../sessions/authorization-codes.ts'
import { createCompleteLogin } from '../sessions/complete-login.ts'
import { createConsent } from '../sessions/consent.ts'
import { createIdTokenSessions } from '../sessions/id-token-session.ts'
import { createIdTokenIssuer } from '../sessions/issue-id-token.ts'
import { createLoginFlows } from '../sessions/login-flow.ts'
import { createRefreshSession } from '../sessions/refresh-session.ts'
import { createSessionStore } from '../sessions/session-store.ts'
import { createSsoEntry } from '../sessions/sso-entry.ts'
import { createSsoTickets } from '../sessions/sso-tickets.ts'
import { createDevInbox } from '../sms/dev-inbox.ts'
import { createMessageRecords } from '../sms/message-records.ts'
import { createReceiptAddresses } from '../sms/receipt-addresses.ts'
import { createReceipts } from '../sms/receipts.ts'
import { createServiceBreaker } from '../sms/service-breaker.ts'
import { createBudgetWatch } from '../spend/budget-watch.ts'
import { createMessageCounts } from '../spend/message-counts.ts'
import { createPrefixBreaker } from '../spend/prefix-breaker.ts'
import { readRecentRates } from '../spend/recent-rates.ts'
import { createSpendControl } from '../spend/spend-control.ts'
import { createTenantDirectory } from '../tenants/tenant-directory.ts'
import { createTenantStore } from '../tenants/tenant-store.ts'
import { createAccessTokens } from '../tokens/access-tokens.ts'
import { createIdTokens } from '../tokens/id-token.ts'
import { createSigningKeys } from '../tokens/signing-keys.ts'
import { createStateTokens } from '../tokens/state-token.ts'
import { createPruneDevices } from '../users/prune-devices.ts'
import { createUserStore } from '../users/user-store.ts'
import { buildCaptchas, type CaptchaSources } from './captcha-rooms.ts'
import type { LoadedElements } from './loaded-elements.ts'
import type { Stores } from './stores.ts'
import { tellNumberLock } from './tell-number-lock.ts'
import { tellServiceChange } from './tell-service-change.ts'
import { buildWebhooks } from './webhook-rooms.ts'

export type Rooms = ReturnType<typeof buildRooms>

export type RoomOptions = {
  readonly stores: Stores
  readonly elements: LoadedElements
  readonly keyring: Keyring
  readonly clock: Clock
  readonly log: Log
  readonly publicUrl: () => string
  readonly captchaSources: CaptchaSources
  /** Hosts of webhooks, and of elements edited while the app runs, that may have any address. */
  readonly webhookInternalHosts: readonly string[]
  readonly deletionGraceDays: number
}

/** An id_token may live a day at most: the limit of `idTokenTtl`. */
export const maxTokenTtlSeconds = 86_400

export function buildRooms(options: RoomOptions) {
  const { stores, elements, keyring, clock, log, publicUrl } = options
  const { database, ephemeral } = stores
  const hashQueue = createHashQueue()
  const metrics = createMetrics({
    hashQueueDepth: () => depthOf(hashQueue),
    messageRates: async () => {
      await counts.flush()
      return readRecentRates(database, clock)
    },
  })
  const audit = createAuditLog({
    database,
    clock,
    onEvent: metrics.countEvent,
    onLoss: (error, records) => log.error({ error, records }, 'audit records could not be written'),
  })
  const events = createEvents({
    database,
    clock,
    onLoss: (error, lost) => log.error({ err: error, events: lost }, 'events could not be written'),
  })
  const counts = createMessageCounts({
    database,
    clock,
    onLoss: (error, lost) =>
      log.error({ err: error, groups: lost }, 'counts of messages could not be written'),
  })
  const messages = createMessageRecords({
    database,
    clock,
    onLoss: (error, records) => log.error({ error, records }, 'message records could not be written'),
  })
  const receiptAddresses = createReceiptAddresses({ keyring, publicUrl })
  const breaker = createPrefixBreaker({ database, clock, counts, events })
  const tenants = createTenantStore(database)
  const users = createUserStore(database)
  const corps = createCorpStore(database, () => elements.corps())
  const sessions = createSessionStore({ database, clock })
  const signingKeys = createSigningKeys({ database, keyring, clock, maxTokenTtlSeconds })
  const idTokens = createIdTokens({ keys: signingKeys, clock })
  const issueIdToken = createIdTokenIssuer({ idTokens, issuer: publicUrl })
  const stateTokens = createStateTokens({ keyring, clock, issuer: 'latchkey' })
  const flows = createLoginFlows({ ephemeral, stateTokens, users, audit })
  const secretStore = createSecretStore({ database, keyring, clock })
  const internalHosts = hostNames(options.webhookInternalHosts)
  const { outbox, webhooks, createCourier } = buildWebhooks(
    { database, clock, secretStore, audit },
    internalHosts,
  )
  const passwordBindings = createPasswordBindings(database)
  const passwordSalts = createPasswordSalts({ database, secretStore, clock })
  const clients = () => elements.clients()
  const bindings = createPhoneBindings(database)
  const factors = createTotpFactors({ database, ephemeral, keyring, clock })
  const accessGate = createAccessGate({ corps })
  const secondFactorGate = createSecondFactorGate({ factors, bindings, passwordBindings })
  const agreements = createAgreementStore(database)
  const recoveries = createRecoveryStore(database)
  const notices = createNoticeStore(database)
  const consent = createConsent(agreements)
  const completeLogin = createCompleteLogin({
    database,
    clock,
    users,
    sessions,
    issueIdToken,
    audit,
    events,
    consent,
    gates: [accessGate, secondFactorGate, createExpiryGate({ bindings: passwordBindings, clock, elements })],
    flows,
    recoveries,
  })
  const commonPasswords = createCommonPasswords()
  const passwordHashers = createElementHashers({ salts: passwordSalts, keyring, queue: hashQueue, clock })
  const requireEntry = createSsoEntry([accessGate, secondFactorGate], consent)
  return {
    ...stores,
    clock,
    log,
    background: createBackground((error) => log.error({ err: error }, 'work behind an answer failed')),
    metrics,
    keyring,
    audit,
    auditHours: createAuditHours(database, clock),
    events,
    outbox,
    webhooks,
    courier: createCourier(events, (error) => log.error({ err: error }, 'webhooks could not be delivered')),
    tenants,
    tenantDirectory: createTenantDirectory({ tenants, clock, isNamed: (id) => clients().tenantIds.has(id) }),
    clientCredentials: createClientCredentials({ ephemeral, clients }),
    accessTokens: createAccessTokens(ephemeral),
    users,
    agreements,
    recoveries,
    notices,
    consent,
    pruneDevices: createPruneDevices(database),
    corps,
    sessions,
    ssoTickets: createSsoTickets({ ephemeral, sessions }),
    requireSsoEntry: requireEntry,
    authorizationCodes: createAuthorizationCodes({
      ephemeral,
      sessions,
      completeLogin,
      requireEntry,
      corps,
      clock,
    }),
    refreshSession: createRefreshSession({ database, sessions, audit }),
    signingKeys,
    issueIdToken,
    completeLogin,
    secretStore,
    hashQueue,
    ...buildCaptchas({ ephemeral, keyring, clock }, options.captchaSources),
    commonPasswords,
    passwordBindings,
    passwordSalts,
    passwordHashers,
    administrators: createAdminRoom({ ...stores, clock, audit, factors, passwordHashers, commonPasswords }),
    codes: createVerificationCodes({ ephemeral, keyring, clock, onLock: tellNumberLock(events) }),
    counts,
    breaker,
    spend: createSpendControl({ ephemeral, breaker, budgetWatch: createBudgetWatch({ clock, events }) }),
    sprayBrake: createSprayBrake({ ephemeral, clock, audit }),
    bindings,
    factors,
    loginSteps: createLoginSteps({ flows, completeLogin, factors, users, audit, events, database, clock }),
    ownFactors: createOwnFactors({ clock, users, sessions, clients, factors, database, audit, events }),
    passwordResets: createPasswordResets({ clock, users, sessions, clients, factors }),
    idTokenSessions: createIdTokenSessions({ idTokens, sessions, issuer: publicUrl }),
    loginCodes: createLoginCodes(ephemeral),
    tickets: createTickets({ ephemeral, now: () => clock.now() }),
    inbox: createDevInbox({ ephemeral, keyring, clock }),
    smsBreaker: createServiceBreaker({
      ephemeral,
      clock,
      onChange: (change) => tellServiceChange({ events, log }, change),
    }),
    messages,
    receiptAddresses,
    receipts: createReceipts({
      messages,
      addresses: receiptAddresses,
      find: (fullName) => elements.registry().element(fullName),
      onEnd: ({ at, ...group }, service, end) => counts.count({ ...group, service }, at, end),
      onLoss: (error, receipts) => log.error({ err: error, receipts }, 'receipts could not be written'),
    }),
    clients,
    deletionGraceDays: options.deletionGraceDays,
    internalHosts,
  }
}

function depthOf(queue: HashQueue): number {
  const { running, waiting, inBackground } = queue.depth()
  return running + waiting + inBackground
}
