/** What the wire says of calls and functions is what the server declares; most of it is seen by the compiler. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Static } from 'typebox'
import { accountFunctions } from '../../src/accounts/account-functions.ts'
import type { FunctionDeclaration, Param } from '../../src/elements/define-type.ts'
import * as accounts from '../../src/http/sdk/account-calls.ts'
import * as captchas from '../../src/http/sdk/captcha-calls.ts'
import type { AnswerOf, FieldsOf, SdkCall } from '../../src/http/sdk/define-call.ts'
import { sdkErrors } from '../../src/http/sdk/error-codes.ts'
import * as flows from '../../src/http/sdk/flow-calls.ts'
import * as logins from '../../src/http/sdk/login-calls.ts'
import * as messages from '../../src/http/sdk/message-calls.ts'
import { messageTypes } from '../../src/http/sdk/message-types.ts'
import * as registrations from '../../src/http/sdk/register-calls.ts'
import * as sessions from '../../src/http/sdk/session-calls.ts'
import * as totp from '../../src/http/sdk/totp-calls.ts'
import { authServiceFunctions } from '../../src/login/auth-functions.ts'
import { passwordFunctions } from '../../src/login/password/password-functions.ts'
import { phoneFunctions } from '../../src/login/phone/phone-functions.ts'
import type { AccountFunctions } from '../../src/wire/account-functions.ts'
import type { AuthFunctions, PasswordFunctions, PhoneFunctions } from '../../src/wire/element-functions.ts'
import type { MessageType, SdkCalls } from '../../src/wire/sdk-calls.ts'
import { sdkErrorCodes } from '../../src/wire/sdk-error-codes.ts'

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** A body of the wire fits the declared fields and names no other; what is declared to be answered is read as the wire says. */
type SaysCall<C extends SdkCall, W extends { body: unknown; answer: unknown }> = W['body'] extends undefined
  ? C['fields'] extends readonly []
    ? true
    : 'the call has a body'
  : [keyof W['body'], W['body']] extends [keyof FieldsOf<C>, Loose<FieldsOf<C>>]
    ? Exclude<keyof FieldsOf<C>, keyof W['body']> extends never
      ? true
      : ['fields are missing', Exclude<keyof FieldsOf<C>, keyof W['body']>]
    : ['the body does not fit', W['body'], FieldsOf<C>]

const calls = {
  captcha: captchas.askCaptcha,
  'captcha/verify': captchas.verifyCaptcha,
  'sms/send': messages.sendMessage,
  'login/mobile-verify-code': logins.loginByMobile,
  login: logins.loginByName,
  'login/auth': logins.loginByNameOrMobile,
  'register/mobile-verify-code': registrations.registerByMobile,
  'mobile-by-token': flows.mobileByToken,
  'mfa/sms': flows.factorBySms,
  'mfa/totp': flows.factorByTotp,
  'mfa/password': flows.factorByPassword,
  'mfa/totp/enrol': totp.enrolTotp,
  'mfa/totp/confirm': totp.confirmTotp,
  'mfa/totp/remove': totp.removeTotp,
  'pwd/update': flows.updatePassword,
  'pwd/skip-update': flows.skipUpdate,
  'pwd/update-by-mobile': accounts.resetPassword,
  'pwd/change': accounts.changePassword,
  'profile/update-mobile': accounts.updateMobile,
  'sso/session-token/id-token': sessions.renewIdToken,
  logout: sessions.logout,
} as const satisfies Record<keyof SdkCalls, SdkCall>

const bodies: { readonly [K in keyof SdkCalls]: SaysCall<(typeof calls)[K], SdkCalls[K]> } = {
  captcha: true,
  'captcha/verify': true,
  'sms/send': true,
  'login/mobile-verify-code': true,
  login: true,
  'login/auth': true,
  'register/mobile-verify-code': true,
  'mobile-by-token': true,
  'mfa/sms': true,
  'mfa/totp': true,
  'mfa/password': true,
  'mfa/totp/enrol': true,
  'mfa/totp/confirm': true,
  'mfa/totp/remove': true,
  'pwd/update': true,
  'pwd/skip-update': true,
  'pwd/update-by-mobile': true,
  'pwd/change': true,
  'profile/update-mobile': true,
  'sso/session-token/id-token': true,
  logout: true,
}

/** Every field that an answer may have, and no other. The answer of `captcha` holds much that the wire leaves out. */
type SaysAnswer<Declared, Wire> = [Declared] extends [object]
  ? [keyof Declared, keyof Wire] extends [keyof Wire, keyof Declared]
    ? true
    : ['fields differ', keyof Declared, keyof Wire]
  : [Wire] extends [undefined]
    ? true
    : 'the answer is empty'

