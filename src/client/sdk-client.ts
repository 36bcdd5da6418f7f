/** The SDK API for browsers: every call by its path, logins as outcomes, captchas. */
import type { RecoveryAnswer, RecoveryRequest } from '../wire/login-page-calls.ts'
import type { MessageType, SdkCalls, SdkLoginAnswer } from '../wire/sdk-calls.ts'
import { callServer } from './call-server.ts'
import { type Captchas, createCaptchas } from './captchas.ts'
import type { CallOptions, ClientOptions } from './client-options.ts'
import { createDeviceHeaders } from './device-headers.ts'
import { type LoginOutcome, outcomeOf, type WaitingLogin } from './login-outcome.ts'
import type { LoginSteps } from './login-steps.ts'
import type { SdkCall } from './sdk-call.ts'

type WithCaptcha = CallOptions & {
  /** What `captchas` gave for this number or user name. */
  readonly captchaToken?: string | undefined
}

/** Everything rejects with `Refused` or `Unanswered`. */
export type SdkClient = LoginSteps & {
  readonly call: SdkCall
  readonly captchas: Captchas
  /** Sends a code for a login. It is never tried again by itself: a second message costs money. */
  sendLoginCode(mobile: string, options?: WithCaptcha): Promise<void>
  /** Logs in, or registers where the client has `autoRegister`. */
  loginByCode(mobile: string, code: string, options?: WithCaptcha): Promise<LoginOutcome>
  /** Sends a code to the number that is to come in place of a lost one. As `sendLoginCode`. */
  sendRecoveryCode(mobile: string, options?: WithCaptcha): Promise<void>
  /**
   * Asks the administrators for that number, with the code that went to it; answers the same where there is no such
   * account. Refused as `PHONE_BOUND` where the number is somebody's.
   */
  recoverMobile(request: RecoveryRequest, options?: CallOptions): Promise<RecoveryAnswer>
  /** `name`: a user name or a mobile number. */
  loginByPassword(name: string, password: string, options?: WithCaptcha): Promise<LoginOutcome>
}

const reads: ReadonlySet<string> = new Set(['captcha', 'mobile-by-token', 'sso/session-token/id-token'])
const gets: ReadonlySet<string> = new Set(['captcha', 'mobile-by-token', 'pwd/skip-update'])

export function createSdkClient(options: ClientOptions): SdkClient {
  const device = createDeviceHeaders()

  const call: SdkCall = async (path, body, { stateToken, idToken, sessionToken, query, signal } = {}) =>
    (await callServer(
      options,
      {
        path: `/api/v2/sdk/${path}${query ?? ''}`,
        method: gets.has(path) ? 'GET' : 'POST',
        body,
        isSafe: reads.has(path),
        headers: {
          ...device(),
          'X-state-token': stateToken,
          Authorization: idToken && `Bearer ${idToken}`,
          'session-token': sessionToken,
        },
      },
      { signal },
    )) as never

  /** A step of a login that waits. */
  const step = async <Path extends keyof SdkCalls>(
    { stateToken }: WaitingLogin,
    path: Path,
    body: SdkCalls[Path]['body'],
    { signal }: CallOptions = {},
  ) => toOutcome((await call(path, body, { signal, stateToken })) as SdkLoginAnswer)

  const sender =
    (type: MessageType) =>
    async (mobile: string, { signal, captchaToken }: WithCaptcha = {}) => {
      await call('sms/send', { mobile, type, captcha_token: captchaToken }, { signal })
    }

  const client: SdkClient = {
    call,
    captchas: createCaptchas(call),
    sendLoginCode: sender('LOGIN_SMS'),
    sendRecoveryCode: sender('RECOVER_MOBILE_SMS'),
    recoverMobile: (body, o) =>
      callServer(options, { path: '/api/v1/login/recovery', body }, o) as Promise<RecoveryAnswer>,
    async loginByCode(mobile, code, { signal, captchaToken } = {}) {
      const body = { mobile, verify_code: code, captcha_token: captchaToken }
      return toOutcome(await call('login/mobile-verify-code', body, { signal }))
    },
    async loginByPassword(name, password, { signal, captchaToken } = {}) {
      const body = { user_name: name, password, captcha_token: captchaToken }
      return toOutcome(await call('login/auth', body, { signal }))
    },
    async mobileOf({ stateToken }, { signal } = {}) {
      return (await call('mobile-by-token', undefined, { signal, stateToken })).mobile
    },
    async sendFactorCode(waiting, { signal, captchaToken } = {}) {
      const mobile = await client.mobileOf(waiting, { signal })
      const body = { mobile, type: 'MFA_AUTH_SMS', captcha_token: captchaToken } as const
      await call('sms/send', body, { signal, stateToken: waiting.stateToken })
    },
    // The number on file counts, whatever is sent; it may not be empty.
    proveBySms: (waiting, code, o) => step(waiting, 'mfa/sms', { mobile: '-', verify_code: code }, o),
    proveByTotp: (waiting, code, o) => step(waiting, 'mfa/totp', { code }, o),
    proveByPassword: (waiting, password, o) => step(waiting, 'mfa/password', { password }, o),
    enrolTotp: ({ stateToken }, { signal } = {}) => call('mfa/totp/enrol', undefined, { signal, stateToken }),
    async confirmTotp({ stateToken }, code, { signal } = {}) {
      const answer = await call('mfa/totp/confirm', { code }, { signal, stateToken })
      return { recoveryCodes: answer.recovery_codes, outcome: toOutcome(answer as SdkLoginAnswer) }
    },
    replacePassword: (waiting, old_password, new_password, o) =>
      step(waiting, 'pwd/update', { old_password, new_password }, o),
    skipWarning: (waiting, o) => step(waiting, 'pwd/skip-update', undefined, o),
  }
  return client
}

function toOutcome(answer: SdkLoginAnswer): LoginOutcome {
  const { status, session_token: sessionToken, id_token: idToken, expire, data } = answer
  return outcomeOf({ status, sessionToken, idToken, expire, stateToken: answer.state_token, data })
}
