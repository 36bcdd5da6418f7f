/** What is read from and written to the table of signing keys. */
import { Refusal, refuse } from '../base/refusal.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { SealedTable } from '../secrets/reseal-rows.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'
import { publicJwk } from './public-jwk.ts'
import { type SigningAlgorithm, signatureSchemes } from './signing-algorithm.ts'

export type KeyState = 'next' | 'current' | 'retired'

export type KeyRow = {
  readonly kid: string
  readonly algorithm: SigningAlgorithm
  readonly state: KeyState
  readonly public_jwk: string
  /** The private half; gone once the key is retired. */
  readonly sealed: string | null
  readonly key_id: string | null
  /** The longest life of a token that this key may have signed. */
  readonly token_ttl_seconds: number
  readonly created_at: number
  readonly retired_at: number | null
}

type SealedKeyRow = { readonly kid: string; readonly sealed: string }
type NewKey = readonly [string, SigningAlgorithm, KeyState, string, string, string, number, number]

/** The purpose of the private halves in the keyring; their context is the kid. */
export const signingKeyPurpose = 'signing-keys'

const readAll = statement<[], KeyRow>(
  'signing-keys.read-all',
  `select kid, algorithm, state, public_jwk, sealed, key_id, token_ttl_seconds, created_at, retired_at
   from signing_keys order by created_at, kid`,
)
const readKeyIds = statement<[], { key_id: string }>(
  'signing-keys.key-ids',
  'select distinct key_id from signing_keys where key_id is not null',
)
const insert = statement<NewKey>(
  'signing-keys.insert',
  `insert into signing_keys
   (kid, algorithm, state, public_jwk, sealed, key_id, token_ttl_seconds, created_at)
   values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
)
const retire = statement<[number, string]>(
  'signing-keys.retire',
  `update signing_keys set state = 'retired', retired_at = ?, sealed = null, key_id = null
   where kid = ? and state = 'current'`,
)
const promote = statement<[string]>(
  'signing-keys.promote',
  `update signing_keys set state = 'current' where kid = ? and state = 'next'`,
)
const forget = statement<[string]>(
  'signing-keys.forget',
  `delete from signing_keys where kid = ? and state = 'retired'`,
)
const raiseTtl = statement<[number, number]>(
  'signing-keys.raise-ttl',
  `update signing_keys set token_ttl_seconds = ? where token_ttl_seconds < ? and state <> 'retired'`,
)
const pageOfOthers = statement<[string, string, number], SealedKeyRow>(
  'signing-keys.page-of-other-secrets',
  'select kid, sealed from signing_keys where kid > ? and key_id <> ? order by kid limit ?',
)
const replace = statement<[string, string, string, string]>(
  'signing-keys.replace',
  'update signing_keys set sealed = ?, key_id = ? where kid = ? and sealed = ?',
)

export function readSigningKeys(database: Database): Promise<KeyRow[]> {
  return database.all(readAll, [])
}

/** The keys that private halves are sealed under. */
export async function listSigningKeyIds(database: Database): Promise<string[]> {
  return (await database.all(readKeyIds, [])).map(({ key_id }) => key_id)
}

/** A new key pair, as the step that writes it. It is not written where the place is already taken. */
export async function makeSigningKey(
  keyring: Keyring,
  algorithm: SigningAlgorithm,
  state: 'next' | 'current',
  tokenTtlSeconds: number,
  now: number,
): Promise<Step> {
  const { publicKey, privateKey } = await signatureSchemes[algorithm].generate()
  const jwk = publicJwk(algorithm, publicKey)
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const sealed = keyring.seal(signingKeyPurpose, pem, jwk.kid)
  return step(insert, [
    jwk.kid,
    algorithm,
    state,
    JSON.stringify(jwk),
    sealed,
    keyring.keyIds[0],
    tokenTtlSeconds,
    now,
  ])
}

/**
 * Retires `current`, puts `next` in its place and writes the new next, all or nothing. Changes nothing where
 * another process rotated first.
 */
export async function replaceCurrentKey(
  database: Database,
  { current, next, newNext, now }: { current: KeyRow; next: KeyRow; newNext: Step; now: number },
): Promise<void> {
  const lost = refuse('BUSY')
  try {
    await database.commit([
      guarded(retire, [now, current.kid], () => lost),
      guarded(promote, [next.kid], () => lost),
      newNext,
    ])
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

/** Removes retired keys. */
export async function forgetKeys(database: Database, rows: readonly KeyRow[]): Promise<void> {
  if (rows.length > 0) await database.commit(rows.map(({ kid }) => step(forget, [kid])))
}

/** Notes that tokens now live up to `ttlSeconds`, in every key that still signs or will. */
export async function raiseTokenTtl(database: Database, ttlSeconds: number): Promise<void> {
  await database.commit([step(raiseTtl, [ttlSeconds, ttlSeconds])])
}

export function sealedSigningKeys(database: Database): SealedTable<SealedKeyRow> {
  return {
    purpose: signingKeyPurpose,
    page: (after, keyId, limit) => database.all(pageOfOthers, [after?.kid ?? '', keyId, limit]),
    contextOf: ({ kid }) => kid,
    replace: (row, sealed, keyId) => step(replace, [sealed, keyId, row.kid, row.sealed]),
  }
}
