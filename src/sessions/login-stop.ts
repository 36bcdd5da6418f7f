/** Where a proven login stops: at a step that is missing, or for good (spec 5, "Statuses of a login"). */

/** A step that a login waits for; a state_token carries it. */
export type LoginStep = 'MFA_AUTH' | 'PASSWORD_WARN' | 'PASSWORD_EXPIRED'

/** What a step is about, kept with the flow. */
export type StepFacts = {
  /** fullName of the login type whose password gets old. */
  readonly passwordLogin?: string
  /** Second factors that count, of `sms`, `totp`, `password`. */
  readonly factors?: readonly string[]
  /** May the user enrol a second factor now, having none? */
  readonly mayEnrol?: boolean
  /** The number on file: `MFA_AUTH_SMS` may name it in place of the state token. */
  readonly phone?: string
}

/** Why a proven login does not end in a session yet, or does not at all. */
export type LoginStop =
  | {
      readonly status: LoginStep
      readonly data: string
      /** What the next step is about. */
      readonly about?: StepFacts
    }
  | { readonly status: 'ACCESS_DENIED'; readonly data: string }
