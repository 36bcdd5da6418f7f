/** What a new password has to be like: the `limit` part of the element's configuration. */
import { refuse } from '../../base/refusal.ts'
import type { CommonPasswords } from './common-passwords.ts'
import type { PasswordCandidate } from './password-candidate.ts'

export type PasswordLimit = {
  /** In code points of the NFKC text, as NIST SP 800-63B-4 3.1.1.2 counts. */
  readonly minLength: number
  readonly maxLength: number
  readonly requireUppercase: boolean
  readonly requireLowercase: boolean
  readonly requireNumber: boolean
  readonly requireSpecialChar: boolean
  readonly denyCommon: boolean
}

export type PasswordLimitName = keyof PasswordLimit

export const defaultPasswordLimit: PasswordLimit = {
  minLength: 6,
  maxLength: 20,
  requireUppercase: false,
  requireLowercase: false,
  requireNumber: false,
  requireSpecialChar: false,
  denyCommon: false,
}

const requiredCharacter = {
  requireUppercase: /\p{Lu}/u,
  requireLowercase: /\p{Ll}/u,
  requireNumber: /\p{Nd}/u,
  requireSpecialChar: /[\p{P}\p{S}\p{Zs}]/u,
} as const

/** Every limit that a new password does not meet, in the order of the configuration; of an MD5 only `denyCommon`. */
export async function unmetLimits(
  candidate: PasswordCandidate,
  limit: PasswordLimit,
  common: CommonPasswords,
): Promise<readonly PasswordLimitName[]> {
  const unmet = 'text' in candidate ? unmetByText(candidate.text.normalize('NFKC'), limit) : []
  const isDenied = limit.denyCommon && (await common.includes(candidate))
  return isDenied ? [...unmet, 'denyCommon'] : unmet
}

/** Refuses with `PASSWORD_WEAK`, whose `unmet` names each limit that is not met. */
export async function demandPasswordLimits(
  candidate: PasswordCandidate,
  limit: PasswordLimit,
  common: CommonPasswords,
): Promise<void> {
  const unmet = await unmetLimits(candidate, limit, common)
  if (unmet.length > 0) throw refuse('PASSWORD_WEAK', { unmet })
}

function unmetByText(text: string, limit: PasswordLimit): readonly PasswordLimitName[] {
  const length = [...text].length
  const unmet: PasswordLimitName[] = []
  if (length < limit.minLength) unmet.push('minLength')
  if (length > limit.maxLength) unmet.push('maxLength')
  for (const [name, character] of entriesOf(requiredCharacter)) {
    if (limit[name] && !character.test(text)) unmet.push(name)
  }
  return unmet
}

function entriesOf<Name extends string>(table: Readonly<Record<Name, RegExp>>): readonly [Name, RegExp][] {
  return Object.entries(table) as [Name, RegExp][]
}
