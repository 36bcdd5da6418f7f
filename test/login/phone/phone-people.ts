/** People with phones: they ask for codes, read them and log in. */
import { decodeJwt } from 'jose'
import { defaultTenant, type SessionId, type UserId } from '../../../src/base/ids.ts'
import type { Client } from '../../../src/clients/client.ts'
import type { AppView } from '../../../src/elements/app-view.ts'
import type { CallContext } from '../../../src/elements/caller.ts'
import type { AuthSvc, LoginResult } from '../../../src/login/auth-functions.ts'
import type { MessageLogin } from '../../../src/login/phone/login-by-message.ts'
import type { PhoneLogin, PhoneType } from '../../../src/login/phone/phone-type.ts'
import type { UserStatus } from '../../../src/users/user.ts'
import { type TestApp, testClientId } from '../../support/open-test-app.ts'
import { freshLoginCode } from '../fresh-login-code.ts'

export const phoneElement = 'auths.loginTypes.phone'
export const amysPhone = '13800138000'
export const bobsPhone = '13900139000'

/** Someone who is signed in. */
export type Person = {
  readonly userId: string
  readonly sessionId: string
  readonly sessionToken: string
  /** The app as this person sees it. */
  readonly view: AppView
  readonly phone: PhoneLogin
  readonly auth: AuthSvc
}

export function phoneOf(view: AppView, fullName = phoneElement): PhoneLogin {
  return view.getElement<PhoneLogin>(fullName)
}

export function authOf(view: AppView): AuthSvc {
  return view.getElement<AuthSvc>('auths.loginTypes.services.AuthSvc')
}

/** The app as somebody sees it who is not signed in. */
export function anonymous({ app }: TestApp, call: Partial<CallContext> = {}): AppView {
  return app.with({ caller: { kind: 'anonymous' }, ...call })
}

/** The newest code that went to a number. */
export async function newestCode({ app }: TestApp, phone: string): Promise<string> {
  const [message] = await app.inbox(phone)
  if (message === undefined) throw new Error(`no message to ${phone}`)
  return message.code
}

/** Asks for a code, anonymously without a `view`, and reads it. */
export async function codeFor(
  test: TestApp,
  phone: string,
  view: AppView = anonymous(test),
): Promise<string> {
  await phoneOf(view).sendMessage(phone)
  return newestCode(test, phone)
}

/** Asks for a code for logging in, once the number may be sent to again. */
export async function laterCodeFor(test: TestApp, phone: string, view?: AppView): Promise<string> {
  test.clock.advance(45_000)
  return codeFor(test, phone, view)
}

/** A code that is wrong where `code` is right. */
export function wrong(code: string): string {
  return code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))
}

/** A new user with a session. */
export async function signUp(test: TestApp, phone = amysPhone, view = anonymous(test)): Promise<Person> {
  const code = await codeFor(test, phone, view)
  const user = await phoneOf(view).register(phone, code, 'Amy')
  return personOf(test, await authOf(view).loginByCode(user.loginCode, '', 'web'))
}

/** One more session of a user. */
export async function logIn(test: TestApp, phone = amysPhone, view = anonymous(test)): Promise<Person> {
  const { loginCode } = await phoneOf(view).getLoginCode(phone, await laterCodeFor(test, phone, view))
  return personOf(test, await authOf(view).loginByCode(loginCode, '', 'web'))
}

export function personOf({ app }: TestApp, { userId, sessionToken = '', idToken = '' }: LoginResult): Person {
  const sessionId = String(decodeJwt(idToken).sid)
  const view = app.as({ userId, sessionId })
  return { userId, sessionId, sessionToken, view, phone: phoneOf(view), auth: authOf(view) }
}

/** A user with a session of this moment, in whatever way the login was. */
export async function signedIn(test: TestApp, userId: string): Promise<Person> {
  const loginCode = await freshLoginCode(test, userId, phoneElement, testClientId)
  return personOf(test, await authOf(anonymous(test)).loginByCode(loginCode, '', 'web'))
}

/** A session of a user that nobody logged in for. */
export function seenBy({ app }: TestApp, userId: string, sessionId = 'a-session'): AppView {
  return app.as({ userId: userId as UserId, sessionId: sessionId as SessionId })
}

/** Is the session of this person alive? */
export async function isAlive({ rooms }: TestApp, { sessionToken }: Person): Promise<boolean> {
  return (await rooms.sessions.findByToken(sessionToken)) !== undefined
}

/** What the audit log holds of one action, oldest first. */
export async function audited(
  { rooms }: Pick<TestApp, 'rooms'>,
  action: string,
): Promise<Record<string, unknown>[]> {
  await rooms.audit.flush()
  return (await rooms.database.kysely())
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', action)
    .orderBy('id')
    .execute()
}

/** An operator switches a user off or on, and no more: no session ends by it. */
export async function setStatus({ rooms }: TestApp, userId: string, status: UserStatus): Promise<void> {
  await rooms.database.commit([rooms.users.setStatus(defaultTenant, userId as UserId, status)])
}

/** A login code of a new user. */
export async function loginCodeOf(test: TestApp, phone = amysPhone): Promise<string> {
  return (await phoneOf(anonymous(test)).register(phone, await codeFor(test, phone), 'Amy')).loginCode
}

/** The rows of the sessions' table. */
export async function sessionRows({ rooms }: TestApp): Promise<Record<string, unknown>[]> {
  return (await rooms.database.kysely()).selectFrom('sessions').selectAll().execute()
}

/** The ticket of `checkMyMessage`. */
export async function ticketOf(test: TestApp, person: Person, phone = amysPhone): Promise<string> {
  return (await person.phone.checkMyMessage(await laterCodeFor(test, phone, person.view))).ticket
}

/** Ticket and code of a user who is about to change from Amy's number to Bob's. */
export async function readyToChange(test: TestApp, amy: Person): Promise<{ ticket: string; code: string }> {
  const ticket = await ticketOf(test, amy)
  return { ticket, code: await laterCodeFor(test, bobsPhone, amy.view) }
}

/** The phone login as the SDK API calls it, and for which client. */
export function sdkOf({ views, elements }: TestApp): { login: PhoneType; client: Client } {
  const client = elements.clients().fallback
  if (client === undefined) throw new Error('the app has no client')
  const call = {
    caller: { kind: 'anonymous' },
    tenantId: client.tenantId,
    device: {},
    language: 'en',
  } as const
  return { login: views.phoneLogin(phoneElement, { ...call, clientId: client.clientId }), client }
}

/** A message login of the SDK API with a code that was just sent. */
export async function messageLogin(test: TestApp, phone = amysPhone): Promise<MessageLogin> {
  const { login, client } = sdkOf(test)
  await login.sendCode(phone, { purpose: 'LOGIN_SMS', userId: undefined })
  return { phone, code: await newestCode(test, phone), purpose: 'LOGIN_SMS', client, autoRegister: true }
}
