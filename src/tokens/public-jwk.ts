/** A public signing key as it is published in the JWKS. */
import type { KeyObject, webcrypto } from 'node:crypto'
import { sha256 } from '../base/digest.ts'
import { type SigningAlgorithm, signatureSchemes } from './signing-algorithm.ts'

export interface PublicJwk extends webcrypto.JsonWebKey {
  readonly kid: string
  readonly alg: SigningAlgorithm
  readonly use: 'sig'
}

/** Exports the public half; `kid` is its thumbprint (RFC 7638). */
export function publicJwk(algorithm: SigningAlgorithm, publicKey: KeyObject): PublicJwk {
  const jwk = publicKey.export({ format: 'jwk' })
  const members = signatureSchemes[algorithm].thumbprintMembers
  const kid = sha256(JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]]))))
  return { ...jwk, kid, alg: algorithm, use: 'sig' }
}
