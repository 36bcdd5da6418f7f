/** What a person hands in as a password, and the strings that a stored form may have been made over. */
import { md5Hex } from '../../base/digest.ts'
import { refuse } from '../../base/refusal.ts'

/** The text itself, or its MD5 where the element's transport is `md5`. Never both (spec 3, `passwordTransport`). */
export type PasswordCandidate = { readonly text: string } | { readonly md5: string }

/** What a stored form was made over: the password's text, or the 32 lower-case hex digits of its MD5. */
export type Over = 'text' | 'md5'

/** 32 hex digits in either case; anything else is refused with `API_PARAMS_ERROR`, which names the argument. */
export function md5Candidate(md5: string, argument = 'password'): PasswordCandidate {
  if (!/^[0-9a-f]{32}$/i.test(md5))
    throw refuse('API_PARAMS_ERROR', { arguments: { [argument]: 'must be the 32 hex digits of an MD5' } })
  return { md5: md5.toLowerCase() }
}

/** The one string that a new stored form is made over: the MD5 of the NFKC text (spec 3, rule 1). */
export function transportMd5(candidate: PasswordCandidate): string {
  return 'md5' in candidate ? candidate.md5.toLowerCase() : md5Hex(candidate.text.normalize('NFKC'))
}

/**
 * Every string that has to be tried against a form, none when the transport cannot give what the form needs.
 * A text that NFKC changes has two: systems before this one hashed it as it was typed.
 */
export function spellings(candidate: PasswordCandidate, over: Over): readonly string[] {
  if ('md5' in candidate) return over === 'md5' ? [transportMd5(candidate)] : []
  const texts = [...new Set([candidate.text.normalize('NFKC'), candidate.text])]
  return over === 'text' ? texts : texts.map(md5Hex)
}
