/** What the tests of tokens stand on: a database, a clock that they turn, and keys as one process has them. */
import type { KeyObject } from 'node:crypto'
import { createPrivateKey } from 'node:crypto'
import type { TestContext } from 'node:test'
import { createLocalJWKSet, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { createKeyring } from '../../src/secrets/keyring.ts'
import type { Database } from '../../src/storage/database.ts'
import {
  createIdTokens,
  type IdTokenFault,
  type IdTokenRequest,
  type IdTokenResult,
  type IdTokens,
} from '../../src/tokens/id-token.ts'
import type { SigningAlgorithm } from '../../src/tokens/signing-algorithm.ts'
import { readSigningKeys, signingKeyPurpose } from '../../src/tokens/signing-key-table.ts'
import { createSigningKeys, type SigningKeys } from '../../src/tokens/signing-keys.ts'
import { tokenMigrations } from '../../src/tokens/tables.ts'
import { openTemporaryDatabase } from '../secrets/open-temporary-database.ts'

export const secret = 'a secret for the tests, 32 characters and more'
export const issuer = 'https://login.example.com'
export const audience = 'clientclientclientclientclient32'
export const maxTokenTtlSeconds = 7200

export type TurnedClock = { now(): number; turn(seconds: number): void }

export type Process = { readonly keys: SigningKeys; readonly tokens: IdTokens; readonly database: Database }

export function createTurnedClock(): TurnedClock {
  let time = Date.UTC(2026, 0, 1, 12)
  return {
    now: () => time,
    turn(seconds) {
      time += seconds * 1000
    },
  }
}

/** A database, and as many processes on it as are asked for, each with a connection of its own. */
export async function openTokens(t: TestContext) {
  const clock = createTurnedClock()
  const { path, connect } = await openTemporaryDatabase(t, tokenMigrations)
  const start = (
    options: { secrets?: readonly string[]; ttl?: number; database?: Database } = {},
  ): Process => {
    const database = options.database ?? connect()
    const keyring = createKeyring(options.secrets ?? [secret])
    const ttl = options.ttl ?? maxTokenTtlSeconds
    const keys = createSigningKeys({ database, keyring, clock, maxTokenTtlSeconds: ttl })
    return { keys, tokens: createIdTokens({ keys, clock }), database }
  }
  return { clock, path, connect, start, ...start() }
}

export function request(clock: TurnedClock, changed: Partial<IdTokenRequest> = {}): IdTokenRequest {
  const api = JSON.stringify({
    id: 'u1',
    userName: 'amy',
    name: '王',
    mobile: '+86-13800138000',
    email: null,
  })
  return {
    algorithm: 'ES256',
    issuer,
    audience,
    subject: 'u1',
    sessionId: 's1',
    authenticatedAt: clock.now(),
    ttlSeconds: 300,
    api,
    ...changed,
  }
}

/** Reads a token as any resource server does, with a library that is not ours. */
export async function readWithJose(
  token: string,
  keys: SigningKeys,
  clock: TurnedClock,
): Promise<JWTPayload> {
  const jwks = createLocalJWKSet({ keys: [...(await keys.jwks()).keys] })
  const options = { issuer, audience, currentDate: new Date(clock.now()), requiredClaims: ['exp', 'nbf'] }
  return (await jwtVerify(token, jwks, options)).payload
}

/** What a thief of the key has: the current private key itself. */
export async function stealKey(database: Database, algorithm: SigningAlgorithm) {
  const row = (await readSigningKeys(database)).find(
    (key) => key.algorithm === algorithm && key.state === 'current',
  )
  if (row?.sealed == null) throw new Error(`there is no current ${algorithm} key`)
  const pem = createKeyring([secret]).open(signingKeyPurpose, row.sealed, row.kid)
  return { kid: row.kid, algorithm, key: createPrivateKey(pem ?? '') }
}

export type StolenKey = { readonly kid: string; readonly algorithm: string; readonly key: KeyObject }

/** Any claims, signed with any key by a library that is not ours. */
export function signWithJose({ kid, algorithm, key }: StolenKey, claims: JWTPayload): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' }).sign(key)
}

export function reasonOf(result: IdTokenResult): IdTokenFault | 'valid' {
  return result.valid ? 'valid' : result.reason
}
