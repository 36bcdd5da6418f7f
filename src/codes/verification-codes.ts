/**
 * Verification codes: issued, compared, spent. Only a keyed digest is kept; the key is not in the store
 * (spec 2, rule 3; spec 6, O1–O7).
 */

import { type Clock, secondsUntil } from '../base/clock.ts'
import { orderedToken, randomDigits, randomToken } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import { brakeTtlMs } from '../ephemeral/brake.ts'
import type { BrakePolicy, EphemeralStore, GuardedFact } from '../ephemeral/ephemeral-store.ts'
import { forgetFacts } from '../ephemeral/forget-facts.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { type CodeHolder, type CodeScope, codeBrakeKey, codeKey, codeText } from './code-scope.ts'

export type CodePolicy = {
  readonly length: number
  readonly ttlSeconds: number
  /** Wrong guesses that burn a code. */
  readonly maxAttempts: number
  /** fullName of the SMS service that will carry it; nothing where no message is sent. */
  readonly service?: string | undefined
}

/** A code that was right and is not spent yet. */
export type RightCode = {
  /** Names this issue of the code; unique for ever. */
  readonly id: string
  readonly scope: CodeScope
  readonly fact: GuardedFact
  /** Epoch milliseconds. */
  readonly issuedAt: number
  /** Epoch milliseconds. */
  readonly expiresAt: number
  readonly knownDevice: string | undefined
  /** fullName of the SMS service that carried it. */
  readonly service: string | undefined
}

export type SpentCode = RightCode & { readonly failures: string | undefined }

export interface VerificationCodes {
  /** Makes a code in place of an older one of the scope; `fixed` is a test number's. Answers with the code. */
  issue(scope: CodeScope, policy: CodePolicy, fixed?: string): Promise<string>
  /** As `issue`, but no code is right: guesses count and burn it alike. */
  issueDecoy(scope: CodeScope, policy: CodePolicy): Promise<void>
  /** Forgets the codes of these scopes. */
  withdraw(...scopes: CodeScope[]): Promise<void>
  /**
   * Compares. A right code is not changed by it. Refusals: `CODE_ERROR`, `CODE_EXPIRED`,
   * `TOO_MANY_ATTEMPTS` with the seconds to wait, or without when the number is closed.
   */
  check(scope: CodeScope, code: string, knownDevice: string | undefined): Promise<RightCode>
  /**
   * Takes the code away for good, and with it the failures that the number has against it; exactly one caller
   * gets through, the others `CODE_EXPIRED`.
   */
  spend(code: RightCode): Promise<SpentCode>
  /** Gives a code back, for the rest of its life, because what it was spent for failed; the failures too (A07). */
  giveBack(code: SpentCode): Promise<void>
  /**
   * Opens a number that is closed or has to wait, for unknown devices and for these known ones (spec 6, O5).
   * Answers whether there were failures to forget.
   */
  forgetFailures(holder: CodeHolder, knownDevices: readonly string[]): Promise<boolean>
}

/** Spec 6, O5. */
const codeBrakePolicy: BrakePolicy = {
  failures: 10,
  windowMs: 3_600_000,
  baseMs: 30_000,
  maxMs: 3_600_000,
  closeAfter: 100,
}

/** Spec 6, O5: a known device has a counter of its own, which never closes. */
const knownDeviceBrakePolicy: BrakePolicy = {
  failures: 10,
  windowMs: 3_600_000,
  baseMs: 30_000,
  maxMs: 3_600_000,
}

type CodeDependencies = {
  readonly ephemeral: EphemeralStore
  readonly keyring: Keyring
  readonly clock: Clock
  /** A wrong code has begun to lock the number; told once of each lock, by the process that counted the failure. */
  readonly onLock: (scope: CodeScope, begins: 'braked' | 'closed') => void
}

const hmacPurpose = 'verification-code'

function brakePolicyFor(knownDevice: string | undefined): BrakePolicy {
  return knownDevice === undefined ? codeBrakePolicy : knownDeviceBrakePolicy
}

export function createVerificationCodes({
  ephemeral,
  keyring,
  clock,
  onLock,
}: CodeDependencies): VerificationCodes {
  function keep(scope: CodeScope, policy: CodePolicy, code: string): Promise<void> {
    const fact: GuardedFact = {
      id: orderedToken(clock.now(), 22),
      digest: keyring.hmac(hmacPurpose, codeText(scope, code)),
      tries: policy.maxAttempts,
      value: `${clock.now()} ${policy.service ?? ''}`,
    }
    return ephemeral.guard(codeKey(scope), fact, policy.ttlSeconds * 1000)
  }

  return {
    async issue(scope, policy, fixed) {
      const code = fixed ?? randomDigits(policy.length)
      await keep(scope, policy, code)
      return code
    },

    issueDecoy: (scope, policy) => keep(scope, policy, randomToken()),

    withdraw: (...scopes) => ephemeral.drop(...scopes.map(codeKey)),

    async check(scope, code, knownDevice) {
      const policy = brakePolicyFor(knownDevice)
      const digests = keyring.hmacs(hmacPurpose, codeText(scope, code))
      const brake = { key: codeBrakeKey(scope, knownDevice), policy }
      const askedAt = clock.now()
      const found = await ephemeral.attempt({ key: codeKey(scope), digests, brake })
      if (found.outcome === 'wrong') {
        if (found.begins !== undefined) onLock(scope, found.begins)
        throw refuse('CODE_ERROR')
      }
      if (found.outcome === 'missing') throw refuse('CODE_EXPIRED')
      if (found.outcome === 'closed') throw refuse('TOO_MANY_ATTEMPTS')
      if (found.outcome === 'braked')
        throw refuse('TOO_MANY_ATTEMPTS', { seconds: secondsUntil(found.retryAfterMs, 0) })
      const fact = { id: found.id, digest: digests[0] ?? '', tries: found.triesLeft, value: found.value }
      const expiresAt = askedAt + found.leftMs
      const [issuedAt, service] = found.value.split(' ')
      return {
        id: found.id,
        scope,
        fact,
        issuedAt: Number(issuedAt),
        expiresAt,
        knownDevice,
        service: service || undefined,
      }
    },

    async spend(code) {
      const { scope, id, knownDevice } = code
      const spent = await ephemeral.spendGuarded(codeKey(scope), id, codeBrakeKey(scope, knownDevice))
      if (spent === undefined) throw refuse('CODE_EXPIRED')
      return { ...code, failures: spent.failures }
    },

    async giveBack({ scope, fact, expiresAt, knownDevice, failures }) {
      const brakeKey = codeBrakeKey(scope, knownDevice)
      if (failures !== undefined)
        await ephemeral.put(brakeKey, failures, brakeTtlMs(brakePolicyFor(knownDevice)))
      const leftMs = expiresAt - clock.now()
      if (leftMs > 0) await ephemeral.restore(codeKey(scope), fact, leftMs)
    },

    async forgetFailures(holder, knownDevices) {
      const keys = [undefined, ...knownDevices].map((device) => codeBrakeKey(holder, device))
      return forgetFacts(ephemeral, keys)
    },
  }
}
