/**
 * The calls of spec 5 as the tests expect them, written down apart from the code: the fields in the order of the
 * table, what each answers when it is empty, and what the call answers once headers and fields are right.
 */
import type { SdkErrorName } from '../../../src/http/sdk/error-codes.ts'

export type Row = {
  /** Below `/api/v2`. */
  readonly call: `${'GET' | 'POST'} /${string}`
  readonly query?: string
  /** Fields in order, with the error of an empty one; null for one that may be left out. */
  readonly fields: Readonly<Record<string, SdkErrorName | null>>
  /** Fields that are right in shape and lead to `after`. */
  readonly body: Readonly<Record<string, string>>
  /** The header that says who asks; wrong here, but for the credentials of back ends. */
  readonly shows?: 'state' | 'idToken' | 'session' | 'secret' | 'accessToken'
  readonly after: SdkErrorName
  /** What no body at all answers, where the fields may come in the query. */
  readonly noBody?: SdkErrorName
}

const phoneCode = { mobile: 'mobileEmpty', verify_code: 'codeEmpty' } as const
const wrongPhoneCode = { mobile: '1', verify_code: '123456' }
const passwordLogin = { user_name: 'userNameEmpty', password: 'passwordEmpty', captcha_token: null } as const
const twoPasswords = { old_password: 'passwordEmpty', new_password: 'passwordEmpty' } as const
const passwords = { old_password: 'correct horse', new_password: 'battery staple' }
const device = {
  operating_sys_version: 'deviceIncomplete',
  device_ip: 'deviceIncomplete',
  device_fingerprint: 'deviceIncomplete',
  agent: null,
} as const
const ofDevice = { operating_sys_version: 'iOS', device_ip: '192.0.2.1', device_fingerprint: 'x' }

/** What a registration may say and need not. */
const profile = Object.fromEntries(
  [
    ...['user_name', 'name', 'email', 'pwd', 'head_img', 'attr_gender', 'attr_birthday', 'attr_nick_name'],
    ...['mailing_address', 'zip_code', 'first_name', 'middle_name', 'last_name', 'industry', 'extension'],
  ].map((name) => [name, null]),
)

/** The only field that is no text. */
export const objectField = 'extension'

export const rows: readonly Row[] = [
  { call: 'GET /sdk/captcha', query: '?type=x', fields: {}, body: {}, after: 'captchaKindInvalid' },
  {
    call: 'POST /sdk/captcha/verify',
    fields: { point_json: null, token: 'captchaFailed', sender: 'mobileEmpty', code: null },
    body: { point_json: '{"x":237.0,"y":5.0}', token: 'x', sender: '13800138000' },
    after: 'captchaFailed',
  },
  {
    call: 'POST /sdk/sms/send',
    fields: { mobile: 'mobileEmpty', type: 'typeInvalid', captcha_token: null },
    body: { mobile: '1', type: 'LOGIN_SMS' },
    after: 'mobileInvalid',
  },
  {
    call: 'POST /sdk/register/mobile-verify-code',
    fields: { ...phoneCode, captcha_token: null, ...profile },
    body: wrongPhoneCode,
    after: 'mobileInvalid',
  },
  {
    call: 'POST /sdk/login/mobile-verify-code',
    fields: { ...phoneCode, captcha_token: null },
    body: wrongPhoneCode,
    after: 'mobileInvalid',
  },
  {
    call: 'POST /sdk/login',
    fields: passwordLogin,
    body: { user_name: 'ann', password: 'x' },
    after: 'notConfigured',
  },
  {
    call: 'POST /sdk/login/auth',
    fields: passwordLogin,
    body: { user_name: 'ann', password: 'x' },
    after: 'notConfigured',
  },
  { call: 'GET /sdk/mobile-by-token', fields: {}, body: {}, shows: 'state', after: 'stateInvalid' },
  {
    call: 'POST /sdk/mfa/sms',
    fields: phoneCode,
    body: wrongPhoneCode,
    shows: 'state',
    after: 'stateInvalid',
  },
  {
    call: 'POST /sdk/mfa/totp',
    fields: { code: 'codeEmpty' },
    body: { code: '123456' },
    shows: 'state',
    after: 'stateInvalid',
  },
  {
    call: 'POST /sdk/mfa/password',
    fields: { password: 'passwordEmpty' },
    body: { password: 'x' },
    shows: 'state',
    after: 'notConfigured',
  },
  {
    call: 'POST /sdk/mfa/totp/enrol',
    fields: {},
    body: {},
    shows: 'idToken',
    after: 'idTokenInvalid',
  },
  {
    call: 'POST /sdk/mfa/totp/confirm',
    fields: { code: 'codeEmpty' },
    body: { code: '123456' },
    shows: 'idToken',
    after: 'idTokenInvalid',
  },
  {
    call: 'POST /sdk/mfa/totp/remove',
    fields: { code: 'codeEmpty' },
    body: { code: '123456' },
    shows: 'idToken',
    after: 'idTokenInvalid',
  },
  {
    call: 'POST /sdk/pwd/update',
    fields: twoPasswords,
    body: passwords,
    shows: 'state',
    after: 'stateInvalid',
  },
  { call: 'GET /sdk/pwd/skip-update', fields: {}, body: {}, shows: 'state', after: 'stateInvalid' },
  {
    call: 'POST /sdk/pwd/update-by-mobile',
    fields: { ...phoneCode, password: 'passwordEmpty', code: null, captcha_token: null },
    body: { ...wrongPhoneCode, password: 'battery staple' },
    after: 'notConfigured',
  },
  {
    call: 'POST /sdk/pwd/change',
    fields: twoPasswords,
    body: passwords,
    shows: 'idToken',
    after: 'idTokenInvalid',
  },
  {
    call: 'POST /sdk/profile/update-mobile',
    fields: phoneCode,
    body: wrongPhoneCode,
    shows: 'idToken',
    after: 'idTokenInvalid',
  },
  {
    call: 'POST /sdk/sso/session-token/id-token',
    fields: {},
    body: {},
    shows: 'session',
    after: 'sessionTokenInvalid',
  },
  { call: 'POST /sdk/logout', fields: {}, body: {}, shows: 'session', after: 'sessionTokenInvalid' },
  {
    call: 'POST /tenant/token',
    fields: { grant_type: 'grantTypeInvalid' },
    body: { grant_type: 'password' },
    shows: 'secret',
    after: 'grantTypeInvalid',
    noBody: 'grantTypeInvalid',
  },
  {
    call: 'POST /tenant/sso/session-token/sso-ticket',
    fields: { session_token: 'sessionTokenInvalid', ...device, client_id: null },
    body: { session_token: 'x', ...ofDevice },
    shows: 'accessToken',
    after: 'sessionTokenInvalid',
  },
  {
    call: 'POST /tenant/sso/sso-ticket/verify',
    fields: { sso_ticket: 'ssoTicketInvalid', ...device },
    body: { sso_ticket: 'x', ...ofDevice },
    shows: 'accessToken',
    after: 'ssoTicketInvalid',
  },
  {
    call: 'POST /tenant/sso/session-token/refresh',
    fields: { session_token: 'sessionTokenInvalid', ...device },
    body: { session_token: 'x', ...ofDevice },
    shows: 'accessToken',
    after: 'sessionTokenInvalid',
  },
]
