/** The user on whose account a function acts: told only after a right code (spec 2, rules 4, 7 and 9). */
import type { E164 } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import type { Holder } from './phone-bindings.ts'
import type { ProvenNumber } from './prove-number.ts'

export type BoundHolder = Holder & { readonly phone: E164 }

export function isBound(holder: Holder | undefined): holder is BoundHolder {
  return holder !== undefined && holder.phone !== null
}

/**
 * Refusals: `USER_AUTH_MISS`; `CODE_EXPIRED` when the user's number or password was changed after the code was
 * asked for (A39); `USER_DISABLED`.
 */
export function requireSound(holder: Holder | undefined, { code }: ProvenNumber): asserts holder is Holder {
  if (holder === undefined) throw refuse('USER_AUTH_MISS')
  if (code.issuedAt < holder.secured_at) throw refuse('CODE_EXPIRED')
  if (holder.status !== 'active') throw refuse('USER_DISABLED')
}
