/** The user on whose account a function acts: told only after a right code (spec 2, rules 4, 7 and 9). */
import type { E164 } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import type { Holder } from './phone-bindings.ts'

export type BoundHolder = Holder & { readonly phone: E164 }

export function isBound(holder: Holder | undefined): holder is BoundHolder {
  return holder !== undefined && holder.phone !== null
}

/** Refusals: `USER_AUTH_MISS`, `USER_DISABLED`. */
export function requireSound(holder: Holder | undefined): asserts holder is Holder {
  if (holder === undefined) throw refuse('USER_AUTH_MISS')
  if (holder.status !== 'active') throw refuse('USER_DISABLED')
}
