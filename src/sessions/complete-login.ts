/**
 * The one place where sessions and tokens are made (spec 5, "Statuses of a login"). Every login ends here,
 * whichever face and login type it came through; all that it writes is one transaction.
 */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import type { SessionId } from '../base/ids.ts'
import { randomToken } from '../base/random-id.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Database, Step } from '../storage/database.ts'
import type { UserStore } from '../users/user-store.ts'
import type { IssueIdToken } from './issue-id-token.ts'
import type { LoginFlows } from './login-flow.ts'
import type { ProvenLogin } from './proven-login.ts'
import type { SessionStore } from './session-store.ts'

export type LoginStatus = 'SUCCESS' | 'PASSWORD_WARN' | 'PASSWORD_EXPIRED'

export type CompletedLogin =
  | {
      readonly status: 'SUCCESS'
      readonly sessionId: SessionId
      readonly sessionToken: string
      /** Seconds that the session lives. */
      readonly expire: number
      readonly idToken: string
    }
  | {
      readonly status: Exclude<LoginStatus, 'SUCCESS'>
      readonly stateToken: string
      /** What the front end needs for the next step, as JSON. */
      readonly data: string
    }

/** A rule that may stop a proven login before its session is made. */
export type LoginGate = (
  login: ProvenLogin,
) => Promise<{ readonly status: Exclude<LoginStatus, 'SUCCESS'>; readonly data: string } | undefined>

export type CompleteLogin = {
  /** Makes the session and tokens, or tells which step is missing. */
  complete(login: ProvenLogin, call: CallContext): Promise<CompletedLogin>
}

export type CompleteLoginDependencies = {
  readonly database: Database
  readonly clock: Clock
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly issueIdToken: IssueIdToken
  readonly audit: AuditLog
  readonly gates: readonly LoginGate[]
  readonly flows: LoginFlows
}

export function createCompleteLogin(needs: CompleteLoginDependencies): CompleteLogin {
  return {
    async complete(login, call) {
      for (const gate of needs.gates) {
        const stop = await gate(login)
        if (stop !== undefined)
          return { ...stop, stateToken: await needs.flows.begin(login, stop.status, call) }
      }
      return makeSession(needs, login, call)
    },
  }
}

async function makeSession(
  needs: CompleteLoginDependencies,
  login: ProvenLogin,
  call: CallContext,
): Promise<CompletedLogin> {
  const { user, client } = login
  const sessionId = randomToken(20) as SessionId
  const sessionToken = randomToken()
  const signing = needs.issueIdToken({ client, sessionId, user, authTime: login.authTime })
  const [idToken] = await Promise.all([
    signing,
    needs.database.commit(stepsOf(needs, login, call, sessionId, sessionToken)),
  ])
  return { status: 'SUCCESS', sessionId, sessionToken, expire: client.sessionTtlSeconds, idToken }
}

function stepsOf(
  { clock, users, sessions, audit }: CompleteLoginDependencies,
  login: ProvenLogin,
  call: CallContext,
  id: SessionId,
  token: string,
): Step[] {
  const { tenantId, user, client, originId, method, authTime } = login
  const now = clock.now()
  const device = call.device.key
  const session = sessions.insert(
    {
      id,
      token,
      tenantId,
      userId: user.id,
      clientId: client.clientId,
      originId,
      method,
      corpId: login.corpId,
      platform: login.platform,
      device,
      agent: call.device.agent,
      address: call.address,
      authTime,
      now,
      idleMs: client.sessionIdleTtlSeconds * 1000,
      expiresAt: now + client.sessionTtlSeconds * 1000,
    },
    login.spent,
  )
  const remember =
    device === undefined || login.knownDevice ? [] : [users.rememberDevice(tenantId, user.id, device, now)]
  const event = { action: `login.${method}`, result: 'success', userId: user.id, subject: login.loginType }
  return [
    ...login.steps,
    users.markLogin({ tenantId, userId: user.id, now, provenSince: login.provenSince }, login.spent),
    session,
    ...remember,
    audit.step(event, call),
  ]
}
