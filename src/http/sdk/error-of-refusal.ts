/** What a refusal of the rooms below is called at this face: every code has its place. */
import type { RefusalCode } from '../../wire/refusal-codes.ts'
import type { SdkErrorName } from './error-codes.ts'

const errorOfRefusal: Readonly<Record<RefusalCode, SdkErrorName>> = {
  API_PARAMS_ERROR: 'bodyInvalid',
  ELEMENT_NOT_FOUND: 'notConfigured',
  FUNCTION_NOT_FOUND: 'notConfigured',
  LOGIN_REQUIRED: 'sessionTokenInvalid',
  REAUTH_REQUIRED: 'loginAgain',
  FORBIDDEN: 'refused',
  LOGIN_TYPE_INACTIVE: 'notConfigured',
  CLIENT_UNKNOWN: 'clientUnknown',
  TENANT_UNKNOWN: 'tenantUnknown',
  BUSY: 'busy',
  STORE_UNAVAILABLE: 'busy',
  RATE_LIMITED: 'limitReached',
  PHONE_INVALID: 'mobileInvalid',
  PHONE_COUNTRY_NOT_ALLOWED: 'mobileInvalid',
  SEND_TOO_FREQUENT: 'limitReached',
  SEND_LIMIT_REACHED: 'limitReached',
  SMS_SEND_FAILED: 'sendFailed',
  CODE_ERROR: 'codeWrong',
  CODE_EXPIRED: 'codeWrong',
  TOO_MANY_ATTEMPTS: 'locked',
  PHONE_BOUND: 'numberTaken',
  TICKET_INVALID: 'refused',
  USER_AUTH_MISS: 'userUnknown',
  USER_DISABLED: 'userDisabled',
  REGISTER_NOT_ALLOWED: 'registrationClosed',
  ALREADY_BOUND: 'refused',
  NOT_BOUND: 'refused',
  LAST_LOGIN_METHOD: 'refused',
  FACTOR_EXISTS: 'factorExists',
  FACTOR_MISSING: 'factorMissing',
  CAPTCHA_ERROR: 'captchaFailed',
  CAPTCHA_REQUIRED: 'captchaRequired',
  CAPTCHA_KIND_INVALID: 'captchaKindInvalid',
  PASSWORD_ERROR: 'passwordWrong',
  PASSWORD_WEAK: 'passwordWeak',
  PASSWORD_EXPIRED: 'refused',
  ACCOUNT_LOCKED: 'locked',
  USERNAME_INVALID: 'userNameInvalid',
  USERNAME_TAKEN: 'userNameTaken',
  LOGIN_CODE_INVALID: 'refused',
  CORP_INVALID: 'refused',
  SESSION_INVALID: 'sessionTokenInvalid',
  STATE_INVALID: 'stateInvalid',
  SECOND_FACTOR_REQUIRED: 'secondFactorNeeded',
  FACTOR_UNAVAILABLE: 'factorUnavailable',
}

/** `code` may also be one that a Type of the app declares. */
export function sdkErrorOfRefusal(code: string): SdkErrorName {
  return Object.hasOwn(errorOfRefusal, code) ? errorOfRefusal[code as RefusalCode] : 'refused'
}
