/** id_tokens: made at the end of a login, checked by every call that takes one (spec 5 "Tokens", spec 6 T1). */
import type { Clock } from '../base/clock.ts'
import { randomToken } from '../base/random-id.ts'
import { encodeSegment, isSeconds, isText, type JsonObject, readCompactJws } from './compact-jws.ts'
import type { VerificationKey } from './key-snapshot.ts'
import { type SigningAlgorithm, signatureSchemes } from './signing-algorithm.ts'
import type { SigningKeys } from './signing-keys.ts'

/** What an id_token says. Times are seconds since the epoch. */
export type IdTokenClaims = {
  readonly iss: string
  /** The client id. */
  readonly aud: string
  /** The user id. */
  readonly sub: string
  /** The session id. */
  readonly sid: string
  readonly auth_time: number
  readonly exp: number
  readonly iat: number
  readonly nbf: number
  readonly jti: string
  /** A JSON text: `{ id, userName, name, mobile, email }`. */
  readonly api: string
  readonly tenant_id?: string
}

export type IdTokenRequest = {
  readonly algorithm: SigningAlgorithm
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly sessionId: string
  /** When the user proved who they are, in milliseconds since the epoch. */
  readonly authenticatedAt: number
  readonly ttlSeconds: number
  /** The claim `api`, a JSON text. */
  readonly api: string
  /** The claim `tenant_id`, where the audience does not say which tenant it is. */
  readonly tenant?: string
}

/** Why a token is refused: for logs and metrics. Callers of ours are told "invalid or expired" and no more. */
export type IdTokenFault =
  | 'malformed'
  | 'unknown-key'
  | 'wrong-algorithm'
  | 'bad-signature'
  | 'retired-key'
  | 'missing-claim'
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'expired'
  | 'not-yet-valid'

export type IdTokenResult =
  | { readonly valid: true; readonly claims: IdTokenClaims }
  | { readonly valid: false; readonly reason: IdTokenFault }

export type ExpectedIdToken = {
  readonly issuer: string
  /** Without it a token for any client passes: the caller looks at `aud`. */
  readonly audience?: string
}

export interface IdTokens {
  sign(request: IdTokenRequest): Promise<{ readonly token: string; readonly claims: IdTokenClaims }>
  /** Never throws on what a token holds. Whether its session is alive is the caller's question. */
  verify(token: string, expected: ExpectedIdToken): Promise<IdTokenResult>
}

/** Readers whose clock is slow by so much still take a fresh token. */
const notBeforeSlackSeconds = 120
const jtiLength = 22

export function createIdTokens({ keys, clock }: { keys: SigningKeys; clock: Clock }): IdTokens {
  return {
    async sign(request) {
      if (request.ttlSeconds > keys.maxTokenTtlSeconds)
        throw new RangeError(`an id_token may live ${keys.maxTokenTtlSeconds} s, not ${request.ttlSeconds}`)
      const { algorithm, header, privateKey } = await keys.signingKey(request.algorithm)
      const claims = toClaims(request, clock.now())
      const input = `${header}.${encodeSegment(claims)}`
      const signature = await signatureSchemes[algorithm].sign(Buffer.from(input), privateKey)
      return { token: `${input}.${signature.toString('base64url')}`, claims }
    },

    async verify(token, expected) {
      const jws = readCompactJws(token)
      if (jws === undefined) return refused('malformed')
      const { alg, kid } = jws.header
      const key = typeof kid === 'string' ? await keys.verificationKey(kid) : undefined
      if (key === undefined) return refused('unknown-key')
      if (alg !== key.algorithm) return refused('wrong-algorithm')
      if (hasRetired(key, clock.now())) return refused('retired-key')
      const scheme = signatureSchemes[key.algorithm]
      if (!scheme.verify(Buffer.from(jws.signingInput), key.publicKey, jws.signature))
        return refused('bad-signature')
      const claims = readClaims(jws.payload() ?? {})
      if (claims === undefined) return refused('missing-claim')
      const fault = findFault(claims, expected, clock.now())
      return fault === undefined ? { valid: true, claims } : refused(fault)
    },
  }
}

function refused(reason: IdTokenFault): IdTokenResult {
  return { valid: false, reason }
}

function hasRetired({ verifiesUntil }: VerificationKey, now: number): boolean {
  return verifiesUntil !== undefined && now >= verifiesUntil
}

function toClaims(request: IdTokenRequest, now: number): IdTokenClaims {
  const iat = Math.floor(now / 1000)
  return {
    iss: request.issuer,
    aud: request.audience,
    sub: request.subject,
    sid: request.sessionId,
    auth_time: Math.floor(request.authenticatedAt / 1000),
    exp: iat + request.ttlSeconds,
    iat,
    nbf: iat - notBeforeSlackSeconds,
    jti: randomToken(jtiLength),
    api: request.api,
    ...(request.tenant === undefined ? {} : { tenant_id: request.tenant }),
  }
}

/** Every claim, each of its type, and nothing else. */
function readClaims(payload: JsonObject): IdTokenClaims | undefined {
  const { iss, aud, sub, sid, auth_time, exp, iat, nbf, jti, api, tenant_id } = payload
  const texts = isText(iss) && isText(aud) && isText(sub) && isText(sid) && isText(jti) && isText(api)
  const times = isSeconds(auth_time) && isSeconds(exp) && isSeconds(iat) && isSeconds(nbf)
  if (!texts || !times || !(tenant_id === undefined || isText(tenant_id))) return undefined
  const claims = { iss, aud, sub, sid, auth_time, exp, iat, nbf, jti, api }
  return tenant_id === undefined ? claims : { ...claims, tenant_id }
}

function findFault(claims: IdTokenClaims, expected: ExpectedIdToken, now: number): IdTokenFault | undefined {
  if (claims.iss !== expected.issuer) return 'wrong-issuer'
  if (expected.audience !== undefined && claims.aud !== expected.audience) return 'wrong-audience'
  if (now >= claims.exp * 1000) return 'expired'
  if (now < claims.nbf * 1000) return 'not-yet-valid'
  return undefined
}
