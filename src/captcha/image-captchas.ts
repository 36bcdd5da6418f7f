/**
 * Image captchas: given out, checked, spent. Only a keyed digest of the answer is kept, for five minutes, bound to
 * tenant and login type, or client (spec 3, rule 7).
 */
import { sha256 } from '../base/digest.ts'
import type { TenantId } from '../base/ids.ts'
import { randomHex, randomToken } from '../base/random-id.ts'
import { sameBytes } from '../base/same-bytes.ts'
import type { BrakePolicy, EphemeralStore, GuardedFact } from '../ephemeral/ephemeral-store.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { countCaptcha } from './captcha-limits.ts'
import type { DrawAhead } from './draw-ahead.ts'
import type { DrawnImage } from './image-drawer.ts'

/** Where a captcha counts. */
export type CaptchaScope = {
  readonly tenantId: TenantId
  /** fullName of the login type, or which client. */
  readonly place: string
}

/** `img` is a base64 PNG without a `data:` prefix. */
export type ImageCaptcha = { readonly token: string; readonly img: string }

export interface ImageCaptchas {
  /**
   * A new captcha for the scope. `address` is whose limit it counts in; in-process calls have none.
   * Refusals: `RATE_LIMITED` with seconds, `BUSY`.
   */
  generate(scope: CaptchaScope, address: string | undefined): Promise<ImageCaptcha>
  /** Is the code right? A right one does not spend the captcha, the fifth wrong one does. */
  check(scope: CaptchaScope, token: string, code: string): Promise<boolean>
  /** Spends the captcha, right or wrong; true for one caller with the right code. */
  consume(scope: CaptchaScope, token: string, code: string): Promise<boolean>
}

type CaptchaDependencies = {
  readonly ephemeral: EphemeralStore
  readonly keyring: Keyring
  readonly drawer: Pick<DrawAhead<DrawnImage>, 'next'>
}

const ttlMs = 300_000
const wrongChecks = 5
const hmacPurpose = 'image-captcha'

/** Never reached: the captcha is burned first. */
const noBrake: BrakePolicy = { failures: wrongChecks + 1, windowMs: ttlMs, baseMs: ttlMs, maxMs: ttlMs }

export function createImageCaptchas({ ephemeral, keyring, drawer }: CaptchaDependencies): ImageCaptchas {
  return {
    async generate(scope, address) {
      await countCaptcha(ephemeral, 'ask', { tenantId: scope.tenantId, address })
      const { text, png } = await drawer.next()
      const token = randomHex(32)
      const digest = keyring.hmac(hmacPurpose, answerText(scope, token, text))
      const fact = { id: randomToken(22), digest, tries: wrongChecks, value: '' }
      await ephemeral.guard(keyOf(scope, token), fact, ttlMs)
      return { token, img: png.toString('base64') }
    },

    async check(scope, token, code) {
      const key = keyOf(scope, token)
      const digests = keyring.hmacs(hmacPurpose, answerText(scope, token, code))
      const brake = { key: `captcha-brake:${slotOf(scope, token)}`, policy: noBrake }
      return (await ephemeral.attempt({ key, digests, brake })).outcome === 'right'
    },

    async consume(scope, token, code) {
      const spent = await ephemeral.spend(keyOf(scope, token))
      if (spent === undefined) return false
      const { digest } = JSON.parse(spent) as GuardedFact
      const digests = keyring.hmacs(hmacPurpose, answerText(scope, token, code))
      return digests.some((candidate) => sameBytes(candidate, digest))
    },
  }
}

function keyOf(scope: CaptchaScope, token: string): string {
  return `captcha:${slotOf(scope, token)}`
}

function slotOf({ tenantId, place }: CaptchaScope, token: string): string {
  return `{${sha256([tenantId, place, token].join('\0'))}}`
}

function answerText({ tenantId, place }: CaptchaScope, token: string, code: string): string {
  return [tenantId, place, token, code.normalize('NFKC').trim().toUpperCase()].join('\0')
}
