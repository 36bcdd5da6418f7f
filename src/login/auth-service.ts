/** `auths.loginTypes.services.AuthSvc`: from login code to session, and the caller's own sessions (spec 1). */
import type { AuditLog } from '../audit/audit-log.ts'
import type { SessionId } from '../base/ids.ts'
import { refuse } from '../base/refusal.ts'
import { type ClientTitle, clientTitle } from '../clients/client-title.ts'
import { chooseCorp } from '../corps/choose-corp.ts'
import type { CorpStore } from '../corps/corp-store.ts'
import type { CompleteLogin } from '../sessions/complete-login.ts'
import type { Consent } from '../sessions/consent.ts'
import type { SessionListItem } from '../sessions/session.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import type { Database, Step } from '../storage/database.ts'
import { toUserDict, type UserDict } from '../users/user.ts'
import type { UserStore } from '../users/user-store.ts'
import { authServiceFunctions, type LoginResult } from './auth-functions.ts'
import { AuthSteps, type StepServices, toLoginResult } from './auth-steps.ts'
import type { LoginCodes } from './login-code.ts'
import { SUCCESS_RETURN } from './login-type.ts'

export type AuthServices = StepServices & {
  readonly database: Database
  readonly audit: AuditLog
  readonly users: UserStore
  readonly corps: CorpStore
  readonly sessions: SessionStore
  readonly loginCodes: LoginCodes
  readonly completeLogin: CompleteLogin
  readonly consent: Consent
}

type ListedSession = SessionListItem & { clientTitle: ClientTitle | null; current: boolean }

export class AuthServiceType extends AuthSteps<AuthServices> {
  static override readonly functions = authServiceFunctions

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
    if (user.status !== 'active') {
      const refused = { action: `login.${facts.method}`, result: 'USER_DISABLED', userId: user.id }
      this.services.audit.note({ ...refused, subject: facts.loginType }, this.call)
      throw refuse('USER_DISABLED')
    }
    const chosen = chooseCorp(corpList, corp)
    await this.services.consent.require({ tenantId: facts.tenantId, user, client }, this.call)
    if (!(await loginCodes.spend(presented))) throw refuse('LOGIN_CODE_INVALID')
    const spent = () => refuse('LOGIN_CODE_INVALID')
    const login = { ...facts, user, client, originId, spent, corpId: chosen?.corpId, platform, steps: [] }
    return toLoginResult(await completeLogin.complete(login, this.call))
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

  async listSessions(): Promise<ListedSession[]> {
    const { tenantId, userId, sessionId } = this.self()
    const list = await this.services.sessions.list(tenantId, userId)
    const directory = this.services.clients()
    return list.map((session) => ({
      ...session,
      clientTitle: clientTitle(directory.find(session.clientId)),
      current: session.id === sessionId,
    }))
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

  private self() {
    const { caller, tenantId } = this.call
    if (caller.kind !== 'user') throw refuse('LOGIN_REQUIRED')
    return { tenantId, userId: caller.userId, sessionId: caller.sessionId }
  }
}
