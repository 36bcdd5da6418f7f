/** Codes for a lost device, each good for once: 80 random bits, of which a keyed digest is kept. */
import { hmacSha256 } from '../base/digest.ts'
import { randomSymbols } from '../base/random-id.ts'
import { base32Symbols } from './totp-code.ts'

const codesOfUser = 10

/** Sixteen symbols in groups of four. */
export function randomRecoveryCodes(): string[] {
  return Array.from({ length: codesOfUser }, () =>
    randomSymbols(base32Symbols, 16).replaceAll(/(?<=^(?:.{4})+)(?=.)/g, '-'),
  )
}

/**
 * The seed is the key: it is sealed at rest, so a stolen table is no help in guessing, and a change of
 * LATCHKEY_SECRET keeps the codes.
 */
export function recoveryDigest(seed: string, code: string): string {
  return hmacSha256(Buffer.from(seed), `recovery-code\0${code}`)
}
