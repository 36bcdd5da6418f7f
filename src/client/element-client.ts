/** The element face for browsers: functions of elements by name, logins as outcomes, the own sessions. */
import type {
  AuthFunctions,
  Functions,
  LoginAnswer,
  LoginCodeAnswer,
  PasswordFunctions,
  PhoneFunctions,
} from '../wire/element-functions.ts'
import { callServer } from './call-server.ts'
import type { CallOptions, ClientOptions } from './client-options.ts'
import { createDeviceHeaders } from './device-headers.ts'
import { type LoginOutcome, outcomeOf } from './login-outcome.ts'
import type { LoginSteps } from './login-steps.ts'
import { md5 } from './md5.ts'

export type ElementClientOptions = ClientOptions & {
  /** Of the app folder: `acme.login`. */
  readonly appId: string
  /**
   * `cookie`: the session lies in a cookie that no script can read; for pages of Latchkey's own origin, and of
   * `allowedOrigins` on the same site. `bearer`, the default: calls of a user state `sessionToken`.
   */
  readonly session?: 'cookie' | 'bearer' | undefined
}

export type ElementCallOptions = CallOptions & {
  /** Of who is signed in, without a cookie. */
  readonly sessionToken?: string | undefined
  /** While codes are sprayed: what `captchas` of the SDK client gave for this number. */
  readonly captchaToken?: string | undefined
}

/** The functions of an element: named arguments, then options. */
export type Element<F> = {
  readonly [Name in keyof F]: F[Name] extends { readonly args: infer Args; readonly result: infer Result }
    ? (args: Args, options?: ElementCallOptions) => Promise<Result>
    : never
}

type PasswordOptions = ElementCallOptions & {
  /** Of the element's `generateCaptcha`, where its `captcha` rule asks for one. */
  readonly captcha?: { readonly token: string; readonly code: string } | undefined
}

/** Everything rejects with `Refused` or `Unanswered`. */
export type ElementClient = LoginSteps & {
  /** An element of the app by its fullName; its functions are typed by `F`. */
  element<F extends { readonly [Name in keyof F]: Functions[string] }>(fullName: string): Element<F>
  readonly auth: Element<AuthFunctions>
  /** `fullName`: a phone login. Sends a code; it is never tried again by itself. */
  sendCode(fullName: string, phone: string, options?: ElementCallOptions): Promise<void>
  loginByCode(
    fullName: string,
    phone: string,
    code: string,
    options?: ElementCallOptions,
  ): Promise<LoginOutcome>
  /** `fullName`: a password login. The password goes as the element's `passwordTransport` says. */
  loginByPassword(
    fullName: string,
    username: string,
    password: string,
    options?: PasswordOptions,
  ): Promise<LoginOutcome>
  /** From a login code of any login type, or a registration's, to the outcome. */
  exchange(
    login: Pick<LoginCodeAnswer, 'loginCode' | 'corpList'>,
    options?: ElementCallOptions,
  ): Promise<LoginOutcome>
  /** After `CORP_CHOICE`. */
  chooseCorp(
    choice: Extract<LoginOutcome, { status: 'CORP_CHOICE' }>,
    corpId: string,
    options?: ElementCallOptions,
  ): Promise<LoginOutcome>
}

const authService = 'auths.loginTypes.services.AuthSvc'
const reads: ReadonlySet<string> = new Set([
  'getLoginConfig',
  'currentUser',
  'currentAccount',
  'listAgreements',
  'listSessions',
  'mobileByToken',
])

