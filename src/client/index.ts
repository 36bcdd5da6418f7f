/** `latchkey/client`: the server's two faces for browsers. No dependency, no code of the server. */
export type { AccountAnswer, AccountFunctions, AgreementAnswer } from '../wire/account-functions.ts'
export type {
  AuthFunctions,
  LoginCodeAnswer,
  PasswordFunctions,
  PhoneFunctions,
  RegisteredAnswer,
  SessionAnswer,
  UserAnswer,
} from '../wire/element-functions.ts'
export type { RecoveryAnswer, RecoveryRequest } from '../wire/login-page-calls.ts'
export type { Corp, PasswordPolicy, SecondFactor } from '../wire/login-status.ts'
export type { RefusalCode } from '../wire/refusal-codes.ts'
export type { MessageType, Registration, SdkCalls } from '../wire/sdk-calls.ts'
export type { SdkErrorCode } from '../wire/sdk-error-codes.ts'
export type { Captcha, CaptchaAnswer, Captchas } from './captchas.ts'
export type { CallOptions, ClientOptions } from './client-options.ts'
export {
  createElementClient,
  type Element,
  type ElementCallOptions,
  type ElementClient,
  type ElementClientOptions,
} from './element-client.ts'
export type { LoginOutcome, Session, WaitingLogin } from './login-outcome.ts'
export type { LoginSteps } from './login-steps.ts'
export { Refused, type RefusedCode } from './refused.ts'
export type { SdkCallOptions } from './sdk-call.ts'
export { createSdkClient, type SdkClient } from './sdk-client.ts'
export { createSessionKeeper, type SessionKeeper } from './session-keeper.ts'
export { Unanswered } from './unanswered.ts'
