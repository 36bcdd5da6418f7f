/** The steps of a login after its first proof (spec 5, "Statuses of a login"): each ends its flow and leads on. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import type { UserId } from '../base/ids.ts'
import { Refusal, refuse } from '../base/refusal.ts'
import type { Client } from '../clients/client.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Events } from '../events/events.ts'
import type { TotpEnrolment, TotpFactors } from '../factors/totp-factors.ts'
import type { CompletedLogin, CompleteLogin } from '../sessions/complete-login.ts'
import type { LoginFlow, LoginFlows } from '../sessions/login-flow.ts'
import type { LoginStep } from '../sessions/login-stop.ts'
import type { ProvenLogin } from '../sessions/proven-login.ts'
import type { Database, Step } from '../storage/database.ts'
import type { UserStore } from '../users/user-store.ts'
import type { PasswordSteps } from './password/password-steps.ts'
import type { PhoneSteps } from './phone/phone-steps.ts'

/** Who goes on: the holder of a state token, with the client and device that began. */
export type FlowCaller = {
  readonly stateToken: string
  readonly client: Client
  readonly call: CallContext
}

export type PasswordsOfStep = { readonly oldPassword: string; readonly newPassword: string }

/** Every step refuses `STATE_INVALID` when the state token is not of such a step, or was used. */
export interface LoginSteps {
  /** Sends a code for `MFA_AUTH`. Without a state token the flow is found by client, device and number. */
  sendCode(
    from: Omit<FlowCaller, 'stateToken'> & { readonly stateToken: string | undefined },
    phone: string,
    login: PhoneSteps,
  ): Promise<void>
  /** The user's number in the client's phone login, in whatever step the flow is. */
  numberOf(from: FlowCaller, login: PhoneSteps): Promise<string | undefined>
  /** A second factor that is not among the flow's is `FACTOR_UNAVAILABLE`; else what its own check refuses. */
  bySms(from: FlowCaller, code: string, login: PhoneSteps): Promise<CompletedLogin>
  byTotp(from: FlowCaller, code: string): Promise<CompletedLogin>
  byPassword(from: FlowCaller, password: string, login: PasswordSteps): Promise<CompletedLogin>
  /** A user without any second factor begins to enrol TOTP; `FACTOR_UNAVAILABLE` for others. */
  enrolTotp(from: FlowCaller, issuer: string): Promise<TotpEnrolment>
  confirmTotp(
    from: FlowCaller,
    code: string,
  ): Promise<{ readonly login: CompletedLogin; readonly recoveryCodes: readonly string[] }>
  replacePassword(
    from: FlowCaller,
    passwords: PasswordsOfStep,
    login: (fullName: string) => PasswordSteps,
  ): Promise<CompletedLogin>
  /** Leaves a password that gets old as it is. */
  skipWarning(from: FlowCaller): Promise<CompletedLogin>
}

type StepDependencies = {
  readonly flows: LoginFlows
  readonly completeLogin: CompleteLogin
  readonly factors: TotpFactors
  readonly users: UserStore
  readonly audit: AuditLog
  readonly events: Events
  readonly database: Database
  readonly clock: Clock
}

/** What its codes are for; they are the user's, not the number's. */
const factorPurpose = 'MFA_AUTH_SMS'

const nobody = '' as UserId
const allSteps: readonly LoginStep[] = ['MFA_AUTH', 'PASSWORD_WARN', 'PASSWORD_EXPIRED']

