/** Secrets of clients: made here, kept in the configuration by their digest alone. */
import Type from 'typebox'
import { sha256 } from '../base/digest.ts'
import { randomToken } from '../base/random-id.ts'
import { sameBytes } from '../base/same-bytes.ts'

const prefix = 'sha256:'
const storedForm = /^sha256:[0-9a-f]{64}$/

export const clientSecretSetting = Type.Optional(
  Type.String({
    secret: true,
    digest: true,
    description: 'Digest of the secret of the application’s back end, as `latchkey client secret` prints it.',
  }),
)

export type NewClientSecret = {
  /** For the back end: 190 random bits. */
  readonly secret: string
  /** For the configuration: a digest of so many random bits leads back to nothing. */
  readonly stored: string
}

export function createClientSecret(): NewClientSecret {
  const secret = randomToken()
  return { secret, stored: `${prefix}${Buffer.from(sha256(secret), 'base64url').toString('hex')}` }
}

/** Is it a digest, and not a secret in the clear? */
export function isStoredSecret(text: string): boolean {
  return storedForm.test(text)
}

/** The digest of a stored form, as `sha256` writes it. */
export function secretDigestOf(stored: string | undefined): string | undefined {
  return stored && Buffer.from(stored.slice(prefix.length), 'hex').toString('base64url')
}

/** The comparison takes the same time wherever they differ. A client without a secret has no right one. */
export function isSecretOf(
  { secretDigest }: { readonly secretDigest: string | undefined },
  secret: string,
): boolean {
  return secretDigest !== undefined && sameBytes(secretDigest, sha256(secret))
}
