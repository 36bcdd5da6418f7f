import type { CallOptions } from './client-options.ts'
import type { LoginOutcome, WaitingLogin } from './login-outcome.ts'

/**
 * What leads a login on, the same at both faces. Each step answers with the next outcome. A wrong factor leaves the
 * login waiting; `STATE_INVALID` (element face) and `IDAAS.SDK.PARAM.0014` (SDK API) mean: begin anew.
 */
export interface LoginSteps {
  /** The number on file that a code goes to; the element face masks it. */
  mobileOf(waiting: WaitingLogin, options?: CallOptions): Promise<string>
  /** Sends a code to the number on file. `captchaToken`: for clients of the SDK API that ask for a captcha. */
  sendFactorCode(
    waiting: WaitingLogin,
    options?: CallOptions & { readonly captchaToken?: string | undefined },
  ): Promise<void>
  proveBySms(waiting: WaitingLogin, code: string, options?: CallOptions): Promise<LoginOutcome>
  /** A code of the authenticator app, or a recovery code. */
  proveByTotp(waiting: WaitingLogin, code: string, options?: CallOptions): Promise<LoginOutcome>
  proveByPassword(waiting: WaitingLogin, password: string, options?: CallOptions): Promise<LoginOutcome>
  /** Where `mayEnrol`: a secret to type and an `otpauth://` URI for a QR code. */
  enrolTotp(
    waiting: WaitingLogin,
    options?: CallOptions,
  ): Promise<{ readonly secret: string; readonly uri: string }>
  /** The recovery codes are shown here and never again. */
  confirmTotp(
    waiting: WaitingLogin,
    code: string,
    options?: CallOptions,
  ): Promise<{ readonly recoveryCodes: readonly string[]; readonly outcome: LoginOutcome }>
  replacePassword(
    waiting: WaitingLogin,
    oldPassword: string,
    newPassword: string,
    options?: CallOptions,
  ): Promise<LoginOutcome>
  /** After `PASSWORD_WARN` only. */
  skipWarning(waiting: WaitingLogin, options?: CallOptions): Promise<LoginOutcome>
}
