/** Functions of the official Types that a browser calls: named arguments and results (spec 1, 2 and 3). */
import type { Corp, LoginStatus, PasswordPolicy } from './login-status.ts'

type Nothing = Record<string, never>

/** What every `getLoginCode` gives: `loginCode` is good for five minutes and one session. */
export type LoginCodeAnswer = {
  readonly loginCode: string
  readonly corpList: readonly Corp[]
  readonly userId: string
}

export type UserAnswer = {
  readonly userId: string
  readonly nick: string
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly username: string | null
  readonly status: string
  /** Epoch milliseconds. */
  readonly createTime: number
}

export type RegisteredAnswer = UserAnswer & LoginCodeAnswer

/** Which fields are there follows from `status`. */
export type LoginAnswer = {
  readonly success: boolean
  readonly status: LoginStatus
  readonly userId: string
  readonly corpId: string | null
  readonly sessionToken?: string
  readonly sessionId?: string
  /** Seconds that the session lives. */
  readonly expire?: number
  readonly idToken?: string
  readonly stateToken?: string
  /** A JSON text; of `ACCESS_DENIED` the reason. */
  readonly data?: string
}

export type SessionAnswer = {
  readonly id: string
  readonly clientId: string
  readonly platform: string | null
  readonly agent: string | null
  readonly address: string | null
  readonly loginTime: number
  readonly lastSeen: number
  readonly expiresAt: number
  /** What the application is called; null where there is none any more. */
  readonly clientTitle: { readonly en: string; readonly zh: string } | null
  readonly current: boolean
}

/** Every function of an element by name. */
export type Functions = Readonly<Record<string, { readonly args: object; readonly result: unknown }>>

type Of<Args, Result> = { readonly args: Args; readonly result: Result }
type Own = { readonly userId: string }
type State = { readonly stateToken: string }
type Proof = { readonly phone: string; readonly code: string }
type Done = { readonly success: true }

export type PhoneFunctions = {
  sendMessage: Of<
    { readonly phone: string; readonly purpose?: 'login' | 'account' },
    { readonly code: 200; readonly message: 'success' }
  >
  getLoginCode: Of<Proof, LoginCodeAnswer>
  register: Of<Proof & { readonly nick: string }, RegisteredAnswer>
  bind: Of<Own & Proof, 1>
  unbind: Of<Own & { readonly code: string }, 1>
  checkMyMessage: Of<{ readonly code: string }, { readonly ticket: string }>
  updatePhone: Of<Own & { readonly ticket: string; readonly newPhone: string; readonly newCode: string }, 1>
  getLoginConfig: Of<
    Nothing,
    {
      readonly fullName: string
      readonly title: string
      readonly authType: string
      readonly isActive: boolean
      readonly allowRegister: boolean
      readonly allowedCountries: readonly string[]
      readonly defaultCountry: string
      /** Seconds. */
      readonly resendInterval: number
      readonly codeTtl: number
      readonly codeLength: number
    }
  >
}

/** A `password` is as the element's `passwordTransport` says: the text, or its MD5 in hex. */
export type PasswordFunctions = {
  generateCaptcha: Of<Nothing, { readonly token: string; readonly img: string }>
  checkCaptcha: Of<{ readonly token: string; readonly code: string }, boolean>
  getLoginCode: Of<
    {
      readonly username: string
      readonly password: string
      readonly captcha?: string
      readonly token?: string
    },
    LoginCodeAnswer
  >
  register: Of<
    {
      readonly username: string
      readonly password: string
      readonly captcha: string
      readonly token: string
      readonly nick: string
    },
    RegisteredAnswer
  >
  bind: Of<Own & { readonly username: string; readonly password: string }, Done>
  unbind: Of<Own, Done>
  updatePassword: Of<Own & { readonly oldPassword: string; readonly newPassword: string }, Done>
  resetPassword: Of<Own & { readonly ticket: string; readonly newPassword: string }, Done>
  updateUsername: Of<Own & { readonly username: string }, Done>
  getLoginConfig: Of<
    Nothing,
    {
      readonly fullName: string
      readonly title: string
      readonly authType: string
      readonly isActive: boolean
      readonly allowRegister: boolean
      readonly default: boolean
      readonly passwordTransport: 'md5' | 'plain'
      readonly captcha: 'always' | 'risk'
      readonly limit: Omit<PasswordPolicy, 'expireDays' | 'warnDays' | 'expiresAt'>
    }
  >
}

/** `auths.loginTypes.services.AuthSvc`. */
export type AuthFunctions = {
  loginByCode: Of<
    {
      readonly loginCode: string
      readonly corp?: string
      readonly platform?: 'web' | 'mobile' | 'app'
    },
    LoginAnswer
  >
  sendFactorCode: Of<State, 1>
  mobileByToken: Of<State, { readonly phone: string }>
  proveBySms: Of<State & { readonly code: string }, LoginAnswer>
  proveByTotp: Of<State & { readonly code: string }, LoginAnswer>
  proveByPassword: Of<State & { readonly password: string }, LoginAnswer>
  replacePassword: Of<State & { readonly oldPassword: string; readonly newPassword: string }, LoginAnswer>
  skipPasswordWarning: Of<State, LoginAnswer>
  enrolTotp: Of<Partial<State>, { readonly secret: string; readonly uri: string }>
  confirmTotp: Of<
    Partial<State> & { readonly code: string },
    { readonly recoveryCodes: readonly string[]; readonly login?: LoginAnswer }
  >
  renewRecoveryCodes: Of<{ readonly code: string }, { readonly recoveryCodes: readonly string[] }>
  removeTotp: Of<{ readonly code: string }, 1>
  logout: Of<Nothing, 1>
  currentUser: Of<Nothing, UserAnswer>
  listSessions: Of<Nothing, readonly SessionAnswer[]>
  revokeSession: Of<{ readonly id: string }, 1>
  revokeOtherSessions: Of<Nothing, 1>
}
