/**
 * The error codes of the SDK API. Those below 9000 are the vendors'; those above are ours, for what the vendors
 * leave undocumented (spec 5, "Error codes"). `docs/reference/errors.md` is compared with this table.
 */
import { type SdkError, vendorErrors } from './vendor-errors.ts'

export const sdkErrors = {
  ...vendorErrors,

  captchaKindInvalid: {
    status: 400,
    code: 'IDAAS.SDK.CAPTCHA.9001',
    en: 'The app does not accept captchas of this kind',
    zh: '该应用不接受此类图形验证',
  },
  captchaRequired: {
    status: 400,
    code: 'IDAAS.SDK.CAPTCHA.9002',
    en: 'Please solve a captcha first',
    zh: '请先完成图形验证',
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
  loginAgain: { status: 400, code: 'IDAAS.SDK.USER.9006', en: 'Please log in again', zh: '请重新登录' },
  secondFactorNeeded: {
    status: 400,
    code: 'IDAAS.SDK.USER.9007',
    en: 'A second factor is needed',
    zh: '需要第二重验证',
  },
  passwordWeak: {
    status: 400,
    code: 'IDAAS.SDK.USER.9008',
    en: 'The password is too weak',
    zh: '密码强度不足',
  },
  factorExists: {
    status: 400,
    code: 'IDAAS.SDK.USER.9010',
    en: 'The user already has a second factor',
    zh: '该用户已启用二次验证',
  },
  factorMissing: {
    status: 400,
    code: 'IDAAS.SDK.USER.9011',
    en: 'The user has no second factor',
    zh: '该用户未启用二次验证',
  },
  agreementNeeded: {
    status: 400,
    code: 'IDAAS.SDK.USER.9012',
    en: 'Please agree to the terms first',
    zh: '请先阅读并同意相关协议',
  },
  factorUnavailable: {
    status: 400,
    code: 'IDAAS.SDK.USER.9009',
    en: 'This factor cannot be used here',
    zh: '当前不可使用该验证方式',
  },
  userNameInvalid: {
    status: 400,
    code: 'IDAAS.SDK.USER.9020',
    en: 'This user name cannot be used',
    zh: '用户名不合法',
  },
  userNameTaken: {
    status: 400,
    code: 'IDAAS.SDK.USER.9021',
    en: 'This user name is taken',
    zh: '用户名已被占用',
  },
  registrationClosed: {
    status: 400,
    code: 'IDAAS.SDK.USER.9022',
    en: 'Registration is not allowed',
    zh: '不允许注册',
  },
  profileInvalid: {
    status: 400,
    code: 'IDAAS.SDK.USER.9023',
    en: 'A profile field is not as the app wants it',
    zh: '用户资料字段不符合要求',
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
  contentTypeWrong: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.9008',
    en: 'Content-Type has to be application/json in UTF-8',
    zh: '请求头Content-Type必须为UTF-8编码的application/json',
  },
  clientSecretWrong: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.9030',
    en: 'Wrong client id or client secret',
    zh: 'client_id或client_secret错误',
  },
  grantTypeInvalid: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.9031',
    en: 'grant_type has to be client_credentials',
    zh: 'grant_type必须为client_credentials',
  },
  accessTokenInvalid: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.9032',
    en: 'Invalid or expired access token',
    zh: 'access_token无效或已过期',
  },
  ssoTicketInvalid: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.9033',
    en: 'Invalid or expired SSO ticket',
    zh: 'sso_ticket无效或已过期',
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
