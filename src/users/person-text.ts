/** Texts that people write of themselves, such as a nick: others read them on pages, in terminals and in files. */
import Type from 'typebox'

/**
 * Control characters, lone surrogates, line separators, and what changes the direction of the text behind it.
 * Joiners, variation selectors and tags stay: emoji and several scripts need them.
 */
const forbidden = '\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Bidi_Control}'

const allowed = new RegExp(`^[^${forbidden}]*$`, 'u')

/** A text that is not blank, of `maxLength` UTF-16 units at most. */
export function personText(maxLength: number) {
  return Type.String({ minLength: 1, maxLength, pattern: `^(?=.*\\S)[^${forbidden}]*$` })
}

/** Is `text` without the characters that `personText` refuses? */
export function isPersonText(text: string): boolean {
  return allowed.test(text)
}
