/** What has to be computed to check one password, so that every wrong answer costs the same (spec 3, rule 5). */
import { sameBytes } from '../../base/same-bytes.ts'
import { computeFastDigest, type PlainMd5, type SaltedDigest } from './fast-digest.ts'
import { type KeyedForm, keyedFormMatches } from './keyed-form.ts'
import { type PasswordCandidate, spellings } from './password-candidate.ts'
import { slowDigestMatches } from './slow-digest.ts'
import { parseStoredForm, type StoredForm } from './stored-form.ts'

/** The key of a form, by the ids of the element's salt and of the process secret; `undefined`: not known here. */
export type KeyFor = (saltId: string, keyId: string) => Uint8Array | undefined

/** Why no password could have matched a stored text. */
export type CheckTrouble = 'UNREADABLE' | 'KEY_MISSING' | 'TEXT_NEEDED'

/** A form that no password is right for, with its key: checked where there is nothing to check. */
export type Decoy = { readonly form: KeyedForm; readonly key: Uint8Array }

export type PasswordCheck = {
  readonly form: StoredForm
  readonly key: Uint8Array | undefined
  readonly tries: readonly string[]
  readonly trouble?: CheckTrouble
}

/** `stored` is `undefined` for an unknown user. */
export function planCheck(
  stored: string | undefined,
  candidate: PasswordCandidate,
  keyFor: KeyFor,
  decoy: Decoy,
): PasswordCheck {
  const decoyCheck = { ...decoy, tries: spellings(candidate, 'md5') }
  if (stored === undefined) return decoyCheck
  const form = parseStoredForm(stored)
  if (!form) return { ...decoyCheck, trouble: 'UNREADABLE' }
  const tries = spellings(candidate, form.over)
  if (tries.length === 0) return { ...decoyCheck, trouble: 'TEXT_NEEDED' }
  if (form.kind !== 'keyed') return { form, key: undefined, tries }
  const key = keyFor(form.saltId, form.keyId)
  return key ? { form, key, tries } : { ...decoyCheck, trouble: 'KEY_MISSING' }
}

/** Whether one of the tries is right. Runs off the event loop. */
export async function runCheck(check: PasswordCheck, decoy: Decoy): Promise<boolean> {
  for (const spelling of check.tries) if (await isRight(check, spelling, decoy)) return true
  return false
}

export function isFast(form: StoredForm): form is PlainMd5 | SaltedDigest {
  return form.kind === 'plain-md5' || form.kind === 'salted'
}

async function isRight({ form, key }: PasswordCheck, spelling: string, decoy: Decoy): Promise<boolean> {
  if (form.kind === 'keyed') return key !== undefined && (await keyedFormMatches(form, key, spelling))
  if (!isFast(form)) return await slowDigestMatches(form, spelling)
  const made = form.kind === 'plain-md5' ? spelling : computeFastDigest(form, spelling)
  return sameBytes(made, form.digest) || (await keyedFormMatches(decoy.form, decoy.key, spelling))
}
