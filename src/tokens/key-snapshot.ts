/** The signing keys as one process knows them at one moment, ready for use. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { Keyring } from '../secrets/keyring.ts'
import { openSealed } from '../secrets/open-sealed.ts'
import { encodeSegment } from './compact-jws.ts'
import type { SigningAlgorithm } from './signing-algorithm.ts'
import { type KeyRow, signingKeyPurpose } from './signing-key-table.ts'

/** Signs: the current key of its algorithm. */
export type SigningKey = {
  readonly kid: string
  readonly algorithm: SigningAlgorithm
  /** The header of every token that it signs, encoded. */
  readonly header: string
  readonly privateKey: KeyObject
}

/** Checks: a key of any state. */
export type VerificationKey = {
  readonly kid: string
  readonly algorithm: SigningAlgorithm
  readonly publicKey: KeyObject
  /** Milliseconds since the epoch from which on a retired key verifies nothing. */
  readonly verifiesUntil: number | undefined
}

export type KeySnapshot = {
  readonly readAt: number
  readonly rows: readonly KeyRow[]
  readonly verificationKeys: ReadonlyMap<string, VerificationKey>
  /** The current key, opened at its first use. Nothing when the algorithm has none yet. */
  signingKey(algorithm: SigningAlgorithm): SigningKey | undefined
}

/**
 * For so long after a rotation another process may sign with the old key, because it has not seen it yet.
 * Every process keeps to it: it reads again before it signs with an older snapshot.
 */
export const propagationMs = 2000

/** So long may readers keep the key set: a key that is published later may sign before they know it. */
export const jwksSeconds = 60

/** When the last token that a retired key may have signed has expired. */
export function verifiesUntil({ retired_at, token_ttl_seconds }: KeyRow): number | undefined {
  return retired_at === null ? undefined : retired_at + propagationMs + token_ttl_seconds * 1000
}

/** Makes snapshots. Keys that were seen before are not parsed again. */
export function createSnapshots(keyring: Keyring): (rows: readonly KeyRow[], readAt: number) => KeySnapshot {
  let known: ReadonlyMap<string, VerificationKey> = new Map()
  const opened = new Map<SigningAlgorithm, SigningKey>()

  function signingKey(row: KeyRow): SigningKey {
    const before = opened.get(row.algorithm)
    if (before?.kid === row.kid) return before
    const key = openSigningKey(keyring, row)
    opened.set(row.algorithm, key)
    return key
  }

  return (rows, readAt) => {
    const keys = rows.map((row) => verificationKey(row, known.get(row.kid)))
    known = new Map(keys.map((key) => [key.kid, key]))
    const current = new Map(
      rows.filter(({ state }) => state === 'current').map((row) => [row.algorithm, row]),
    )
    return {
      readAt,
      rows,
      verificationKeys: known,
      signingKey(algorithm) {
        const row = current.get(algorithm)
        return row && signingKey(row)
      },
    }
  }
}

function verificationKey(row: KeyRow, known: VerificationKey | undefined): VerificationKey {
  const publicKey = known?.publicKey ?? createPublicKey({ key: JSON.parse(row.public_jwk), format: 'jwk' })
  return { kid: row.kid, algorithm: row.algorithm, publicKey, verifiesUntil: verifiesUntil(row) }
}

function openSigningKey(keyring: Keyring, { kid, algorithm, sealed, key_id }: KeyRow): SigningKey {
  const row = { sealed: sealed ?? '', key_id: key_id ?? '' }
  const pem = openSealed(keyring, signingKeyPurpose, row, kid, `signing key ${kid}`)
  const header = encodeSegment({ alg: algorithm, kid, typ: 'JWT' })
  return { kid, algorithm, header, privateKey: createPrivateKey(pem) }
}
