/**
 * The form that this program makes: argon2id over HMAC-SHA-256 under a key that is not in the database.
 * What goes into the HMAC is the MD5 of the password, or the fast digest that the form wraps.
 */
import { createHmac } from 'node:crypto'
import { randomHex } from '../../base/random-id.ts'
import type { Argon2Digest, Argon2Parameters } from './argon2-digest.ts'
import { argon2Matches, argon2Phc, computeArgon2, readArgon2 } from './argon2-digest.ts'
import type { FastDigestRecipe } from './fast-digest.ts'
import { computeFastDigest, isFastAlgorithm, isPlace } from './fast-digest.ts'
import type { Over } from './password-candidate.ts'
import type { PhcString } from './phc-string.ts'
import { fromBase64, toBase64 } from './phc-string.ts'

/** Which key a form was made under: the element's salt, and the process secret that it was derived with. */
export type FormKey = { readonly saltId: string; readonly keyId: string }

export type KeyedForm = FormKey & {
  readonly kind: 'keyed'
  readonly over: Over
  readonly argon2: Argon2Digest
  /** Set when the form protects an old digest whose password was not known (`refreshDbPassword`). */
  readonly wraps?: FastDigestRecipe
}

/** The scheme of new forms. */
export type CurrentScheme = { readonly key: FormKey; readonly parameters: Argon2Parameters }

const hashLength = 32

/** `undefined` unless both ids are there and every parameter is a known one. */
export function readKeyedForm(phc: PhcString): KeyedForm | undefined {
  const argon2 = readArgon2(phc)
  const { keyid: keyId, saltid: saltId, ...wrapping } = Object.fromEntries(phc.parameters)
  if (argon2?.variant !== 'argon2id' || keyId === undefined || saltId === undefined) return undefined
  const { m, t, p, ...further } = wrapping
  const form = { kind: 'keyed', over: 'md5', saltId, keyId, argon2 } as const
  if (Object.keys(further).length === 0) return form
  const wraps = readRecipe(further)
  return wraps && { ...form, over: wraps.over, wraps }
}

export function keyedFormPhc(form: KeyedForm): PhcString {
  const ids = [
    ['keyid', form.keyId],
    ['saltid', form.saltId],
  ] as const
  return argon2Phc(form.argon2, form.wraps ? [...ids, ...recipeParameters(form.wraps)] : ids)
}

/** A new form over a message: the password's MD5, or the old digest when there is one to wrap. */
export async function makeKeyedForm(
  message: string,
  key: Uint8Array,
  scheme: CurrentScheme,
  wraps?: FastDigestRecipe,
): Promise<KeyedForm> {
  const salt = Buffer.from(randomHex(32), 'hex')
  const how = { ...scheme.parameters, variant: 'argon2id', version: 19, salt } as const
  const hash = await computeArgon2(keyed(key, message), how, hashLength)
  const form = { kind: 'keyed', over: 'md5', ...scheme.key, argon2: { ...how, hash } } as const
  return wraps ? { ...form, over: wraps.over, wraps } : form
}

export async function keyedFormMatches(form: KeyedForm, key: Uint8Array, spelling: string): Promise<boolean> {
  const message = form.wraps ? computeFastDigest(form.wraps, spelling) : spelling
  return await argon2Matches(form.argon2, keyed(key, message))
}

/** Whether a form is what would be made today. */
export function isCurrent(form: KeyedForm, { key, parameters }: CurrentScheme): boolean {
  const { memoryKib, passes, lanes, version, hash } = form.argon2
  const sameWork =
    memoryKib === parameters.memoryKib && passes === parameters.passes && lanes === parameters.lanes
  const sameKey = form.saltId === key.saltId && form.keyId === key.keyId
  return form.wraps === undefined && sameWork && sameKey && version === 19 && hash.length === hashLength
}

function keyed(key: Uint8Array, message: string): Uint8Array {
  return createHmac('sha256', key).update(message).digest()
}

function recipeParameters(recipe: FastDigestRecipe): readonly (readonly [string, string])[] {
  const { algorithm, place, over, salt } = recipe
  const named = [
    ['digest', algorithm],
    ['place', place],
    ['over', over],
  ] as const
  return salt.length === 0 ? named : [...named, ['with', toBase64(salt)]]
}

function readRecipe(parameters: Readonly<Record<string, string>>): FastDigestRecipe | undefined {
  const { digest: algorithm, place, over, with: saltText = '', ...unknown } = parameters
  const salt = fromBase64(saltText)
  if (Object.keys(unknown).length > 0 || !salt) return undefined
  if (!isFastAlgorithm(algorithm) || !isPlace(place) || (over !== 'text' && over !== 'md5')) return undefined
  return { algorithm, place, over, salt }
}
