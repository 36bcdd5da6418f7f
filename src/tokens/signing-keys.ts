/**
 * The life of the signing keys: next, current, retired. The next key is published before it signs and a
 * retired one after it did, so that readers with an older JWKS never meet an unknown key (spec 5, "Tokens").
 */

import type { Clock } from '../base/clock.ts'
import { type ResealCount, resealRows } from '../secrets/reseal-rows.ts'
import {
  jwksSeconds,
  type KeySnapshot,
  propagationMs,
  type SigningKey,
  type VerificationKey,
  verifiesUntil,
} from './key-snapshot.ts'
import type { PublicJwk } from './public-jwk.ts'
import type { SigningAlgorithm } from './signing-algorithm.ts'
import {
  forgetKeys,
  type KeyRow,
  type KeyState,
  makeSigningKey,
  replaceCurrentKey,
  sealedSigningKeys,
} from './signing-key-table.ts'
import { createSnapshotSource, type SigningKeysOptions, type SnapshotSource } from './snapshot-source.ts'

export interface SigningKeys {
  /** No token may live longer. */
  readonly maxTokenTtlSeconds: number
  /** Makes what is missing, so that no login waits for it, and opens the keys. Throws when one cannot be read. */
  ensure(algorithms: readonly SigningAlgorithm[]): Promise<void>
  /** The current key, made at the first need. */
  signingKey(algorithm: SigningAlgorithm): Promise<SigningKey>
  /** The key with this id. A retired one is answered with its end; the caller compares. */
  verificationKey(kid: string): Promise<VerificationKey | undefined>
  /**
   * The next key becomes the current one, of one algorithm or of all that are in use. Of several rotations at
   * the same time one is made. Takes effect here at once and in other processes within two seconds.
   */
  rotate(algorithm?: SigningAlgorithm): Promise<void>
  /**
   * Seconds until every reader of the key set knows the next key, which the last rotation published; 0: a rotation
   * now meets nobody who would refuse its tokens.
   */
  secondsToRotation(algorithm?: SigningAlgorithm): Promise<number>
  list(): Promise<SigningKeyEntry[]>
  jwks(): Promise<Jwks>
  /** Encrypts anew what is under older secrets. */
  reseal(): Promise<ResealCount>
}

export type Jwks = { readonly keys: readonly PublicJwk[] }

/** A signing key as people see it; times are milliseconds since the epoch. */
export type SigningKeyEntry = {
  readonly kid: string
  readonly algorithm: SigningAlgorithm
  readonly state: KeyState
  readonly createdAt: number
  readonly retiredAt: number | undefined
  readonly verifiesUntil: number | undefined
}

export function createSigningKeys(options: SigningKeysOptions): SigningKeys {
  const { database, keyring, clock, maxTokenTtlSeconds } = options
  const source = createSnapshotSource(options)
  const signingKey = createFirstNeed(options, source)

  async function rotateOne(algorithm: SigningAlgorithm): Promise<void> {
    await signingKey(algorithm)
    const { rows } = await source.afresh()
    const of = (state: KeyState) => rows.find((row) => row.algorithm === algorithm && row.state === state)
    const [current, next] = [of('current'), of('next')]
    if (current === undefined || next === undefined) throw new Error(`${algorithm} has no key to rotate to`)
    const newNext = await makeSigningKey(keyring, algorithm, 'next', maxTokenTtlSeconds, clock.now())
    await replaceCurrentKey(database, { current, next, newNext, now: clock.now() })
  }

  return {
    maxTokenTtlSeconds,
    signingKey,
    async ensure(algorithms) {
      await Promise.all(algorithms.map(signingKey))
    },
    async verificationKey(kid) {
      const known = (await source.latest()).verificationKeys.get(kid)
      return known ?? (await source.forUnknownKey()).verificationKeys.get(kid)
    },
    async rotate(algorithm) {
      const { rows } = await source.afresh()
      const algorithms = algorithm ? [algorithm] : new Set(rows.map((row) => row.algorithm))
      for (const one of algorithms) await rotateOne(one)
      await forgetKeys(
        database,
        rows.filter((row) => hasEnded(row, clock)),
      )
      await source.afresh()
    },
    async secondsToRotation(algorithm) {
      const { rows } = await source.afresh()
      const asked = rows.filter((row) => algorithm === undefined || row.algorithm === algorithm)
      const lastRotation = Math.max(...asked.map((row) => row.retired_at ?? 0), 0)
      const knownAt = lastRotation + propagationMs + jwksSeconds * 1000
      return Math.max(0, Math.ceil((knownAt - clock.now()) / 1000))
    },
    list: async () => (await source.afresh()).rows.map(toEntry),
    jwks: async () => toJwks(await source.latest(), clock),
    reseal: () => resealRows(database, keyring, sealedSigningKeys(database)),
  }
}

/** The current key of an algorithm; the first call makes it and the next one, once for all who wait. */
function createFirstNeed(
  { database, keyring, clock, maxTokenTtlSeconds }: SigningKeysOptions,
  source: SnapshotSource,
): SigningKeys['signingKey'] {
  const making = new Map<SigningAlgorithm, Promise<SigningKey>>()

  async function makeFirst(algorithm: SigningAlgorithm): Promise<SigningKey> {
    const make = (state: 'current' | 'next') =>
      makeSigningKey(keyring, algorithm, state, maxTokenTtlSeconds, clock.now())
    const existing = (await source.afresh()).signingKey(algorithm)
    if (existing !== undefined) return existing
    await database.commit(await Promise.all([make('current'), make('next')]))
    const made = (await source.afresh()).signingKey(algorithm)
    if (made === undefined) throw new Error(`the first ${algorithm} key was removed while it was made`)
    return made
  }

  return async (algorithm) => {
    const known = (await source.latest()).signingKey(algorithm)
    if (known !== undefined) return known
    const pending = making.get(algorithm) ?? makeFirst(algorithm).finally(() => making.delete(algorithm))
    making.set(algorithm, pending)
    return pending
  }
}

function hasEnded(row: KeyRow, clock: Clock): boolean {
  return clock.now() >= (verifiesUntil(row) ?? Number.POSITIVE_INFINITY)
}

function toEntry(row: KeyRow): SigningKeyEntry {
  const { kid, algorithm, state, created_at, retired_at } = row
  return {
    kid,
    algorithm,
    state,
    createdAt: created_at,
    retiredAt: retired_at ?? undefined,
    verifiesUntil: verifiesUntil(row),
  }
}

/** Public halves only: the private ones stand in another column. */
function toJwks({ rows }: KeySnapshot, clock: Clock): Jwks {
  const published = rows.filter((row) => !hasEnded(row, clock))
  return { keys: published.map((row) => JSON.parse(row.public_jwk) as PublicJwk) }
}
