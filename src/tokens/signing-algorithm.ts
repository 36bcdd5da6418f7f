/** The algorithms of id_tokens: how each makes a key pair, signs and checks, all with `node:crypto`. */
import { generateKeyPair, type KeyObject, sign, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { rawSignature } from './raw-signature.ts'

export const signingAlgorithms = ['ES256', 'EdDSA', 'RS256'] as const
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }

export interface SignatureScheme {
  /** The members of the public key that make its thumbprint, in the order of RFC 7638. */
  readonly thumbprintMembers: readonly string[]
  /** Off the event loop: an RSA pair takes a good part of a second. */
  generate(): Promise<KeyPair>
  sign(input: Buffer, key: KeyObject): Buffer | Promise<Buffer>
  verify(input: Buffer, key: KeyObject, signature: Buffer): boolean
}

const generatePair = promisify(generateKeyPair)

const es256: SignatureScheme = {
  thumbprintMembers: ['crv', 'kty', 'x', 'y'],
  generate: () => generatePair('ec', { namedCurve: 'P-256' }),
  // To ask `node:crypto` for the raw form, by options around the key, doubles the time of a signature.
  sign: (input, key) => rawSignature(sign('sha256', input, key)),
  verify: (input, key, signature) => verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature),
}

const edDsa: SignatureScheme = {
  thumbprintMembers: ['crv', 'kty', 'x'],
  generate: () => generatePair('ed25519', {}),
  sign: (input, key) => sign(null, input, key),
  verify: (input, key, signature) => verify(null, input, key, signature),
}

const rs256: SignatureScheme = {
  thumbprintMembers: ['e', 'kty', 'n'],
  generate: () => generatePair('rsa', { modulusLength: 2048 }),
  // The callback form signs on the thread pool: 0.8 ms is too long for the event loop.
  sign: (input, key) =>
    new Promise((resolve, reject) => {
      sign('sha256', input, key, (error, signature) => (error ? reject(error) : resolve(signature)))
    }),
  verify: (input, key, signature) => verify('sha256', input, key, signature),
}

export const signatureSchemes: Readonly<Record<SigningAlgorithm, SignatureScheme>> = {
  ES256: es256,
  EdDSA: edDsa,
  RS256: rs256,
}
