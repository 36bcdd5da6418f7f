/**
 * state_tokens: what a caller holds between the steps of a login (spec 5, "Statuses of a login"). One is good
 * for one step of one flow, from the client and the device that began it, for ten minutes.
 */
import type { Clock } from '../base/clock.ts'
import { hmacSha256, sha256 } from '../base/digest.ts'
import type { TenantId } from '../base/ids.ts'
import { randomToken } from '../base/random-id.ts'
import { sameBytes } from '../base/same-bytes.ts'
import type { Keyring } from '../secrets/keyring.ts'
import {
  encodeSegment,
  isSeconds,
  isText,
  type JsonObject,
  parseObject,
  readCompactJws,
} from './compact-jws.ts'

export type StateTokenRequest = {
  readonly tenantId: TenantId
  readonly clientId: string
  /** As the device sent it; the token holds a digest of it. */
  readonly deviceFingerprint: string
  /** Names the flow in the ephemeral store, where everything else about it is kept. */
  readonly flowId: string
  /** What is asked of the user now, for instance `MFA_AUTH`. */
  readonly step: string
}

export type IssuedStateToken = {
  readonly token: string
  /** Unique: whoever spends the token spends this. */
  readonly jti: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

export type ExpectedStateToken = {
  readonly tenantId: TenantId
  readonly clientId: string
  readonly deviceFingerprint: string
  /** The steps that the call may take. */
  readonly steps: readonly string[]
}

export type StateTokenFault =
  | 'malformed'
  | 'bad-signature'
  | 'missing-claim'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-issuer'
  | 'wrong-tenant'
  | 'wrong-client'
  | 'wrong-device'
  | 'wrong-step'

export type StateTokenResult =
  | {
      readonly valid: true
      readonly flowId: string
      readonly step: string
      readonly jti: string
      readonly expiresAt: number
    }
  | { readonly valid: false; readonly reason: StateTokenFault }

export interface StateTokens {
  issue(request: StateTokenRequest): IssuedStateToken
  /** Never throws on what a token holds. That it is used once is the caller's to see to, with `jti`. */
  verify(token: string, expected: ExpectedStateToken): StateTokenResult
}

/** Also the life of what a flow keeps in the ephemeral store. */
export const stateTokenTtlSeconds = 600

const purpose = 'state-token'
const notBeforeSlackSeconds = 120
const jtiLength = 22
const header = encodeSegment({ alg: 'HS256', typ: 'JWT' })

type State = {
  readonly iss: string
  readonly exp: number
  readonly nbf: number
  readonly jti: string
  readonly aud: string
  readonly tenant: string
  readonly device: string
  readonly flow: string
  readonly step: string
}

export function createStateTokens({
  keyring,
  clock,
  issuer,
}: {
  readonly keyring: Keyring
  readonly clock: Clock
  readonly issuer: string
}): StateTokens {
  return {
    issue(request) {
      const iat = Math.floor(clock.now() / 1000)
      const jti = randomToken(jtiLength)
      const exp = iat + stateTokenTtlSeconds
      const times = { iat, nbf: iat - notBeforeSlackSeconds, exp }
      const subject = toSubject(request, jti)
      const input = `${header}.${encodeSegment({ iss: issuer, aud: request.clientId, ...times, jti, subject })}`
      const signature = hmacSha256(keyring.subkey(purpose), input)
      return { token: `${input}.${signature}`, jti, expiresAt: exp * 1000 }
    },

    verify(token, expected) {
      const jws = readCompactJws(token)
      // Comparing the whole header fixes the algorithm: there is nothing to choose for the sender.
      if (jws === undefined || !token.startsWith(`${header}.`)) return refused('malformed')
      const signature = jws.signature.toString('base64url')
      const signed = keyring.subkeys(purpose).map((key) => hmacSha256(key, jws.signingInput))
      if (!signed.some((right) => sameBytes(right, signature))) return refused('bad-signature')
      const state = readState(jws.payload() ?? {})
      if (state === undefined) return refused('missing-claim')
      const fault = findFault(state, { ...expected, issuer }, clock.now())
      if (fault !== undefined) return refused(fault)
      return {
        valid: true,
        flowId: state.flow,
        step: state.step,
        jti: state.jti,
        expiresAt: state.exp * 1000,
      }
    },
  }
}

function refused(reason: StateTokenFault): StateTokenResult {
  return { valid: false, reason }
}

function toSubject({ tenantId, deviceFingerprint, flowId, step }: StateTokenRequest, jti: string): string {
  return JSON.stringify({
    tenant: tenantId,
    device: digestDevice(jti, deviceFingerprint),
    flow: flowId,
    step,
  })
}

/** With the jti in it, two tokens of one device do not show that they are. */
function digestDevice(jti: string, fingerprint: string): string {
  return sha256(`${jti}\n${fingerprint}`)
}

function readState(payload: JsonObject): State | undefined {
  const { iss, aud, exp, nbf, jti, subject } = payload
  const { tenant, device, flow, step } = (isText(subject) && parseObject(subject)) || {}
  const claims = isText(iss) && isText(aud) && isText(jti) && isSeconds(exp) && isSeconds(nbf)
  const bound = isText(tenant) && isText(device) && isText(flow) && isText(step)
  return claims && bound ? { iss, exp, nbf, jti, aud, tenant, device, flow, step } : undefined
}

function findFault(
  state: State,
  expected: ExpectedStateToken & { readonly issuer: string },
  now: number,
): StateTokenFault | undefined {
  if (now >= state.exp * 1000) return 'expired'
  if (now < state.nbf * 1000) return 'not-yet-valid'
  if (state.iss !== expected.issuer) return 'wrong-issuer'
  if (state.tenant !== expected.tenantId) return 'wrong-tenant'
  if (state.aud !== expected.clientId) return 'wrong-client'
  if (!sameBytes(state.device, digestDevice(state.jti, expected.deviceFingerprint))) return 'wrong-device'
  return expected.steps.includes(state.step) ? undefined : 'wrong-step'
}
