/** The slow digests that other systems store: bcrypt, scrypt and argon2 under no key of ours. */
import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { Argon2Digest } from './argon2-digest.ts'
import { argon2Matches, argon2Phc, readArgon2 } from './argon2-digest.ts'
import type { Over } from './password-candidate.ts'
import { type PhcString, parsePhc, wholeNumber, writePhc } from './phc-string.ts'

export type BcryptForm = { readonly kind: 'bcrypt'; readonly over: Over; readonly text: string }
export type Argon2Form = { readonly kind: 'argon2'; readonly over: Over; readonly argon2: Argon2Digest }
export type ScryptForm = {
  readonly kind: 'scrypt'
  readonly over: Over
  /** The binary logarithm of N. */
  readonly logN: number
  readonly blockSize: number
  readonly lanes: number
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}
export type SlowDigest = BcryptForm | Argon2Form | ScryptForm

/** Cost 16 is four seconds of one core; a form above it would stop every other login. */
const bcryptShape = /^\$2[aby]\$(0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}$/
/** RFC 7914 section 2 besides: N is less than 2^(128 · r / 8). */
const mostScryptBytes = 2 ** 30

export function parseSlowDigest(text: string, over: Over): SlowDigest | undefined {
  if (bcryptShape.test(text)) return { kind: 'bcrypt', over, text }
  const phc = parsePhc(text)
  if (phc?.id === 'scrypt') return readScrypt(phc, over)
  const argon2 = phc && phc.parameters.size === 3 ? readArgon2(phc) : undefined
  return argon2 && { kind: 'argon2', over, argon2 }
}

export function writeSlowDigest(form: SlowDigest): string {
  if (form.kind === 'bcrypt') return form.text
  if (form.kind === 'argon2') return writePhc(argon2Phc(form.argon2))
  const parameters = new Map([
    ['ln', String(form.logN)],
    ['r', String(form.blockSize)],
    ['p', String(form.lanes)],
  ])
  return writePhc({ id: 'scrypt', parameters, salt: form.salt, hash: form.hash })
}

/** Runs off the event loop. */
export async function slowDigestMatches(form: SlowDigest, spelling: string): Promise<boolean> {
  if (form.kind === 'argon2') return await argon2Matches(form.argon2, spelling)
  if (form.kind === 'scrypt') return await scryptMatches(form, spelling)
  const { verify } = await import('@node-rs/bcrypt')
  return await verify(spelling, form.text)
}

function readScrypt(phc: PhcString, over: Over): ScryptForm | undefined {
  const { parameters, salt, hash, version } = phc
  const logN = wholeNumber(parameters.get('ln'), 1, 24)
  const blockSize = wholeNumber(parameters.get('r'), 1, 64)
  const lanes = wholeNumber(parameters.get('p'), 1, 64)
  if (logN === undefined || blockSize === undefined || lanes === undefined) return undefined
  const isTooMuch = 128 * 2 ** logN * blockSize * lanes > mostScryptBytes || logN >= 16 * blockSize
  const isWellFormed =
    version === undefined && parameters.size === 3 && hash.length >= 16 && hash.length <= 128
  return isTooMuch || !isWellFormed ? undefined : { kind: 'scrypt', over, logN, blockSize, lanes, salt, hash }
}

function scryptMatches(form: ScryptForm, spelling: string): Promise<boolean> {
  const { logN, blockSize, lanes, salt, hash } = form
  const N = 2 ** logN
  const options: ScryptOptions = { N, r: blockSize, p: lanes, maxmem: 128 * blockSize * (N + lanes + 2) }
  return new Promise((resolve, reject) => {
    scrypt(spelling, salt, hash.length, options, (error, made) => {
      if (error) reject(error)
      else resolve(timingSafeEqual(made, hash))
    })
  })
}
