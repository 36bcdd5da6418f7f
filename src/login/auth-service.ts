/** `auths.loginTypes.services.AuthSvc`: from login code to session, and the caller's own sessions (spec 1). */
import Type from 'typebox'
import type { AuditLog } from '../audit/audit-log.ts'
import type { SessionId } from '../base/ids.ts'
import { refuse } from '../base/refusal.ts'
import { type ClientDirectory, clientOfTenant } from '../clients/client.ts'
import type { CorpListItem, CorpStore } from '../corps/corp-store.ts'
import {
  defineFunctions,
  type ElementFunctions,
  optionalParam,
  param,
  text,
} from '../elements/define-type.ts'
import { type ElementContext, ElementType } from '../elements/element-type.ts'
import type { CompletedLogin, CompleteLogin } from '../sessions/complete-login.ts'
import type { SessionListItem } from '../sessions/session.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import type { Database, Step } from '../storage/database.ts'
import { toUserDict, type UserDict } from '../users/user.ts'
import type { UserStore } from '../users/user-store.ts'
import type { LoginCodes } from './login-code.ts'
import { SUCCESS_RETURN, successReturn } from './login-type.ts'

const nullableText = Type.Union([Type.String(), Type.Null()])

const loginResult = Type.Object({
  success: Type.Boolean(),
  status: Type.String({ description: 'SUCCESS, or which step is missing.' }),
  userId: Type.String(),
  corpId: nullableText,
  sessionToken: Type.Optional(Type.String()),
  sessionId: Type.Optional(Type.String({ description: 'Names the session; it opens nothing.' })),
  expire: Type.Optional(Type.Integer({ description: 'Seconds that the session lives.' })),
  idToken: Type.Optional(Type.String()),
  stateToken: Type.Optional(Type.String()),
  data: Type.Optional(Type.String()),
})

export type LoginResult = Type.Static<typeof loginResult>

const platforms = Type.Union([Type.Literal('web'), Type.Literal('mobile'), Type.Literal('app')])

const sessionItem = Type.Object({
  id: Type.String(),
  clientId: Type.String(),
  platform: nullableText,
  agent: nullableText,
  address: nullableText,
  loginTime: Type.Integer(),
  lastSeen: Type.Integer(),
  expiresAt: Type.Integer(),
  current: Type.Boolean(),
})

const currentUserResult = Type.Object({
  userId: Type.String(),
  nick: Type.String(),
  name: nullableText,
  email: nullableText,
  phone: nullableText,
  username: nullableText,
  status: Type.String(),
  createTime: Type.Integer(),
})

export const authServiceFunctions = defineFunctions({
  loginByCode: {
    params: [
      param('loginCode', text(128)),
      optionalParam(
        'corp',
        text(128, 'corpId or corpName of corpList; empty when the user belongs to none.'),
      ),
      optionalParam('platform', platforms),
    ],
    result: loginResult,
    callers: ['anonymous', 'user', 'system'],
    exposed: true,
    summary: 'Exchanges a login code for a session.',
  },
  logout: {
    params: [],
    result: successReturn,
    callers: ['user'],
    exposed: true,
    summary: 'Ends the session.',
  },
  currentUser: {
    params: [],
    result: currentUserResult,
    callers: ['user'],
    exposed: true,
    summary: 'The user of the session.',
  },
  listSessions: {
    params: [],
    result: Type.Array(sessionItem),
    callers: ['user'],
    exposed: true,
    summary: "The user's living sessions, newest first.",
  },
  revokeSession: {
    params: [param('id', text(64))],
    result: successReturn,
    callers: ['user'],
    exposed: true,
    summary: 'Ends one session of the user.',
  },
  revokeOtherSessions: {
    params: [],
    result: successReturn,
    callers: ['user'],
    exposed: true,
    summary: 'Ends every other session of the user.',
  },
})

export type AuthSvc = ElementFunctions<typeof authServiceFunctions>

export type AuthServices = {
  readonly database: Database
  readonly audit: AuditLog
  readonly users: UserStore
  readonly corps: CorpStore
  readonly sessions: SessionStore
  readonly loginCodes: LoginCodes
  readonly completeLogin: CompleteLogin
  readonly clients: () => ClientDirectory
}

export class AuthServiceType extends ElementType {
  static override readonly functions = authServiceFunctions
  private readonly services: AuthServices

  constructor(context: ElementContext, services: AuthServices) {
    super(context)
    this.services = services
  }

