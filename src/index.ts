/** What embedders may import, and what an app's own Types are made of. */
export {} from './base/require-node.ts'

// The version of Node is looked at before anything else is loaded.

export { default as Type } from 'typebox'
export type { AccountSvc } from './accounts/account-functions.ts'
export type { App } from './app/app.ts'
export type { AppOptions } from './app/app-options.ts'
export { openApp } from './app/embedded-app.ts'
export { Refusal, refuse } from './base/refusal.ts'
export type { AppView, ElementHandle } from './elements/app-view.ts'
export {
  defineFunctions,
  type ElementFunction,
  type ElementFunctions,
  optionalParam,
  param,
  type Stext,
  text,
} from './elements/define-type.ts'
export { type ElementContext, type ElementDefinition, ElementType } from './elements/element-type.ts'
export { ConfigurationFaults, type Fault } from './elements/fault.ts'
export type { AuthSvc, LoginResult } from './login/auth-functions.ts'
export { AuthServiceType } from './login/auth-service.ts'
export { type LoginCodeResult, LoginType, SUCCESS_RETURN } from './login/login-type.ts'
export type { Newcomer as PasswordNewcomer } from './login/password/newcomer.ts'
export { passwordFunctions } from './login/password/password-functions.ts'
export { type PasswordLogin, PasswordType } from './login/password/password-type.ts'
export type { Newcomer as PhoneNewcomer } from './login/phone/newcomer.ts'
export { phoneFunctions } from './login/phone/phone-functions.ts'
export { type PhoneLogin, PhoneType } from './login/phone/phone-type.ts'
export type { ProvenNumber } from './login/phone/prove-number.ts'
export type { ReadReceipts, ReceiptReader, ReceiptRequest, VendorReceipt } from './sms/receipt-reader.ts'
export { ConsoleType } from './sms/services/console.ts'
export {
  type SmsFailure,
  type SmsOptions,
  type SmsParams,
  type SmsResult,
  SmsService,
  type VendorLimit,
} from './sms/sms-service.ts'
export type { User, UserDict } from './users/user.ts'
export type { RegisteredUser } from './users/user-result.ts'
