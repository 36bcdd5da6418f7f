/** The files of the source documents' samples, as data: manifests, configurations, names, numbers. */
import type { Files } from '../elements/support/temp-folder.ts'

/** Numbers and codes of the phone login's samples. */
export const phone = '13800138000'
export const newPhone = '13900139000'
export const code = '123456'
export const newCode = '654321'

/** The samples' codes are fixed ones, so their numbers are test numbers; the real clock is before this day. */
const expires = '2099-12-31'

export const testNumbers = {
  [phone]: { code, expires },
  [newPhone]: { code: newCode, expires },
}

export const phoneManifest = {
  type: 'auths.loginTypes.PhoneType',
  title: 'Phone Number Login',
  backendBundleEntry: '.',
  frontBundleEntry: './phoneConfig.json',
  variables: [],
  appId: 'your.app.id',
  extendType: 'self',
}

export const phoneConfig = {
  allowRegister: 1,
  smsFullName: 'SMS.aliyunSms',
  smsConfig: { verifyTemplateCode: 'SMS_123456789' },
}

/** `SMS.aliyunSms` is a development inbox here. */
const aliyunSms: Files = { 'SMS/aliyunSms/e.json': { title: 'SMS', type: 'SMS.Console' } }

const appFiles: Files = {
  'app.json': { appId: 'acme.login', title: 'Acme' },
  'corps/Default/e.json': { title: 'Acme', type: 'corps.NormalType' },
  'corps/Default/Default.json': { corpId: 'acme' },
  'clients/web/e.json': { title: 'Web', type: 'clients.NormalType' },
  'clients/web/web.json': {
    clientId: 'acmeWeb0acmeWeb0acmeWeb0acmeWeb0',
    default: 1,
    profile: 'bamboocloud',
    idTokenAlg: 'ES256',
  },
}

/** The app of seeds 000 and 001, to the letter. */
export const phoneFiles: Files = {
  ...appFiles,
  ...aliyunSms,
  'auths/loginTypes/myPhoneLogin/e.json': phoneManifest,
  'auths/loginTypes/myPhoneLogin/phoneConfig.json': phoneConfig,
}

/**
 * As `phoneFiles`, with the samples' codes. A second phone login is there for users who have another way to log
 * in than the one that is bound and unbound.
 */
export const phoneSampleFiles: Files = {
  ...phoneFiles,
  'auths/loginTypes/myPhoneLogin/phoneConfig.json': { ...phoneConfig, testNumbers },
  'auths/loginTypes/secondPhoneLogin/e.json': { title: 'Second', type: 'auths.loginTypes.PhoneType' },
  'auths/loginTypes/secondPhoneLogin/secondPhoneLogin.json': { smsFullName: 'SMS.aliyunSms' },
}

export const passwordManifest = {
  title: '账号密码登录',
  type: 'auths.loginTypes.PasswordType',
  default: 1,
  allowRegister: 1,
  backendBundleEntry: '.',
  frontBundleEntry: './Config.json',
}

export const passwordConfig = {
  authConfig: { salt: 'your_custom_salt_32_chars_long' },
  isActive: true,
  limit: { minLength: 6, maxLength: 20, requireUppercase: false, requireNumber: false },
}

export const strongLimit = {
  minLength: 8,
  maxLength: 20,
  requireUppercase: true,
  requireLowercase: true,
  requireNumber: true,
  requireSpecialChar: true,
}

/** The app of seed 004, to the letter. */
export const passwordFiles: Files = {
  ...appFiles,
  'auths/loginTypes/MyPasswordAuth/e.json': passwordManifest,
  'auths/loginTypes/MyPasswordAuth/Config.json': passwordConfig,
}

/** As `passwordFiles`, with a phone login for users who have another way to log in. */
export const passwordSampleFiles: Files = {
  ...passwordFiles,
  ...aliyunSms,
  'auths/loginTypes/phone/e.json': { title: 'Phone', type: 'auths.loginTypes.PhoneType' },
  'auths/loginTypes/phone/phone.json': { smsFullName: 'SMS.aliyunSms' },
}

/** MD5 of `123456` and of `test`, as the samples' front end sends them. */
export const passwordMd5 = 'e10adc3949ba59abbe56e057f20f883e'
export const newPasswordMd5 = '098f6bcd4621d373cade4e832627b4f6'

/** The client of seed 002's sample. */
export const oneaccessClient = {
  clientId: 'DRrYIqauawN0I8myTMoDTPys6ezGZxnm',
  tenantId: '08f770f51f80d2f40f38c00cb199fd21',
  profile: 'oneaccess',
  phoneLogin: 'auths.loginTypes.phone',
  autoRegister: true,
  captcha: 'off',
}

/** The client of seed 003's sample. */
export const bamboocloudClient = {
  clientId: 'nTo1eRIub60vPb54WeE6aojPwYwImtl4',
  profile: 'bamboocloud',
  phoneLogin: 'auths.loginTypes.phone',
  autoRegister: true,
  captcha: 'off',
}

/** Headers of seed 002's sample. */
export const oneaccessHeaders = {
  'Content-Type': 'application/json;charset=utf8',
  'X-operating-sys-version': 'Android 10',
  'X-device-fingerprint': '156aysdna213sac',
  'X-device-ip': '10.10.10.1',
  'X-agent':
    'Mozilla/5.0 (Linux; Android 10; Redmi K30 Build/QKQ1.190825.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/80.0.3987.99 Mobile Safari/537.36',
  'X-L': 'zh',
  'X-client-id': oneaccessClient.clientId,
  'X-tenant-id': oneaccessClient.tenantId,
}

/** Headers of seed 003's sample. */
export const bamboocloudHeaders = {
  'X-operating-sys-version': 'windows10.1.1',
  'X-device-fingerprint': '156aysdna213sc50',
  'X-device-ip': '192.168.1.2',
  'X-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X)',
  'X-L': 'zh',
  'X-client-id': bamboocloudClient.clientId,
  'content-type': 'application/json',
}

/** Number and code of seed 002's and seed 003's samples. */
export const oneaccessMobile = '12345678901'
export const bamboocloudMobile = '11012345678'
export const sdkCode = '232326'

export const closedClientId = 'closed00closed00closed00closed00'

/** The app of seeds 002 and 003: both clients, and one of the second profile that makes no users. */
export const sdkFiles: Files = {
  'app.json': { appId: 'acme.login', title: 'Acme' },
  ...aliyunSms,
  'auths/loginTypes/phone/e.json': { title: 'Phone', type: 'auths.loginTypes.PhoneType' },
  'auths/loginTypes/phone/phone.json': {
    smsFullName: 'SMS.aliyunSms',
    testNumbers: {
      [oneaccessMobile]: { code: sdkCode, expires },
      [bamboocloudMobile]: { code: sdkCode, expires },
    },
  },
  'clients/oneaccess/e.json': { title: 'Seed 002', type: 'clients.NormalType' },
  'clients/oneaccess/oneaccess.json': oneaccessClient,
  'clients/bamboocloud/e.json': { title: 'Seed 003', type: 'clients.NormalType' },
  'clients/bamboocloud/bamboocloud.json': bamboocloudClient,
  'clients/closed/e.json': { title: 'No new users', type: 'clients.NormalType' },
  'clients/closed/closed.json': {
    ...bamboocloudClient,
    clientId: closedClientId,
    autoRegister: false,
  },
}