  async loginByCode(loginCode: string, corp = '', platform?: string): Promise<LoginResult> {
    const client = this.client()
    const { loginCodes, users, corps, completeLogin } = this.services
    const presented = await loginCodes.look(loginCode, client.clientId)
    if (presented === undefined || presented.facts.tenantId !== this.call.tenantId)
      throw refuse('LOGIN_CODE_INVALID')
    const { facts, originId } = presented
    const [user, corpList] = await Promise.all([
      users.find(facts.tenantId, facts.userId),
      corps.listFor(facts.tenantId, facts.userId),
    ])
    if (user === undefined || facts.provenSince < user.secured_at) throw refuse('LOGIN_CODE_INVALID')
    if (user.status !== 'active') throw refuse('USER_DISABLED')
    const chosen = chooseCorp(corpList, corp)
    if (!(await loginCodes.spend(presented))) throw refuse('LOGIN_CODE_INVALID')
    const spent = () => refuse('LOGIN_CODE_INVALID')
    const login = { ...facts, user, client, originId, spent, corpId: chosen?.corpId, platform, steps: [] }
    return toResult(await completeLogin.complete(login, this.call), facts.userId, chosen)
  }

  async logout(): Promise<typeof SUCCESS_RETURN> {
    const { tenantId, userId, sessionId } = this.self()
    await this.endSessions('session.logout', [this.services.sessions.endOne(tenantId, userId, sessionId)])
    return SUCCESS_RETURN
  }

  async currentUser(): Promise<UserDict> {
    const { tenantId, userId } = this.self()
    const user = await this.services.users.find(tenantId, userId)
    if (user === undefined) throw refuse('LOGIN_REQUIRED')
    return toUserDict(user)
  }

  async listSessions(): Promise<(SessionListItem & { current: boolean })[]> {
    const { tenantId, userId, sessionId } = this.self()
    const list = await this.services.sessions.list(tenantId, userId)
    return list.map((session) => ({ ...session, current: session.id === sessionId }))
  }

  async revokeSession(id: string): Promise<typeof SUCCESS_RETURN> {
    const { tenantId, userId } = this.self()
    const ended = this.services.sessions.endLiving(tenantId, userId, id as SessionId, () =>
      refuse('SESSION_INVALID'),
    )
    await this.endSessions('session.revoke', [ended])
    return SUCCESS_RETURN
  }

  async revokeOtherSessions(): Promise<typeof SUCCESS_RETURN> {
    const { tenantId, userId, sessionId } = this.self()
    await this.endSessions('session.revoke-others', [
      this.services.sessions.endOthers(tenantId, userId, sessionId),
    ])
    return SUCCESS_RETURN
  }

  private endSessions(action: string, steps: readonly Step[]): Promise<void> {
    const { database, audit } = this.services
    const event = { action, result: 'success', userId: this.self().userId }
    return database.commit([...steps, audit.step(event, this.call)])
  }

  private client() {
    const { clientId, tenantId } = this.call
    const directory = this.services.clients()
    const known = clientId === undefined ? directory.fallback : directory.find(clientId)
    const client = known && clientOfTenant(known, tenantId)
    if (client === undefined) throw refuse('CLIENT_UNKNOWN')
    return client
  }

  private self() {
    const { caller, tenantId } = this.call
    if (caller.kind !== 'user') throw refuse('LOGIN_REQUIRED')
    return { tenantId, userId: caller.userId, sessionId: caller.sessionId }
  }
}

/** Refused as `CORP_INVALID` when the user does not belong to it, or names none and has to choose. */
function chooseCorp(list: readonly CorpListItem[], corp: string): CorpListItem | undefined {
  if (corp === '' && list.length <= 1) return list[0]
  const chosen = list.find(({ corpId }) => corpId === corp) ?? list.find(({ corpName }) => corpName === corp)
  if (chosen === undefined) throw refuse('CORP_INVALID')
  return chosen
}

function toResult(login: CompletedLogin, userId: string, corp: CorpListItem | undefined): LoginResult {
  const { status } = login
  const about = { userId, corpId: corp?.corpId ?? null }
  if (login.status === 'ACCESS_DENIED') return { success: false, status, ...about, data: login.data }
  if (login.status !== 'SUCCESS')
    return { success: false, status, ...about, stateToken: login.stateToken, data: login.data }
  const { sessionToken, sessionId, expire, idToken } = login
  return { success: true, status, ...about, sessionToken, sessionId, expire, idToken }
}
