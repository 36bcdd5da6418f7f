/**
 * The error codes of the SDK API. Those below 9000 are the vendors'; those above are ours, for what the vendors
 * leave undocumented (spec 5, "Error codes"). `docs/reference/errors.md` is compared with this table.
 */
import type { RefusalCode } from '../../wire/refusal-codes.ts'

export type SdkError = {
  readonly status: 400 | 429 | 500
  readonly code: string
  readonly en: string
  readonly zh: string
}

export const sdkErrors = {
  deviceIncomplete: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0001',
    en: 'Device information is incomplete',
    zh: '设备信息不完整',
  },
  clientIdEmpty: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0002',
    en: 'clientId cannot be empty',
    zh: 'clientId不能为空',
  },
  clientUnknown: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0003',
    en: 'The app is not registered, please register the app first',
    zh: '应用未注册,请先注册应用',
  },
  codeEmpty: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0009',
    en: 'Verification code cannot be empty',
    zh: '验证码不能为空',
  },
  sessionTokenInvalid: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0023',
    en: 'Invalid or expired session token',
    zh: 'session_token无效或已过期',
  },
  userUnknown: { status: 400, code: 'IDAAS.SDK.USER.0001', en: 'User not found', zh: '用户未找到' },
  mobileEmpty: {
    status: 400,
    code: 'IDAAS.SDK.USER.0004',
    en: 'Mobile number cannot be empty',
    zh: '手机号不能为空',
  },
  userDisabled: { status: 400, code: 'IDAAS.SDK.USER.0039', en: 'User is disabled', zh: '用户已被禁用' },
  captchaFailed: {
    status: 400,
    code: 'IDAAS.SDK.CAPTCHA.0002',
    en: 'Graphic verification code verification failed',
    zh: '图形验证码校验失败',
  },
  sendFailed: {
    status: 400,
    code: 'IDAAS.SDK.CAPTCHA.0006',
    en: 'Failed to send verification code',
    zh: '验证码发送失败',
  },
  codeWrong: {
    status: 400,
    code: 'IDAAS.SDK.CAPTCHA.0007',
    en: 'Incorrect verification code',
    zh: '验证码不正确',
  },
  busy: {
    status: 500,
    code: 'IDAAS.SDK.COM.0002',
    en: 'System busy, please try again later',
    zh: '系统繁忙,请稍后再试',
  },
  mobileInvalid: {
    status: 400,
    code: 'IDAAS.SDK.USER.9001',
    en: 'Not a mobile number that is served',
    zh: '手机号格式不正确或不在服务范围内',
  },
  numberTaken: {
    status: 400,
    code: 'IDAAS.SDK.USER.9002',
    en: 'This mobile number is in use',
    zh: '该手机号已被使用',
  },
  passwordWrong: {
    status: 400,
    code: 'IDAAS.SDK.USER.9003',
    en: 'Wrong user name or password',
    zh: '用户名或密码错误',
  },
  userNameEmpty: {
    status: 400,
    code: 'IDAAS.SDK.USER.9004',
    en: 'User name cannot be empty',
    zh: '用户名不能为空',
  },
  passwordEmpty: {
    status: 400,
    code: 'IDAAS.SDK.USER.9005',
    en: 'Password cannot be empty',
    zh: '密码不能为空',
  },
  typeInvalid: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.9001',
    en: 'Unknown message type',
    zh: '短信类型不正确',
  },
  bodyInvalid: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.9002',
    en: 'The body is not a JSON object of the documented fields',
    zh: '请求体不是符合要求的JSON对象',
  },
  tenantUnknown: { status: 400, code: 'IDAAS.SDK.PARAM.9003', en: 'Unknown tenant', zh: '租户不存在' },
  pathUnknown: { status: 400, code: 'IDAAS.SDK.PARAM.9004', en: 'No such call', zh: '接口不存在' },
  bodyTooLarge: { status: 400, code: 'IDAAS.SDK.PARAM.9005', en: 'The body is too large', zh: '请求体过大' },
  notConfigured: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.9006',
    en: 'The app has no login of this kind',
    zh: '该应用未启用此登录方式',
  },
  requestInvalid: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.9007',
    en: 'The request cannot be read',
    zh: '请求无法解析',
  },
  limitReached: {
    status: 429,
    code: 'IDAAS.SDK.COM.9001',
    en: 'Too many requests, please try again later',
    zh: '请求过于频繁,请稍后再试',
  },
  locked: {
    status: 429,
    code: 'IDAAS.SDK.COM.9002',
    en: 'Too many wrong attempts, please try again later',
    zh: '错误次数过多,请稍后再试',
  },
  refused: {
    status: 400,
    code: 'IDAAS.SDK.COM.9003',
    en: 'The login type of this app refused the request',
    zh: '该应用的登录方式拒绝了请求',
  },
} as const satisfies Record<string, SdkError>

export type SdkErrorName = keyof typeof sdkErrors

/** What a refusal of the rooms below is called at this face. */
const errorOfRefusal: Readonly<Record<RefusalCode, SdkErrorName>> = {
  API_PARAMS_ERROR: 'bodyInvalid',
  ELEMENT_NOT_FOUND: 'notConfigured',
  FUNCTION_NOT_FOUND: 'notConfigured',
  LOGIN_REQUIRED: 'sessionTokenInvalid',
  REAUTH_REQUIRED: 'refused',
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
  REGISTER_NOT_ALLOWED: 'userUnknown',
  ALREADY_BOUND: 'refused',
  NOT_BOUND: 'refused',
  LAST_LOGIN_METHOD: 'refused',
  CAPTCHA_ERROR: 'captchaFailed',
  PASSWORD_ERROR: 'passwordWrong',
  PASSWORD_WEAK: 'refused',
  PASSWORD_EXPIRED: 'refused',
  ACCOUNT_LOCKED: 'locked',
  USERNAME_INVALID: 'refused',
  USERNAME_TAKEN: 'refused',
  LOGIN_CODE_INVALID: 'refused',
  CORP_INVALID: 'refused',
  SESSION_INVALID: 'sessionTokenInvalid',
}

/** `code` may also be one that a Type of the app declares. */
export function sdkErrorOfRefusal(code: string): SdkErrorName {
  return Object.hasOwn(errorOfRefusal, code) ? errorOfRefusal[code as RefusalCode] : 'refused'
}
