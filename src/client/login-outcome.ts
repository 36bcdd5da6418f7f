/** What becomes of a login: a session, or the step that is missing, told apart by `status`. */
import type { Corp, FactorData, PasswordPolicy, SecondFactor } from '../wire/login-status.ts'

/** Both tokens open the account: they belong into memory, never into `localStorage`, a URL or a log. */
export type Session = {
  readonly sessionToken: string
  readonly idToken: string
  /** When the session ends at the latest, in epoch milliseconds by this device's clock. */
  readonly expiresAt: number
  /** Likewise when the id_token does, which can be renewed. */
  readonly idTokenExpiresAt: number
}

/** `expire`: seconds that the session lives. How long the id_token does is in itself; clocks may differ. */
export function sessionOf(sessionToken: string, idToken: string, expire: number): Session {
  const now = Date.now()
  const payload = idToken.split('.')[1] ?? ''
  const { iat, exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
  return {
    sessionToken,
    idToken,
    expiresAt: now + expire * 1000,
    idTokenExpiresAt: now + (exp - iat) * 1000,
  }
}

/** Carries a login that waits for a step: ten minutes, one step, for this client and device. */
type Stopped = { readonly stateToken: string }

export type LoginOutcome =
  | { readonly status: 'SUCCESS'; readonly session: Session }
  /** A second factor is missing; `mayEnrol`: the user has none and enrols an authenticator app now. */
  | ({
      readonly status: 'MFA_AUTH'
      readonly factors: readonly SecondFactor[]
      readonly mayEnrol: boolean
    } & Stopped)
  /** The password expires soon: replace it, or skip that. */
  | ({ readonly status: 'PASSWORD_WARN'; readonly policy: PasswordPolicy } & Stopped)
  | ({ readonly status: 'PASSWORD_EXPIRED'; readonly policy: PasswordPolicy } & Stopped)
  /** The client's rules let this user not in. */
  | { readonly status: 'ACCESS_DENIED'; readonly reason: string }
  /** Element face only: the user belongs to several organisations and chooses one for the session. */
  | { readonly status: 'CORP_CHOICE'; readonly corps: readonly Corp[]; readonly loginCode: string }

/** An outcome that leads on with a state token. */
export type WaitingLogin = Extract<LoginOutcome, Stopped>

/** What both faces answer, in the words of one. */
export type AnsweredLogin = {
  readonly status: string
  readonly sessionToken: string | undefined
  readonly idToken: string | undefined
  /** Seconds. */
  readonly expire: number | undefined
  readonly stateToken: string | undefined
  readonly data: string | undefined
}

export function outcomeOf(login: AnsweredLogin): LoginOutcome {
  const { status, sessionToken = '', idToken = '', expire = 0, stateToken = '', data = '' } = login
  if (status === 'SUCCESS') return { status, session: sessionOf(sessionToken, idToken, expire) }
  if (status === 'PASSWORD_WARN' || status === 'PASSWORD_EXPIRED')
    return { status, stateToken, policy: JSON.parse(data) }
  if (status === 'ACCESS_DENIED') return { status, reason: data }
  const { factors, enrol }: FactorData = JSON.parse(data)
  return { status: 'MFA_AUTH', stateToken, factors, mayEnrol: enrol !== undefined }
}
