/**
 * What stands in the password column: one text that says by itself how it was made.
 *
 *     $argon2id$v=19$m=19456,t=2,p=1,keyid=K,saltid=S$salt$hash              made here
 *     $argon2id$v=19$m=…,keyid=K,saltid=S,digest=sha256,place=prefix,over=text,with=c2FsdA$salt$hash
 *                                                         an old digest, wrapped by `refreshDbPassword`
 *     e10adc3949ba59abbe56e057f20f883e                    MD5 of the password
 *     $sha256$place=prefix$c2FsdA$9f86d0…                 md5, sha1 or sha256 of salt ‖ password (or `suffix`)
 *     $2b$12$…   $scrypt$ln=16,r=8,p=1$salt$hash   $argon2i$v=19$m=65536,t=2,p=1$salt$hash
 *
 * The last four are over the password's text. `$over-md5` in front says that they are over its MD5 in
 * lower-case hex digits: `$over-md5$2b$12$…`. A salt of a fast digest is base64 (padding optional, may be empty)
 * and holds the separator where there was one; its digest is hexadecimal in either case.
 */
import { type PlainMd5, parseFastDigest, type SaltedDigest, writeSaltedDigest } from './fast-digest.ts'
import { type KeyedForm, keyedFormPhc, readKeyedForm } from './keyed-form.ts'
import type { Over } from './password-candidate.ts'
import { parsePhc, writePhc } from './phc-string.ts'
import { parseSlowDigest, type SlowDigest, writeSlowDigest } from './slow-digest.ts'

export type StoredForm = KeyedForm | PlainMd5 | SaltedDigest | SlowDigest

const overMd5Prefix = '$over-md5'
/** More than any form can have: a longer text is not looked at. */
const mostCharacters = 2048

/** `undefined` when no password could ever be checked against the text. Never throws. */
export function parseStoredForm(text: string): StoredForm | undefined {
  if (text.length > mostCharacters) return undefined
  if (text.startsWith(`${overMd5Prefix}$`)) return parseForeign(text.slice(overMd5Prefix.length), 'md5')
  const phc = parsePhc(text)
  return (phc && readKeyedForm(phc)) ?? parseForeign(text, 'text')
}

export function writeStoredForm(form: StoredForm): string {
  if (form.kind === 'keyed') return writePhc(keyedFormPhc(form))
  if (form.kind === 'plain-md5') return form.digest
  const text = form.kind === 'salted' ? writeSaltedDigest(form) : writeSlowDigest(form)
  return form.over === 'md5' ? overMd5Prefix + text : text
}

/**
 * A form of another system as it is to be stored, `undefined` when it is unreadable. `over` is what the import
 * states for its rows; a text that says it by itself (our own forms, plain MD5, `$over-md5…`) is taken at its word.
 */
export function importStoredForm(text: string, over: Over): string | undefined {
  const stated = over === 'md5' ? parseStoredForm(`${overMd5Prefix}${text}`) : undefined
  const form = stated ?? parseStoredForm(text)
  return form && writeStoredForm(form)
}

function parseForeign(text: string, over: Over): StoredForm | undefined {
  return parseFastDigest(text, over) ?? parseSlowDigest(text, over)
}