export function createLoginSteps(needs: StepDependencies): LoginSteps {
  const { flows, completeLogin, factors, users, audit, events, database, clock } = needs

  function resume({ stateToken, client, call }: FlowCaller, steps: readonly LoginStep[]): Promise<LoginFlow> {
    return flows.resume(stateToken, steps, client, call)
  }

  async function resumeFor(from: FlowCaller, factor: string): Promise<LoginFlow> {
    const flow = await resume(from, ['MFA_AUTH'])
    if (flow.about.factors?.includes(factor) !== true) throw refuse('FACTOR_UNAVAILABLE')
    return flow
  }

  async function resumeEnrolling(from: FlowCaller): Promise<LoginFlow> {
    const flow = await resume(from, ['MFA_AUTH'])
    if (flow.about.mayEnrol !== true) throw refuse('FACTOR_UNAVAILABLE')
    return flow
  }

  async function leadOn(
    flow: LoginFlow,
    { call }: FlowCaller,
    passed: Partial<ProvenLogin>,
  ): Promise<CompletedLogin> {
    await flows.end(flow)
    return completeLogin.complete({ ...flow.login, ...passed }, call)
  }

  function leadOnWith(flow: LoginFlow, from: FlowCaller, secondFactor: string): Promise<CompletedLogin> {
    return leadOn(flow, from, { secondFactor, authTime: clock.now() })
  }

  /** Goes into what a step writes: nothing was changed meanwhile that makes the flow void. */
  function stillProven({ login: { tenantId, user, provenSince } }: LoginFlow): Step {
    return users.requireCurrent({ tenantId, userId: user.id, provenSince }, () => refuse('STATE_INVALID'))
  }

  async function noted<T>(
    { call }: FlowCaller,
    { login }: LoginFlow,
    action: string,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Refusal) audit.note({ action, result: error.code, userId: login.user.id }, call)
      throw error
    }
  }

  return {
    async sendCode({ stateToken, client, call }, phone, login) {
      const number = login.readNumber(phone)
      const flow =
        stateToken === undefined
          ? await flows.findWaiting(number, client, call)
          : await flows.resume(stateToken, ['MFA_AUTH'], client, call)
      const userId = flow?.about.factors?.includes('sms') === true ? flow.login.user.id : nobody
      await login.sendToNumberOnFile(number, { purpose: factorPurpose, userId }, userId)
    },

    async numberOf(from, login) {
      const { user } = (await resume(from, allSteps)).login
      return login.numberOf(user.id)
    },

    async bySms(from, code, login) {
      const flow = await resumeFor(from, 'sms')
      const { id: userId } = flow.login.user
      const phone = await login.numberOf(userId)
      if (phone === undefined) throw refuse('FACTOR_UNAVAILABLE')
      const proof = await login.proveOwner(phone, code, { purpose: factorPurpose, userId })
      return login.spendFor(proof, () => leadOnWith(flow, from, 'sms'))
    },

    async byTotp(from, code) {
      const flow = await resumeFor(from, 'totp')
      const { method, steps } = await noted(from, flow, 'factor.check', () =>
        factors.check(ownerOf(flow), code, knownDeviceOf(flow, from)),
      )
      await database.commit([stillProven(flow), ...steps])
      return leadOnWith(flow, from, method)
    },

    async byPassword(from, password, login) {
      const flow = await resumeFor(from, 'password')
      await login.requirePassword(flow.login.user.id, password)
      return leadOnWith(flow, from, 'password')
    },

    async enrolTotp(from, issuer) {
      const flow = await resumeEnrolling(from)
      return factors.enrol(ownerOf(flow), { issuer, account: accountOf(flow.login.user) })
    },

    async confirmTotp(from, code) {
      const flow = await resumeEnrolling(from)
      const owner = ownerOf(flow)
      const { steps, recoveryCodes } = await noted(from, flow, 'factor.confirm', () =>
        factors.confirm(owner, code, knownDeviceOf(flow, from)),
      )
      const now = clock.now()
      const event = { action: 'factor.confirm', result: 'success', userId: owner.userId }
      const secured = users.markSecured(owner.tenantId, owner.userId, now)
      const added = events.steps(owner.tenantId, { type: 'factor.added', data: { userId: owner.userId } })
      await database.commit([stillProven(flow), ...steps, secured, audit.step(event, from.call), ...added])
      const passed = { secondFactor: 'totp', authTime: now, provenSince: now }
      return { login: await leadOn(flow, from, passed), recoveryCodes }
    },

    async replacePassword(from, passwords, login) {
      const flow = await resume(from, ['PASSWORD_WARN', 'PASSWORD_EXPIRED'])
      const { passwordLogin } = flow.about
      if (passwordLogin === undefined) throw refuse('STATE_INVALID')
      const proof = [stillProven(flow)]
      await login(passwordLogin).replacePassword({ userId: flow.login.user.id, ...passwords, proof })
      return leadOn(flow, from, { provenSince: clock.now() })
    },

    async skipWarning(from) {
      const flow = await resume(from, ['PASSWORD_WARN'])
      return leadOn(flow, from, { warningSkipped: true })
    },
  }
}

function ownerOf({ login: { tenantId, user } }: LoginFlow) {
  return { tenantId, userId: user.id }
}

/** The key of a device that has logged in to the account before; the state token is of this device. */
function knownDeviceOf({ login }: LoginFlow, { call }: FlowCaller): string | undefined {
  return login.knownDevice ? call.device.key : undefined
}

/** What an authenticator app shows beside the issuer. */
export function accountOf({ username, phone, nick }: ProvenLogin['user']): string {
  return username ?? phone ?? nick
}
