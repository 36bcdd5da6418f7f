/** What the login page asks of its server below `/api/v1/login/`, and what it is answered. */
import type { PasswordFunctions, PhoneFunctions } from './element-functions.ts'
import type { Corp } from './login-status.ts'

export type LoginPageFacts = {
  readonly client: {
    readonly clientId: string
    readonly title: { readonly en: string; readonly zh: string }
    /** Path of the picture. */
    readonly logo: string | null
    /** `#rrggbb`. */
    readonly colour: string | null
    readonly darkColour: string | null
  }
  /** What the paths of element calls begin with. */
  readonly elements: string
  readonly phone: PhoneFunctions['getLoginConfig']['result'] | null
  readonly password: PasswordFunctions['getLoginConfig']['result'] | null
  /** What numbers of the allowed countries begin with, without `+`. */
  readonly callingCodes: Readonly<Record<string, string>>
  /** What is asked before a message; empty: nothing. */
  readonly captchas: readonly ('slider' | 'pow' | 'image')[]
  /** Texts to agree to; `key` is what `X-agreements` states: `terms@3`. */
  readonly agreements: readonly {
    readonly key: string
    readonly title: { readonly en: string; readonly zh: string }
    readonly url: string
  }[]
  /** Does the browser hold the cookie of a session? */
  readonly hasSession: boolean
  /** Path of the development inbox. */
  readonly inbox: string | null
  /** May a registration say what the user is called? */
  readonly asksNick: boolean
  /** Is an authenticator app asked for after a login, of users who have one? */
  readonly asksFactor: boolean
  readonly mayRegister: boolean
  /** May who lost the number of an account ask the administrators for another one? */
  readonly mayRecover: boolean
}

export type LoginPageSession = {
  readonly userId: string
  readonly nick: string
  readonly name: string | null
  readonly username: string | null
  /** Masked. */
  readonly phone: string | null
  readonly corps: readonly Corp[]
}

export type AuthorizeRequest = {
  readonly redirectUri: string
  readonly codeChallenge: string
  readonly state?: string | undefined
  /** Needed of a user of several organisations. */
  readonly corpId?: string | undefined
}

/** Asks the administrators for another number in place of one that was lost. */
export type RecoveryRequest = {
  /** User name, or the number that was lost. */
  readonly account: string
  /** The new number. */
  readonly mobile: string
  /** Of the message of type `RECOVER_MOBILE_SMS` that went to it. */
  readonly code: string
  /** For the administrators. */
  readonly reason: string
  readonly captchaToken?: string | undefined
}

export type RecoveryAnswer = {
  /** Hours until the number can be replaced, at the earliest. */
  readonly waitHours: number
}
