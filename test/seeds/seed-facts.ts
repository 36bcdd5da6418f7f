/** Everything that the source documents fix, by document and kind: what `docs/reference/seeds.md` must tell of. */

export type FactKind =
  | 'element'
  | 'e.json'
  | 'configuration'
  | 'function'
  | 'result'
  | 'property'
  | 'limit'
  | 'error'
  | 'rule'
  | 'service'
  | 'call'
  | 'header'
  | 'request'
  | 'response'
  | 'status'
  | 'HTTP'

export type SeedFacts = {
  /** Heading of the part of the reference page. */
  readonly heading: string
  readonly facts: Readonly<Partial<Record<FactKind, readonly string[]>>>
  /** Those that the program does not do yet. */
  readonly next: readonly string[]
}

const phoneLogin: SeedFacts = {
  heading: 'Phone login: seeds 000 and 001',
  facts: {
    element: ['auths.loginTypes.Meta', 'auths.loginTypes.PhoneType', 'instance', 'own Type', 'replaced Type'],
    'e.json': [
      'title',
      'type',
      'backendBundleEntry',
      'frontBundleEntry',
      'variables',
      'appId',
      'extendType',
      '{instance}.json',
    ],
    configuration: [
      'allowRegister',
      'smsFullName',
      'smsConfig',
      'smsConfig.verifyTemplateCode',
      'smsConfig.verifySign',
    ],
    function: [
      'sendMessage(phone)',
      'getLoginCode(phone, code)',
      'register(phone, code, nick)',
      'bind(userId, phone, code)',
      'unbind(userId, code)',
      'checkMyMessage(code)',
      'updatePhone(userId, ticket, newPhone, newCode)',
    ],
    result: [
      'code: 200',
      'message: success',
      'loginCode',
      'corpList[].corpId',
      'corpList[].corpName',
      'userId',
      'user.userId.value',
      'SUCCESS_RETURN',
      'ticket',
    ],
    property: ['allowRegister', 'authConfig'],
    limit: [
      'one message in 45 seconds',
      'a code lives 5 minutes',
      'a right code is deleted',
      'a ticket lives 5 minutes',
    ],
    error: ['sending too often', 'code expired'],
    rule: [
      'app.getElement',
      'Stext',
      'numbers of mainland China',
      'smsFullName picks the service',
      'accessKey and accessSecret',
    ],
    service: ['Alibaba Cloud SMS', 'Tencent Cloud SMS', 'Twilio', 'AWS SNS'],
  },
  next: [],
}

const oneaccess: SeedFacts = {
  heading: 'OneAccess: seed 002',
  facts: {
    call: ['POST /api/v2/sdk/login/mobile-verify-code'],
    header: [
      'Content-Type',
      'X-operating-sys-version',
      'X-device-fingerprint',
      'X-device-ip',
      'X-agent',
      'X-L',
      'X-client-id',
      'X-tenant-id',
    ],
    request: ['mobile', 'verify_code'],
    response: [
      'status',
      'session_token',
      'id_token',
      'expire',
      'state_token',
      'data',
      'error_code',
      'error_msg',
    ],
    status: ['SUCCESS', 'PASSWORD_WARN', 'PASSWORD_EXPIRED', 'ACCESS_DENIED', 'MFA_AUTH'],
    limit: [
      'expire 604800',
      'session_token is good for expire',
      'id_token lives 2 hours',
      'its life can be set',
    ],
    HTTP: ['200', '400'],
    rule: [
      'ISV application',
      'session_token gives an sso_ticket',
      'PASSWORD_WARN and PASSWORD_EXPIRED lead on',
    ],
  },
  next: [],
}

const bamboocloud: SeedFacts = {
  heading: 'BambooCloud: seed 003',
  facts: {
    call: ['POST /api/v2/sdk/login/mobile-verify-code', 'sms/send with type LOGIN_SMS'],
    header: [
      'X-operating-sys-version',
      'X-device-fingerprint',
      'X-device-ip',
      'X-agent',
      'X-L',
      'X-client-id',
      'content-type',
    ],
    request: ['mobile', 'verify_code'],
    response: ['status', 'expire', 'session_token', 'id_token', 'error_code', 'error_msg'],
    status: ['SUCCESS'],
    limit: ['expire 432000', 'id_token lives 5 minutes', 'its life can be set'],
    error: [
      'IDAAS.SDK.PARAM.0001',
      'IDAAS.SDK.PARAM.0002',
      'IDAAS.SDK.PARAM.0003',
      'IDAAS.SDK.PARAM.0009',
      'IDAAS.SDK.USER.0004',
      'IDAAS.SDK.CAPTCHA.0007',
      'IDAAS.SDK.USER.0001',
      'IDAAS.SDK.USER.0039',
      'IDAAS.SDK.COM.0002',
    ],
    HTTP: ['200', '400', '500'],
    rule: [
      'captcha before a message',
      'captcha calls',
      'automatic registration',
      'session_token gives a new id_token',
      'session_token gives a ticket',
      'id_token tells the user',
    ],
  },
  next: [],
}

const passwordLogin: SeedFacts = {
  heading: 'Password login: seed 004',
  facts: {
    element: [
      'auths.loginTypes.Meta',
      'auths.loginTypes.PasswordType',
      'instance',
      'own Type',
      'replaced Type',
    ],
    'e.json': ['title', 'type', 'default', 'allowRegister', 'backendBundleEntry', 'frontBundleEntry'],
    configuration: [
      'authConfig.salt',
      'isActive',
      'limit.minLength',
      'limit.maxLength',
      'limit.requireUppercase',
      'limit.requireLowercase',
      'limit.requireNumber',
      'limit.requireSpecialChar',
    ],
    function: [
      'getLoginCode(username, password, captcha, token)',
      'generateCaptcha()',
      'bind(userId, username, password)',
      'updatePassword(userId, oldPassword, newPassword)',
      'checkCaptcha(token, code)',
      'unbind(userId)',
      'updateUsername(userId, username)',
      'encryptPassword(md5)',
      'refreshDbPassword()',
    ],
    result: ['loginCode', 'corpList', 'userId', 'token', 'img', 'result of bind', 'result of checkCaptcha'],
    property: ['authType', 'authModelElemName'],
    limit: ['a captcha lives 5 minutes', 'salt of 32 characters'],
    error: ['USER_AUTH_MISS', 'PASSWORD_ERROR', 'CAPTCHA_ERROR'],
    rule: ['passwords come as MD5', 'named arguments', 'strong policy', 'a captcha is required'],
  },
  next: [],
}

export const seedFacts: readonly SeedFacts[] = [phoneLogin, oneaccess, bamboocloud, passwordLogin]

export function factsOf(seed: '000' | '002' | '003' | '004', kind: FactKind): readonly string[] {
  const found = { '000': phoneLogin, '002': oneaccess, '003': bamboocloud, '004': passwordLogin }[seed]
  return found.facts[kind] ?? []
}
