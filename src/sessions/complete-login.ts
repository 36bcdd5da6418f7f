/**
 * The one place where sessions and tokens are made (spec 5, "Statuses of a login"). Every login ends here,
 * whichever face and login type it came through; all that it writes is one transaction.
 */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import type { SessionId, UserId } from '../base/ids.ts'
import { randomToken } from '../base/random-id.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Events } from '../events/events.ts'
import type { RecoveryStore } from '../recoveries/recovery-store.ts'
import type { Database, Step } from '../storage/database.ts'
import type { UserStore } from '../users/user-store.ts'
import { agreedWith, type Consent } from './consent.ts'
import type { IssueIdToken } from './issue-id-token.ts'
import type { LoginFlows } from './login-flow.ts'
import type { LoginStep, LoginStop } from './login-stop.ts'
import { objectionOf } from './objection.ts'
import type { ProvenLogin } from './proven-login.ts'
import { methodOf } from './session.ts'
import type { SessionStore } from './session-store.ts'

/** Whose login it is; `corpId` where an organisation was chosen. */
type LoginOwner = { readonly userId: UserId; readonly corpId: string | undefined }

export type OpenedSession = LoginOwner & {
  readonly status: 'SUCCESS'
  readonly sessionId: SessionId
  readonly sessionToken: string
  /** Seconds that the session lives. */
  readonly expire: number
  readonly idToken: string
}

/** `data` is what the front end needs for the next step, as JSON; for `ACCESS_DENIED` it is the reason. */
export type CompletedLogin = OpenedSession | (LoginOwner & LoginOutcome)

type LoginOutcome =
  | { readonly status: LoginStep; readonly stateToken: string; readonly data: string }
  | { readonly status: 'ACCESS_DENIED'; readonly data: string }

/** A rule that may stop a proven login before its session is made. */
export type LoginGate = (login: ProvenLogin, call: CallContext) => Promise<LoginStop | undefined>

export type CompleteLogin = {
  /** Makes the session and tokens, or tells which step is missing. Refused as `AGREEMENT_REQUIRED`. */
  complete(login: ProvenLogin, call: CallContext): Promise<CompletedLogin>
  /** Makes the session of someone who has passed the gates already, as `action` in the audit log. */
  open(login: ProvenLogin, call: CallContext, action: string): Promise<OpenedSession>
}

export type CompleteLoginDependencies = {
  readonly database: Database
  readonly clock: Clock
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly issueIdToken: IssueIdToken
  readonly audit: AuditLog
  readonly events: Events
  readonly consent: Consent
  readonly gates: readonly LoginGate[]
  readonly flows: LoginFlows
  readonly recoveries: Pick<RecoveryStore, 'find' | 'end'>
}

export function createCompleteLogin(needs: CompleteLoginDependencies): CompleteLogin {
  async function complete(proven: ProvenLogin, call: CallContext): Promise<CompletedLogin> {
    await needs.consent.require(proven, call)
    const atOwnPage = proven.atOwnPage ?? call.fromOwnPage ?? false
    return pass({ ...proven, atOwnPage, agreed: agreedWith(proven, call) }, call)
  }

  async function pass(login: ProvenLogin, call: CallContext): Promise<CompletedLogin> {
    for (const gate of needs.gates) {
      const stop = await gate(login, call)
      if (stop === undefined) continue
      if (stop.status === 'ACCESS_DENIED' || login.steps.length === 0) return endAt(needs, stop, login, call)
      // A new user who has a step to take is there from then on, and the gates look at what that user has.
      await needs.database.commit(login.steps)
      return pass({ ...login, steps: [] }, call)
    }
    const action = `login.${login.method}`
    return makeSession(needs, login, call, { action, objection: await objectionOf(needs, login, call) })
  }

  return { complete, open: (login, call, action) => makeSession(needs, login, call, { action }) }
}

async function endAt(
  { flows, audit }: CompleteLoginDependencies,
  stop: LoginStop,
  login: ProvenLogin,
  call: CallContext,
): Promise<CompletedLogin> {
  const { user, method, loginType: subject } = login
  audit.note({ action: `login.${method}`, result: stop.status, userId: user.id, subject }, call)
  const { status, data } = stop
  if (status === 'ACCESS_DENIED') return { status, data, ...ownerOf(login) }
  return { status, data, ...ownerOf(login), stateToken: await flows.begin(login, stop, call) }
}

async function makeSession(
  needs: CompleteLoginDependencies,
  login: ProvenLogin,
  call: CallContext,
  about: { readonly action: string; readonly objection?: readonly Step[] },
): Promise<OpenedSession> {
  const { user, client } = login
  const sessionId = randomToken(20) as SessionId
  const sessionToken = randomToken()
  const signing = needs.issueIdToken({ client, sessionId, user, authTime: login.authTime })
  const [idToken] = await Promise.all([
    signing,
    needs.database.commit(stepsOf(needs, login, call, { ...about, sessionId, sessionToken })),
  ])
  const expire = client.sessionTtlSeconds
  return { status: 'SUCCESS', ...ownerOf(login), sessionId, sessionToken, expire, idToken }
}

function ownerOf({ user, corpId }: ProvenLogin): LoginOwner {
  return { userId: user.id, corpId }
}

type NewSession = {
  readonly action: string
  readonly objection?: readonly Step[]
  readonly sessionId: SessionId
  readonly sessionToken: string
}

function stepsOf(
  { clock, users, sessions, audit, events, consent }: CompleteLoginDependencies,
  login: ProvenLogin,
  call: CallContext,
  { action, objection = [], sessionId: id, sessionToken: token }: NewSession,
): Step[] {
  const { tenantId, user, client, originId, method, secondFactor, authTime } = login
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
      method: methodOf({ method, secondFactor }),
      corpId: login.corpId,
      platform: login.platform,
      device,
      agent: call.device.agent,
      address: call.address,
      authTime,
      atOwnPage: login.atOwnPage === true,
      now,
      idleMs: client.sessionIdleTtlSeconds * 1000,
      expiresAt: now + client.sessionTtlSeconds * 1000,
    },
    login.spent,
  )
  const remember =
    device === undefined || login.knownDevice ? [] : [users.rememberDevice(tenantId, user.id, device, now)]
  const event = { action, result: 'success', userId: user.id, subject: login.loginType }
  const reopened = { action: 'user.reopen', result: 'success', userId: user.id }
  return [
    ...login.steps,
    users.markLogin({ tenantId, userId: user.id, now, provenSince: login.provenSince }, login.spent),
    session,
    ...objection,
    ...consent.steps(login, now),
    ...remember,
    ...(user.delete_at === null
      ? []
      : [
          users.reopen(tenantId, user.id),
          audit.step(reopened, call),
          ...events.steps(tenantId, { type: 'user.reopened', data: { userId: user.id } }),
        ]),
    audit.step(event, call),
    ...events.steps(tenantId, {
      type: 'login.succeeded',
      data: {
        userId: user.id,
        sessionId: id,
        method: methodOf({ method, secondFactor }),
        clientId: client.clientId,
      },
    }),
  ]
}
