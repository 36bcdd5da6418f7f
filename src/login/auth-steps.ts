/**
 * What carries a login on that stopped at a step, at the element face: the functions of `LoginSteps`, which the SDK
 * API calls too (spec 5, "Statuses of a login").
 */
import { maskPhone } from '../base/phone-number.ts'
import { refuse } from '../base/refusal.ts'
import { type Client, type ClientDirectory, clientOfTenant } from '../clients/client.ts'
import type { CallContext } from '../elements/caller.ts'
import { type ElementContext, ElementType } from '../elements/element-type.ts'
import type { TotpEnrolment } from '../factors/totp-factors.ts'
import type { CompletedLogin } from '../sessions/complete-login.ts'
import type { LoginResult } from './auth-functions.ts'
import type { FlowCaller, LoginSteps } from './login-steps.ts'
import { SUCCESS_RETURN } from './login-type.ts'
import type { OwnFactors } from './own-factors.ts'
import type { PasswordSteps } from './password/password-steps.ts'
import type { PhoneSteps } from './phone/phone-steps.ts'

export type StepServices = {
  readonly clients: () => ClientDirectory
  readonly loginSteps: LoginSteps
  readonly ownFactors: OwnFactors
  /** What an authenticator app shows. */
  readonly appTitle: () => string
  readonly phoneLogin: (fullName: string, call: CallContext) => PhoneSteps
  readonly passwordLogin: (fullName: string, call: CallContext) => PasswordSteps
}

export abstract class AuthSteps<Services extends StepServices = StepServices> extends ElementType {
  protected readonly services: Services

  constructor(context: ElementContext, services: Services) {
    super(context)
    this.services = services
  }

  async sendFactorCode(stateToken: string): Promise<typeof SUCCESS_RETURN> {
    const from = this.from(stateToken)
    const login = this.phoneLoginOf(from)
    await this.services.loginSteps.sendCode(from, await this.numberOf(from, login), login)
    return SUCCESS_RETURN
  }

  async mobileByToken(stateToken: string): Promise<{ phone: string }> {
    const from = this.from(stateToken)
    return { phone: maskPhone(await this.numberOf(from, this.phoneLoginOf(from))) }
  }

  async proveBySms(stateToken: string, code: string): Promise<LoginResult> {
    const from = this.from(stateToken)
    return toLoginResult(await this.services.loginSteps.bySms(from, code, this.phoneLoginOf(from)))
  }

  async proveByTotp(stateToken: string, code: string): Promise<LoginResult> {
    return toLoginResult(await this.services.loginSteps.byTotp(this.from(stateToken), code))
  }

  async proveByPassword(stateToken: string, password: string): Promise<LoginResult> {
    const from = this.from(stateToken)
    const { passwordLogin } = from.client
    if (passwordLogin === undefined) throw refuse('FACTOR_UNAVAILABLE')
    const login = this.services.passwordLogin(passwordLogin, this.call)
    return toLoginResult(await this.services.loginSteps.byPassword(from, password, login))
  }

  async replacePassword(stateToken: string, oldPassword: string, newPassword: string): Promise<LoginResult> {
    const login = (fullName: string) => this.services.passwordLogin(fullName, this.call)
    const passwords = { oldPassword, newPassword }
    return toLoginResult(
      await this.services.loginSteps.replacePassword(this.from(stateToken), passwords, login),
    )
  }

  async skipPasswordWarning(stateToken: string): Promise<LoginResult> {
    return toLoginResult(await this.services.loginSteps.skipWarning(this.from(stateToken)))
  }

  async enrolTotp(stateToken?: string): Promise<TotpEnrolment> {
    const { loginSteps, ownFactors, appTitle } = this.services
    if (stateToken === undefined) return ownFactors.enrol(this.call, appTitle())
    return loginSteps.enrolTotp(this.from(stateToken), appTitle())
  }

  async confirmTotp(
    code: string,
    stateToken?: string,
  ): Promise<{ recoveryCodes: string[]; login?: LoginResult }> {
    const { loginSteps, ownFactors } = this.services
    if (stateToken === undefined) return { recoveryCodes: [...(await ownFactors.confirm(this.call, code))] }
    const { login, recoveryCodes } = await loginSteps.confirmTotp(this.from(stateToken), code)
    return { recoveryCodes: [...recoveryCodes], login: toLoginResult(login) }
  }

  async renewRecoveryCodes(code: string): Promise<{ recoveryCodes: string[] }> {
    return { recoveryCodes: [...(await this.services.ownFactors.renewRecovery(this.call, code))] }
  }

  async removeTotp(code: string): Promise<typeof SUCCESS_RETURN> {
    await this.services.ownFactors.remove(this.call, code)
    return SUCCESS_RETURN
  }

  /** Refused as `CLIENT_UNKNOWN`. */
  protected client(): Client {
    const { clientId, tenantId } = this.call
    const directory = this.services.clients()
    const known = clientId === undefined ? directory.fallback : directory.find(clientId)
    const client = known && clientOfTenant(known, tenantId)
    if (client === undefined) throw refuse('CLIENT_UNKNOWN')
    return client
  }

  private from(stateToken: string): FlowCaller {
    return { stateToken, client: this.client(), call: this.call }
  }

  private phoneLoginOf({ client }: FlowCaller): PhoneSteps {
    if (client.phoneLogin === undefined) throw refuse('FACTOR_UNAVAILABLE')
    return this.services.phoneLogin(client.phoneLogin, this.call)
  }

  private async numberOf(from: FlowCaller, login: PhoneSteps): Promise<string> {
    const phone = await this.services.loginSteps.numberOf(from, login)
    if (phone === undefined) throw refuse('FACTOR_UNAVAILABLE')
    return phone
  }
}

export function toLoginResult(login: CompletedLogin): LoginResult {
  const { status, userId, corpId = null } = login
  const about = { userId, corpId }
  if (login.status === 'ACCESS_DENIED') return { success: false, status, ...about, data: login.data }
  if (login.status !== 'SUCCESS')
    return { success: false, status, ...about, stateToken: login.stateToken, data: login.data }
  const { sessionToken, sessionId, expire, idToken } = login
  return { success: true, status, ...about, sessionToken, sessionId, expire, idToken }
}
