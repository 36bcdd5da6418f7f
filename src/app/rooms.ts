/** Puts the rooms below together: each gets its neighbours as parameters, here and nowhere else. */
import { createAuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { createDrawAhead, type DrawAheadParts } from '../captcha/draw-ahead.ts'
import { createImageCaptchas } from '../captcha/image-captchas.ts'
import { createVerificationCodes } from '../codes/verification-codes.ts'
import { createCorpStore } from '../corps/corp-store.ts'
import { createMetrics } from '../http/metrics.ts'
import { createLoginCodes } from '../login/login-code.ts'
import { createCommonPasswords } from '../login/password/common-passwords.ts'
import { createElementHashers } from '../login/password/element-hashers.ts'
import { createExpiryGate } from '../login/password/expiry-gate.ts'
import { createHashQueue, type HashQueue } from '../login/password/hash-queue.ts'
import { createPasswordBindings } from '../login/password/password-bindings.ts'
import { createPasswordSalts } from '../login/password/password-salts.ts'
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
  readonly captchaSource: (() => string) | undefined
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
  const users = createUserStore(database)
  const corps = createCorpStore(database, () => elements.corps())
  const sessions = createSessionStore({ database, clock })
  const signingKeys = createSigningKeys({ database, keyring, clock, maxTokenTtlSeconds })
  const idTokens = createIdTokens({ keys: signingKeys, clock })
  const issueIdToken = createIdTokenIssuer({ idTokens, issuer: publicUrl })
  const stateTokens = createStateTokens({ keyring, clock, issuer: 'latchkey' })
  const flows = createLoginFlows({ ephemeral, stateTokens })
  const secretStore = createSecretStore({ database, keyring, clock })
  const passwordBindings = createPasswordBindings(database)
  const passwordSalts = createPasswordSalts({ database, secretStore, clock })
  const captchaDrawer = createDrawAhead(drawingOf(options))
  const completeLogin = createCompleteLogin({
    database,
    clock,
    users,
    sessions,
    issueIdToken,
    audit,
    gates: [
      createExpiryGate({ bindings: passwordBindings, clock, elements: () => elements.expiringLogins() }),
    ],
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
    secretStore,
    hashQueue,
    captchaDrawer,
    captchas: createImageCaptchas({ ephemeral, keyring, drawer: captchaDrawer }),
    commonPasswords: createCommonPasswords(),
    passwordBindings,
    passwordSalts,
    passwordHashers: createElementHashers({ salts: passwordSalts, keyring, queue: hashQueue, clock }),
    codes: createVerificationCodes({ ephemeral, keyring, clock }),
    bindings: createPhoneBindings(database),
    loginCodes: createLoginCodes(ephemeral),
    tickets: createTickets({ ephemeral, now: () => clock.now() }),
    inbox: createDevInbox({ ephemeral, keyring, clock }),
    clients: () => elements.clients(),
  }
}

function depthOf(queue: HashQueue): number {
  const { running, waiting, inBackground } = queue.depth()
  return running + waiting + inBackground
}

/** Texts of a test are drawn as they are asked for, none ahead. */
function drawingOf({ captchaSource }: RoomOptions): DrawAheadParts {
  return captchaSource === undefined ? {} : { source: captchaSource, stock: 0 }
}
