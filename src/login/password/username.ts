/** Login names: how they are compared, and which may be chosen (spec 3, rule 6). */
import { refuse } from '../../base/refusal.ts'

export type Username = {
  /** As it is shown: NFKC, without spaces at its ends. */
  readonly name: string
  /** As it is compared and kept unique: folded besides. */
  readonly key: string
}

/** Why a name was refused with `USERNAME_INVALID`: the `reason` of the details. */
export type UsernameFault = 'length' | 'characters' | 'phone-number'

/**
 * Control, format (zero-width and bidi), unassigned and private characters, lone surrogates, line separators,
 * characters that are invisible by default, and the blank Braille pattern: two names that look alike would differ.
 */
const invisible = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Digits of any script, and what people write between them: spaces, dashes, plus, dots, slashes, brackets. */
const phoneNumberCharacters = /^[\p{Nd}\p{Pd}\p{Zs}\u2212+./()[\]]+$/u

/** A name that may be chosen; everything else is refused with `USERNAME_INVALID` and a `reason`. */
export function parseUsername(text: string): Username {
  const fault = usernameFault(text)
  if (fault) throw refuse('USERNAME_INVALID', { reason: fault })
  return { name: nfkcTrimmed(text), key: usernameKey(text) }
}

/** The key to look a name up by. Refuses nothing: a name that cannot exist is simply not found. */
export function usernameKey(text: string): string {
  return nfkcTrimmed(foldCase(nfkcTrimmed(text)))
}

/** Five digits or more, and nothing but digits and what stands between digits. Names with a letter never do. */
export function readsAsPhoneNumber(text: string): boolean {
  const name = nfkcTrimmed(text)
  return phoneNumberCharacters.test(name) && (name.match(/\p{Nd}/gu)?.length ?? 0) >= 5
}

function usernameFault(text: string): UsernameFault | undefined {
  const name = nfkcTrimmed(text)
  const length = [...name].length
  if (invisible.test(text) || invisible.test(name)) return 'characters'
  if (length < 2 || length > 64) return 'length'
  return readsAsPhoneNumber(name) ? 'phone-number' : undefined
}

function nfkcTrimmed(text: string): string {
  return text.normalize('NFKC').trim()
}

/**
 * Unicode's full case folding by what the language offers: down, up and down again, one code point at a time so
 * that a sigma does not look at its place in the word. The dotless i has no partner in the default folding.
 */
function foldCase(text: string): string {
  return Array.from(text, (character) =>
    character === 'ı' ? character : character.toLowerCase().toUpperCase().toLowerCase(),
  ).join('')
}
