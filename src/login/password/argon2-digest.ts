/** One argon2 computation: its parameters, salt and outcome, read from and written to a PHC string. */
import { timingSafeEqual } from 'node:crypto'
import type { PhcString } from './phc-string.ts'
import { wholeNumber } from './phc-string.ts'

export type Argon2Parameters = {
  readonly memoryKib: number
  readonly passes: number
  readonly lanes: number
}

export type Argon2Digest = Argon2Parameters & {
  readonly variant: 'argon2d' | 'argon2i' | 'argon2id'
  readonly version: 16 | 19
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

/** OWASP's choice for argon2id (Password Storage Cheat Sheet), and spec 3, rule 1. */
export const defaultArgon2Parameters: Argon2Parameters = { memoryKib: 19_456, passes: 2, lanes: 1 }

/** One imported row must not take the machine: a gibibyte, and the work of four gibibyte passes. */
const mostMemoryKib = 2 ** 20
const mostWorkKib = 2 ** 22

const variantNumber = { argon2d: 0, argon2i: 1, argon2id: 2 } as const
const versionNumber = { 16: 0, 19: 1 } as const

/** `undefined` where it is not argon2 or its figures are out of bounds. Looks at `m`, `t` and `p` alone. */
export function readArgon2(phc: PhcString): Argon2Digest | undefined {
  const { id: variant, version = 16, salt, hash, parameters } = phc
  if (!isVariant(variant) || (version !== 16 && version !== 19)) return undefined
  const lanes = wholeNumber(parameters.get('p'), 1, 16)
  const passes = wholeNumber(parameters.get('t'), 1, 1024)
  const memoryKib = wholeNumber(parameters.get('m'), 8 * (lanes ?? 1), mostMemoryKib)
  if (lanes === undefined || passes === undefined || memoryKib === undefined) return undefined
  if (memoryKib * passes > mostWorkKib || !hasGoodLengths(salt, hash)) return undefined
  return { variant, version, memoryKib, passes, lanes, salt, hash }
}

/** The PHC string of a computation, with further parameters behind its own. */
export function argon2Phc(
  digest: Argon2Digest,
  further: readonly (readonly [string, string])[] = [],
): PhcString {
  const own = [
    ['m', String(digest.memoryKib)],
    ['t', String(digest.passes)],
    ['p', String(digest.lanes)],
  ] as const
  const { variant: id, version, salt, hash } = digest
  return { id, version, parameters: new Map([...own, ...further]), salt, hash }
}

/** Runs off the event loop. */
export async function computeArgon2(
  message: string | Uint8Array,
  how: Omit<Argon2Digest, 'hash'>,
  length: number,
): Promise<Uint8Array> {
  const { hashRaw } = await import('@node-rs/argon2')
  return await hashRaw(message, {
    algorithm: variantNumber[how.variant],
    version: versionNumber[how.version],
    memoryCost: how.memoryKib,
    timeCost: how.passes,
    parallelism: how.lanes,
    outputLen: length,
    salt: how.salt,
  })
}

export async function argon2Matches(digest: Argon2Digest, message: string | Uint8Array): Promise<boolean> {
  return timingSafeEqual(await computeArgon2(message, digest, digest.hash.length), digest.hash)
}

function isVariant(id: string): id is Argon2Digest['variant'] {
  return Object.hasOwn(variantNumber, id)
}

function hasGoodLengths(salt: Uint8Array, hash: Uint8Array): boolean {
  return salt.length >= 8 && salt.length <= 64 && hash.length >= 16 && hash.length <= 128
}
