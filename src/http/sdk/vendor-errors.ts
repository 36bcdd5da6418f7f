/** Errors of the SDK API that the vendors document, with their texts; Chinese ones that they leave out are ours (spec 5). */
export type SdkError = {
  readonly status: 400 | 429 | 500
  readonly code: string
  readonly en: string
  readonly zh: string
}

export const vendorErrors = {
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
  stateInvalid: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0014',
    en: 'Invalid state token',
    zh: 'state_token无效或已过期',
  },
  idTokenInvalid: {
    status: 400,
    code: 'IDAAS.SDK.PARAM.0016',
    en: 'IdToken is invalid or expired',
    zh: 'id_token无效或已过期',
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
} as const satisfies Record<string, SdkError>
