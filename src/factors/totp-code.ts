/** Time-based codes (RFC 6238) as authenticator apps make them: six digits of SHA-1, a new one every 30 seconds. */
import { randomSymbols } from '../base/random-id.ts'

/** Who is asked to scan the seed, as the authenticator app shows it. */
export type TotpLabel = {
  /** Name of the service. */
  readonly issuer: string
  /** Name of the account there. A colon is taken out of both: the format parts them by one. */
  readonly account: string
}

const periodSeconds = 30

/** RFC 4648: what a seed and a recovery code are written in. */
export const base32Symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 160 bits, as RFC 4226 (4, R6) asks for. */
export function randomSeed(): string {
  return randomSymbols(base32Symbols, 32)
}

export async function totpUri(seed: string, { issuer, account }: TotpLabel): Promise<string> {
  const { generateURI } = await import('otplib')
  return generateURI({ secret: seed, issuer: withoutColons(issuer), label: withoutColons(account) })
}

/** The time step that `code` (six digits) is of: that of `now` (epoch ms) or one beside it. Else nothing. */
export async function stepOfCode(seed: string, code: string, now: number): Promise<number | undefined> {
  const { verifySync } = await import('otplib')
  const epoch = Math.floor(now / 1000)
  const result = verifySync({ secret: seed, token: code, epoch, epochTolerance: periodSeconds })
  return result.valid && 'timeStep' in result ? result.timeStep : undefined
}

function withoutColons(text: string): string {
  return text.replaceAll(/[\s:]+/g, ' ').trim()
}
