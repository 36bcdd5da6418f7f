/** The calls of the SDK API that a browser makes, by their path below `/api/v2/sdk/` (spec 5, "Calls"). */
import type { LoginStatus } from './login-status.ts'

export type MessageType =
  | 'LOGIN_SMS'
  | 'REGISTER_SMS'
  | 'FORGET_PWD_SMS'
  | 'UPDATE_PWD_SMS'
  | 'CHANGE_PWD_SMS'
  | 'UPDATE_MOBILE_SMS'
  | 'BIND_MOBILE_SMS'
  | 'MFA_AUTH_SMS'
  | 'RECOVER_MOBILE_SMS'

/** Which fields are there follows from `status`. */
export type SdkLoginAnswer = {
  readonly status: LoginStatus
  readonly session_token?: string
  /** Seconds that the session lives. */
  readonly expire?: number
  readonly id_token?: string
  readonly state_token?: string
  /** A JSON text; of `ACCESS_DENIED` the reason. */
  readonly data?: string
}

/** Of a slider or an image; what the vendors' clients read besides is always null and left out here. */
export type SdkPicture = {
  /** Base64 of a PNG: a slider's background, 310 px wide, or the characters of an image. */
  readonly originalImageBase64: string
  /** Base64 of a PNG: a slider's piece, 47 px wide; null for an image. */
  readonly jigsawImageBase64: string | null
  readonly token: string
}

/** A proof-of-work challenge as the widget `altcha` reads it. */
export type SdkWork = {
  readonly algorithm: 'SHA-256'
  readonly challenge: string
  readonly maxnumber: number
  readonly salt: string
  readonly signature: string
}

type Captcha = { readonly captcha_token?: string | undefined }
type Code = { readonly mobile: string; readonly verify_code: string }
type Name = { readonly user_name: string; readonly password: string }
type Passwords = { readonly old_password: string; readonly new_password: string }

export type Registration = Code &
  Captcha & {
    readonly user_name?: string | undefined
    readonly pwd?: string | undefined
    readonly name?: string | undefined
    readonly email?: string | undefined
    readonly head_img?: string | undefined
    readonly attr_gender?: string | undefined
    readonly attr_birthday?: string | undefined
    readonly attr_nick_name?: string | undefined
    readonly mailing_address?: string | undefined
    readonly zip_code?: string | undefined
    readonly first_name?: string | undefined
    readonly middle_name?: string | undefined
    readonly last_name?: string | undefined
    readonly industry?: string | undefined
    readonly extension?: Readonly<Record<string, string>> | undefined
  }

/** `body` is nothing where a call has none; `answer` is nothing where it answers with an empty body. */
export type SdkCalls = {
  captcha: { body: undefined; answer: SdkPicture | SdkWork }
  'captcha/verify': {
    body: {
      readonly token: string
      readonly sender: string
      /** Of a slider: `{"x":237.0,"y":5.0}`. */
      readonly point_json?: string | undefined
      /** Of an image. */
      readonly code?: string | undefined
    }
    answer: { readonly captcha_token: string }
  }
  'sms/send': { body: { readonly mobile: string; readonly type: MessageType } & Captcha; answer: undefined }
  'login/mobile-verify-code': { body: Code & Captcha; answer: SdkLoginAnswer }
  login: { body: Name & Captcha; answer: SdkLoginAnswer }
  'login/auth': { body: Name & Captcha; answer: SdkLoginAnswer }
  'register/mobile-verify-code': { body: Registration; answer: SdkLoginAnswer }
  'mobile-by-token': { body: undefined; answer: { readonly mobile: string } }
  'mfa/sms': { body: Code; answer: SdkLoginAnswer }
  'mfa/totp': { body: { readonly code: string }; answer: SdkLoginAnswer }
  'mfa/password': { body: { readonly password: string }; answer: SdkLoginAnswer }
  'mfa/totp/enrol': { body: undefined; answer: { readonly secret: string; readonly uri: string } }
  'mfa/totp/confirm': {
    body: { readonly code: string }
    answer: { readonly recovery_codes: readonly string[] } & Partial<SdkLoginAnswer>
  }
  'mfa/totp/remove': { body: { readonly code: string }; answer: undefined }
  'pwd/update': { body: Passwords; answer: SdkLoginAnswer }
  'pwd/skip-update': { body: undefined; answer: SdkLoginAnswer }
  'pwd/update-by-mobile': {
    body: {
      /** May be left out by who is signed in. */
      readonly mobile?: string | undefined
      readonly verify_code: string
      readonly password: string
      /** TOTP or recovery code of a user who has one. */
      readonly code?: string | undefined
    } & Captcha
    answer: undefined
  }
  'pwd/change': { body: Passwords; answer: undefined }
  'profile/update-mobile': { body: Code; answer: undefined }
  'sso/session-token/id-token': {
    body: undefined
    answer: { readonly session_token: string; readonly expire: number; readonly id_token: string }
  }
  logout: { body: undefined; answer: undefined }
}
