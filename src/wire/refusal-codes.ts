/**
 * The closed list of refusal codes that the program's own code may give. A Type of an app may declare more
 * beside its functions (spec 1, "Results and errors").
 */
export const refusalCodes = [
  // calls and elements
  'API_PARAMS_ERROR',
  'ELEMENT_NOT_FOUND',
  'FUNCTION_NOT_FOUND',
  'ELEMENT_FAULTY',
  'ELEMENT_CHANGED',
  'LOGIN_REQUIRED',
  'REAUTH_REQUIRED',
  'FORBIDDEN',
  'LOGIN_TYPE_INACTIVE',
  'CLIENT_UNKNOWN',
  'TENANT_UNKNOWN',
  'BUSY',
  'STORE_UNAVAILABLE',
  // phone login
  'PHONE_INVALID',
  'PHONE_COUNTRY_NOT_ALLOWED',
  'SEND_TOO_FREQUENT',
  'SEND_LIMIT_REACHED',
  'SMS_SEND_FAILED',
  'CODE_ERROR',
  'CODE_EXPIRED',
  'TOO_MANY_ATTEMPTS',
  'PHONE_BOUND',
  'TICKET_INVALID',
  // every login type
  'USER_AUTH_MISS',
  'USER_DISABLED',
  'REGISTER_NOT_ALLOWED',
  'ALREADY_BOUND',
  'NOT_BOUND',
  'LAST_LOGIN_METHOD',
  // second factors
  'FACTOR_EXISTS',
  'FACTOR_MISSING',
  // captchas
  'CAPTCHA_ERROR',
  'CAPTCHA_REQUIRED',
  'CAPTCHA_KIND_INVALID',
  // password login
  'PASSWORD_ERROR',
  'PASSWORD_WEAK',
  'PASSWORD_EXPIRED',
  'ACCOUNT_LOCKED',
  'USERNAME_INVALID',
  'USERNAME_TAKEN',
  // from login code to session
  'LOGIN_CODE_INVALID',
  'CORP_INVALID',
  'SESSION_INVALID',
  'STATE_INVALID',
  'SECOND_FACTOR_REQUIRED',
  'FACTOR_UNAVAILABLE',
  'REDIRECT_INVALID',
  'AGREEMENT_REQUIRED',
  'RATE_LIMITED',
  // administrators
  'CREDENTIALS_WRONG',
  // requests for another number in place of a lost one
  'RECOVERY_OFF',
  'RECOVERY_MISSING',
  'RECOVERY_OVER',
] as const

export type RefusalCode = (typeof refusalCodes)[number]
