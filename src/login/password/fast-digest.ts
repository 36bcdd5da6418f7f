/** The fast digests that systems before this one stored: plain MD5, and MD5, SHA-1 or SHA-256 with a salt. */
import { createHash } from 'node:crypto'
import type { Over } from './password-candidate.ts'
import { fromBase64, toBase64 } from './phc-string.ts'

/** How a salted digest was made, without its outcome. */
export type FastDigestRecipe = {
  readonly algorithm: 'md5' | 'sha1' | 'sha256'
  readonly place: 'prefix' | 'suffix'
  readonly salt: Uint8Array
  readonly over: Over
}

/** The digest is in lower-case hexadecimal digits. */
export type SaltedDigest = FastDigestRecipe & { readonly kind: 'salted'; readonly digest: string }

/** The MD5 of the password and nothing else: the very string that the `md5` transport carries. */
export type PlainMd5 = { readonly kind: 'plain-md5'; readonly over: 'md5'; readonly digest: string }

const digestLength = { md5: 32, sha1: 40, sha256: 64 } as const
const salted = /^\$([a-z0-9]+)\$place=(prefix|suffix)\$([A-Za-z0-9+/]{0,128}={0,2})\$([0-9a-fA-F]{32,64})$/

export function parseFastDigest(text: string, over: Over): SaltedDigest | PlainMd5 | undefined {
  if (/^[0-9a-f]{32}$/i.test(text)) return over === 'text' ? plainMd5(text) : undefined
  const [, algorithm, place, saltText = '', digest = ''] = salted.exec(text) ?? []
  const salt = fromBase64(saltText)
  if (!isFastAlgorithm(algorithm) || !isPlace(place) || !salt) return undefined
  if (digest.length !== digestLength[algorithm]) return undefined
  if (algorithm === 'md5' && over === 'text' && salt.length === 0) return plainMd5(digest)
  return { kind: 'salted', algorithm, place, salt, over, digest: digest.toLowerCase() }
}

export function writeSaltedDigest(form: SaltedDigest): string {
  return `$${form.algorithm}$place=${form.place}$${toBase64(form.salt)}$${form.digest}`
}

/** The digest that a recipe makes of a password's text or MD5. */
export function computeFastDigest(recipe: FastDigestRecipe, spelling: string): string {
  const hash = createHash(recipe.algorithm)
  const parts = recipe.place === 'prefix' ? [recipe.salt, spelling] : [spelling, recipe.salt]
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

export function isFastAlgorithm(name: string | undefined): name is FastDigestRecipe['algorithm'] {
  return name !== undefined && Object.hasOwn(digestLength, name)
}

export function isPlace(name: string | undefined): name is FastDigestRecipe['place'] {
  return name === 'prefix' || name === 'suffix'
}

function plainMd5(text: string): PlainMd5 {
  return { kind: 'plain-md5', over: 'md5', digest: text.toLowerCase() }
}
