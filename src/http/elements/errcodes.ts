/** Numbers and HTTP statuses of the element face's refusals. Numbers never change; new ones are added. */
import type { RefusalCode } from '../../wire/refusal-codes.ts'

export type ElementAnswer = { readonly errcode: number; readonly status: number }

export const elementAnswers: Readonly<Record<RefusalCode, ElementAnswer>> = {
  API_PARAMS_ERROR: { errcode: 1001, status: 400 },
  ELEMENT_NOT_FOUND: { errcode: 1002, status: 404 },
  FUNCTION_NOT_FOUND: { errcode: 1003, status: 404 },
  LOGIN_REQUIRED: { errcode: 1004, status: 401 },
  FORBIDDEN: { errcode: 1005, status: 403 },
  LOGIN_TYPE_INACTIVE: { errcode: 1006, status: 400 },
  CLIENT_UNKNOWN: { errcode: 1007, status: 400 },
  TENANT_UNKNOWN: { errcode: 1008, status: 400 },
  BUSY: { errcode: 1009, status: 503 },
  STORE_UNAVAILABLE: { errcode: 1010, status: 503 },
  RATE_LIMITED: { errcode: 1011, status: 429 },
  REAUTH_REQUIRED: { errcode: 1012, status: 403 },
  ELEMENT_FAULTY: { errcode: 1013, status: 400 },
  ELEMENT_CHANGED: { errcode: 1014, status: 409 },
  PHONE_INVALID: { errcode: 2001, status: 400 },
  PHONE_COUNTRY_NOT_ALLOWED: { errcode: 2002, status: 400 },
  SEND_TOO_FREQUENT: { errcode: 2003, status: 429 },
  SEND_LIMIT_REACHED: { errcode: 2004, status: 429 },
  SMS_SEND_FAILED: { errcode: 2005, status: 400 },
  CODE_ERROR: { errcode: 2006, status: 400 },
  CODE_EXPIRED: { errcode: 2007, status: 400 },
  TOO_MANY_ATTEMPTS: { errcode: 2008, status: 429 },
  PHONE_BOUND: { errcode: 2009, status: 400 },
  TICKET_INVALID: { errcode: 2010, status: 400 },
  USER_AUTH_MISS: { errcode: 3001, status: 400 },
  USER_DISABLED: { errcode: 3002, status: 400 },
  REGISTER_NOT_ALLOWED: { errcode: 3003, status: 400 },
  ALREADY_BOUND: { errcode: 3004, status: 400 },
  NOT_BOUND: { errcode: 3005, status: 400 },
  LAST_LOGIN_METHOD: { errcode: 3006, status: 400 },
  FACTOR_EXISTS: { errcode: 3007, status: 400 },
  FACTOR_MISSING: { errcode: 3008, status: 400 },
  CAPTCHA_ERROR: { errcode: 4001, status: 400 },
  PASSWORD_ERROR: { errcode: 4002, status: 400 },
  PASSWORD_WEAK: { errcode: 4003, status: 400 },
  PASSWORD_EXPIRED: { errcode: 4004, status: 400 },
  ACCOUNT_LOCKED: { errcode: 4005, status: 429 },
  USERNAME_INVALID: { errcode: 4006, status: 400 },
  USERNAME_TAKEN: { errcode: 4007, status: 400 },
  CAPTCHA_REQUIRED: { errcode: 4008, status: 400 },
  CAPTCHA_KIND_INVALID: { errcode: 4009, status: 400 },
  LOGIN_CODE_INVALID: { errcode: 5001, status: 400 },
  CORP_INVALID: { errcode: 5002, status: 400 },
  SESSION_INVALID: { errcode: 5003, status: 400 },
  STATE_INVALID: { errcode: 5004, status: 400 },
  SECOND_FACTOR_REQUIRED: { errcode: 5005, status: 400 },
  FACTOR_UNAVAILABLE: { errcode: 5006, status: 400 },
  REDIRECT_INVALID: { errcode: 5007, status: 400 },
  AGREEMENT_REQUIRED: { errcode: 5008, status: 400 },
  CREDENTIALS_WRONG: { errcode: 6001, status: 400 },
  RECOVERY_OFF: { errcode: 6002, status: 400 },
  RECOVERY_MISSING: { errcode: 6003, status: 404 },
  RECOVERY_OVER: { errcode: 6004, status: 409 },
}

/** Codes that an app's own Types declare. */
export const ownTypeAnswer: ElementAnswer = { errcode: 9000, status: 400 }

/** What a refusal code is called at this face. */
export function elementAnswer(code: string): ElementAnswer {
  return Object.hasOwn(elementAnswers, code) ? elementAnswers[code as RefusalCode] : ownTypeAnswer
}