const answers: {
  readonly [K in Exclude<keyof SdkCalls, 'captcha'>]: SaysAnswer<
    AnswerOf<(typeof calls)[K]>,
    SdkCalls[K]['answer']
  >
} = {
  'captcha/verify': true,
  'sms/send': true,
  'login/mobile-verify-code': true,
  login: true,
  'login/auth': true,
  'register/mobile-verify-code': true,
  'mobile-by-token': true,
  'mfa/sms': true,
  'mfa/totp': true,
  'mfa/password': true,
  'mfa/totp/enrol': true,
  'mfa/totp/confirm': true,
  'mfa/totp/remove': true,
  'pwd/update': true,
  'pwd/skip-update': true,
  'pwd/update-by-mobile': true,
  'pwd/change': true,
  'profile/update-mobile': true,
  'sso/session-token/id-token': true,
  logout: true,
}

/** What does not leave over HTTP: methods of lists and of users. */
type InProcess = keyof unknown[] | 'toDict'

type ArgsOf<P extends readonly Param[]> = P[number]['name']
type SaysFunction<D extends FunctionDeclaration, W extends { args: object; result: unknown }> = [
  W['args'] extends Record<string, never> ? never : keyof W['args'],
] extends [ArgsOf<D['params']>]
  ? [ArgsOf<D['params']>] extends [W['args'] extends Record<string, never> ? never : keyof W['args']]
    ? Static<D['result']> extends object
      ? [Exclude<keyof Static<D['result']>, InProcess>] extends [keyof W['result']]
        ? true
        : ['results are missing', Exclude<keyof Static<D['result']>, keyof W['result']>]
      : true
    : ['arguments are missing', ArgsOf<D['params']>]
  : ['arguments are too many', keyof W['args']]

type Says<D extends Record<string, FunctionDeclaration>, W> = {
  readonly [K in keyof W]: K extends keyof D
    ? W[K] extends { args: object; result: unknown }
      ? SaysFunction<D[K], W[K]>
      : never
    : 'is not declared'
}

const auth: Says<typeof authServiceFunctions, AuthFunctions> = {
  loginByCode: true,
  sendFactorCode: true,
  mobileByToken: true,
  proveBySms: true,
  proveByTotp: true,
  proveByPassword: true,
  replacePassword: true,
  skipPasswordWarning: true,
  enrolTotp: true,
  confirmTotp: true,
  renewRecoveryCodes: true,
  removeTotp: true,
  logout: true,
  currentUser: true,
  listSessions: true,
  revokeSession: true,
  revokeOtherSessions: true,
}
const account: Says<typeof accountFunctions, AccountFunctions> = {
  currentAccount: true,
  updateProfile: true,
  listAgreements: true,
  exportAccount: true,
  replaceLostPhone: true,
  cancelRecovery: true,
  closeAccount: true,
}
const phone: Says<typeof phoneFunctions, PhoneFunctions> = {
  sendMessage: true,
  getLoginCode: true,
  register: true,
  bind: true,
  unbind: true,
  checkMyMessage: true,
  updatePhone: true,
  getLoginConfig: true,
}
const password: Says<typeof passwordFunctions, PasswordFunctions> = {
  generateCaptcha: true,
  checkCaptcha: true,
  getLoginCode: true,
  register: true,
  bind: true,
  unbind: true,
  updatePassword: true,
  resetPassword: true,
  updateUsername: true,
  getLoginConfig: true,
}
const types: Record<MessageType, true> = {
  LOGIN_SMS: true,
  REGISTER_SMS: true,
  FORGET_PWD_SMS: true,
  UPDATE_PWD_SMS: true,
  CHANGE_PWD_SMS: true,
  UPDATE_MOBILE_SMS: true,
  BIND_MOBILE_SMS: true,
  MFA_AUTH_SMS: true,
  RECOVER_MOBILE_SMS: true,
}

const exposed = (functions: Record<string, FunctionDeclaration>) =>
  Object.keys(functions).filter((name) => functions[name]?.exposed === true)

describe('wire/', () => {
  test('names every call by its path', () => {
    assert.deepEqual(Object.keys(bodies), Object.keys(calls))
    for (const [path, declaration] of Object.entries(calls)) assert.equal(declaration.path, `/sdk/${path}`)
    assert.deepEqual(['captcha', ...Object.keys(answers)], Object.keys(calls))
  })

  test('names every exposed function', () => {
    assert.deepEqual(Object.keys(auth), exposed(authServiceFunctions))
    assert.deepEqual(Object.keys(account), exposed(accountFunctions))
    assert.deepEqual(Object.keys(phone), exposed(phoneFunctions))
    assert.deepEqual(Object.keys(password), exposed(passwordFunctions))
  })

  test('names every error code and message type', () => {
    const codes = Object.values(sdkErrors).map(({ code }) => code)
    assert.deepEqual([...sdkErrorCodes].toSorted(), codes.toSorted())
    assert.deepEqual(Object.keys(types), messageTypes)
  })
})