export function createElementClient(options: ElementClientOptions): ElementClient {
  const { appId, session, baseUrl = '' } = options
  const isCookie = session === 'cookie'
  // On its own pages the server knows a browser by a cookie, which a script cannot read.
  const isOwnPage = isCookie && (baseUrl === '' || new URL(baseUrl).origin === location.origin)
  const device = createDeviceHeaders(isOwnPage)

  async function call(fullName: string, name: string, args: object, o: ElementCallOptions = {}) {
    const { sessionToken, captchaToken, signal } = o
    const request = {
      path: `/api/${appId.replace('.', '/')}/${fullName.replaceAll('.', '/')}/${name}`,
      body: args,
      isSafe: reads.has(name),
      credentials: isCookie ? 'include' : 'omit',
      headers: {
        ...device(),
        'X-captcha-token': captchaToken,
        Authorization: sessionToken && `Bearer ${sessionToken}`,
      },
    } as const
    const envelope = (await callServer(options, request, { signal })) as { readonly data: unknown }
    return envelope.data
  }

  /** Every property is a function of the element, but `then`, which would make it a promise. */
  const element: ElementClient['element'] = (fullName) =>
    new Proxy({} as never, {
      get: (_, name) =>
        typeof name === 'string' && name !== 'then'
          ? (args: object = {}, o?: ElementCallOptions) => call(fullName, name, args, o)
          : undefined,
    })

  const auth = element<AuthFunctions>(authService)
  const outcome = async (answer: Promise<LoginAnswer>) => toOutcome(await answer)
  const transports = new Map<string, Promise<{ readonly passwordTransport: string }>>()

  async function presented(fullName: string, password: string): Promise<string> {
    const config = transports.get(fullName) ?? element<PasswordFunctions>(fullName).getLoginConfig({})
    transports.set(fullName, config)
    config.catch(() => transports.delete(fullName))
    return (await config).passwordTransport === 'md5' ? md5(password.normalize('NFKC')) : password
  }

  function exchangeAt(loginCode: string, corp: string, o?: ElementCallOptions): Promise<LoginOutcome> {
    return outcome(auth.loginByCode({ loginCode, corp, platform: 'web' }, o))
  }

  const client: ElementClient = {
    element,
    auth,
    async sendCode(fullName, phone, o) {
      await element<PhoneFunctions>(fullName).sendMessage({ phone }, o)
    },
    async loginByCode(fullName, phone, code, o) {
      return client.exchange(await element<PhoneFunctions>(fullName).getLoginCode({ phone, code }, o), o)
    },
    async loginByPassword(fullName, username, text, { captcha, ...o } = {}) {
      const password = await presented(fullName, text)
      const answer = captcha && { captcha: captcha.code, token: captcha.token }
      const login = element<PasswordFunctions>(fullName).getLoginCode({ username, password, ...answer }, o)
      return client.exchange(await login, o)
    },
    async exchange({ loginCode, corpList }, o) {
      if (corpList.length > 1) return { status: 'CORP_CHOICE', corps: corpList, loginCode }
      return exchangeAt(loginCode, '', o)
    },
    chooseCorp: ({ loginCode }, corpId, o) => exchangeAt(loginCode, corpId, o),
    mobileOf: async ({ stateToken }, o) => (await auth.mobileByToken({ stateToken }, o)).phone,
    async sendFactorCode({ stateToken }, o) {
      await auth.sendFactorCode({ stateToken }, o)
    },
    proveBySms: ({ stateToken }, code, o) => outcome(auth.proveBySms({ stateToken, code }, o)),
    proveByTotp: ({ stateToken }, code, o) => outcome(auth.proveByTotp({ stateToken, code }, o)),
    proveByPassword: ({ stateToken }, password, o) =>
      outcome(auth.proveByPassword({ stateToken, password }, o)),
    enrolTotp: ({ stateToken }, o) => auth.enrolTotp({ stateToken }, o),
    async confirmTotp({ stateToken }, code, o) {
      const { recoveryCodes, login } = await auth.confirmTotp({ stateToken, code }, o)
      return { recoveryCodes, outcome: toOutcome(login as LoginAnswer) }
    },
    replacePassword: ({ stateToken }, oldPassword, newPassword, o) =>
      outcome(auth.replacePassword({ stateToken, oldPassword, newPassword }, o)),
    skipWarning: ({ stateToken }, o) => outcome(auth.skipPasswordWarning({ stateToken }, o)),
  }
  return client
}

function toOutcome(answer: LoginAnswer): LoginOutcome {
  const { status, sessionToken, idToken, expire, stateToken, data } = answer
  return outcomeOf({ status, sessionToken, idToken, expire, stateToken, data })
}
