/** What a login answers at both faces (spec 5, "Statuses of a login"). */
export type LoginStatus = 'SUCCESS' | 'MFA_AUTH' | 'PASSWORD_WARN' | 'PASSWORD_EXPIRED' | 'ACCESS_DENIED'

export type SecondFactor = 'sms' | 'totp' | 'password'

/** `data` of `MFA_AUTH`, which arrives as a JSON text. `enrol`: who has no factor enrols one of these now. */
export type FactorData = { readonly factors: readonly SecondFactor[]; readonly enrol?: readonly ['totp'] }

/** `data` of `PASSWORD_WARN` and `PASSWORD_EXPIRED`, which arrives as a JSON text. Lengths are in code points. */
export type PasswordPolicy = {
  readonly minLength: number
  readonly maxLength: number
  readonly requireUppercase: boolean
  readonly requireLowercase: boolean
  readonly requireNumber: boolean
  readonly requireSpecialChar: boolean
  readonly denyCommon: boolean
  readonly expireDays: number
  readonly warnDays: number
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** An organisation that a user may choose for the session. */
export type Corp = { readonly corpId: string; readonly corpName: string }
