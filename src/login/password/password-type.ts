/** `auths.loginTypes.PasswordType`: log in with a name and a password (spec 3). */
import type { Static } from 'typebox'
import type { UserId } from '../../base/ids.ts'
import { refuse } from '../../base/refusal.ts'
import type { ImageCaptcha } from '../../captcha/image-captchas.ts'
import { clientOfCall } from '../../clients/client-of-call.ts'
import { requireAgreed } from '../../clients/require-agreed.ts'
import type { ElementFunctions, FunctionDeclaration } from '../../elements/define-type.ts'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { SettingFault } from '../../elements/setting-faults.ts'
import type { RegisteredUser } from '../../users/user-result.ts'
import type { LoginCodeResult } from '../login-type.ts'
import { askCaptcha } from './ask-captcha.ts'
import { changePassword, changeUsername, removePassword, resetPassword } from './change-password.ts'
import { bindNewcomer, type Newcomer, registerNewcomer } from './newcomer.ts'
import { md5Candidate } from './password-candidate.ts'
import { passwordFunctions } from './password-functions.ts'
import { loginCodeFor } from './password-login-code.ts'
import { checkPasswordSettings, type PasswordSettings, passwordSettings } from './password-settings.ts'
import { PasswordSteps } from './password-steps.ts'
import { provePassword } from './prove-password.ts'
import { type RefreshCount, type RefreshOptions, refreshStoredPasswords } from './refresh-stored-passwords.ts'
import { registrationBrakes } from './try-counters.ts'
import { parseUsername, usernameKey } from './username.ts'

export type PasswordLogin = ElementFunctions<typeof passwordFunctions> & {
  readonly allowRegister: boolean
  readonly authType: string
  readonly authModelElemName: string
  readonly isActive: boolean
}

type LoginConfig = Static<(typeof passwordFunctions)['getLoginConfig']['result']>

type Success = { success: true }

/** The functions by name only, so that an own Type may give each of them other parameters. */
type PasswordFunctions = Readonly<Record<keyof typeof passwordFunctions, FunctionDeclaration>>

export class PasswordType<
  Settings extends PasswordSettings = PasswordSettings,
> extends PasswordSteps<Settings> {
  static override readonly settings = passwordSettings
  static override readonly functions: PasswordFunctions = passwordFunctions

  readonly authType: string = 'auths.loginTypes.PasswordType'
  readonly authModelElemName: string = 'auths.loginTypes.PasswordType.PasswordAuthModel'

  static override checkSettings(element: ElementDefinition<PasswordSettings>): SettingFault[] {
    return checkPasswordSettings(element)
  }

  async generateCaptcha(): Promise<ImageCaptcha> {
    this.requireActive()
    return this.services.captchas.generate(this.captchaScope(), this.call.address)
  }

  async checkCaptcha(token: string, code: string): Promise<boolean> {
    this.requireActive()
    return this.services.captchas.check(this.captchaScope(), token, code)
  }

  async getLoginCode(
    username: string,
    password: string,
    captcha?: string,
    token?: string,
  ): Promise<LoginCodeResult> {
    this.requireActive()
    const place = this.place()
    const proof = {
      place,
      nameKey: usernameKey(username),
      candidate: this.candidate(password),
      captcha: this.captchaDemand(captcha, token),
    }
    const proven = await provePassword(this.services, proof)
    return loginCodeFor(this.services, proven.user, place, proven)
  }

  async register(
    username: string,
    password: string,
    captcha: string,
    token: string,
    nick: string,
  ): Promise<RegisteredUser> {
    this.requireActive()
    if (!this.allowRegister) throw refuse('REGISTER_NOT_ALLOWED')
    requireAgreed(clientOfCall(this.services, this.call), this.call)
    const name = parseUsername(username)
    const candidate = await this.newPassword(password)
    const newcomer = await this.admit({ username: name, nick })
    const brakes = registrationBrakes(this.call.tenantId, this.call.address)
    await askCaptcha(this.services.ephemeral, this.captchaDemand(captcha, token), brakes)
    return registerNewcomer(this.services, this.place(), newcomer, candidate)
  }

  async bind(userId: string, username: string, password: string): Promise<Success> {
    this.requireActive()
    const owner = this.ownerOf(userId)
    const name = parseUsername(username)
    const candidate = await this.newPassword(password)
    const proof = await this.provenChange('name')
    if ((await this.services.passwordBindings.findByUser(owner, undefined)) !== undefined)
      throw refuse('ALREADY_BOUND')
    await bindNewcomer(this.services, this.place(), owner, { username: name, candidate, proof })
    return { success: true }
  }

  async unbind(userId: string): Promise<Success> {
    this.requireActive()
    const proof = await this.provenChange()
    await removePassword(this.services, this.ownerOf(userId), this.place(), proof)
    return { success: true }
  }

  async updatePassword(userId: string, oldPassword: string, newPassword: string): Promise<Success> {
    this.requireActive()
    const old = this.candidate(oldPassword, 'oldPassword')
    const next = await this.newPassword(newPassword, 'newPassword')
    const proof = await this.provenChange()
    const account = await this.boundAccount(userId)
    await this.count('change')
    await changePassword(this.services, this.place(), account, { old, next }, proof)
    return { success: true }
  }

  async resetPassword(userId: string, ticket: string, newPassword: string): Promise<Success> {
    this.requireActive()
    const next = await this.newPassword(newPassword, 'newPassword')
    const { tickets } = this.services
    const { caller, tenantId } = this.call
    const sessionId = caller.kind === 'user' ? caller.sessionId : undefined
    const presented = await tickets.look(ticket, { tenantId, userId: userId as UserId, sessionId })
    await this.provenChange()
    await this.demandSecondFactor(userId as UserId)
    const account = await this.boundAccount(userId)
    if (presented.issuedAt < account.secured_at) throw refuse('TICKET_INVALID')
    await this.count('reset')
    await resetPassword(this.services, this.place(), account, presented, next)
    return { success: true }
  }

  async updateUsername(userId: string, username: string): Promise<Success> {
    this.requireActive()
    const name = parseUsername(username)
    const proof = await this.provenChange('name')
    await this.boundAccount(userId)
    await changeUsername(this.services, this.ownerOf(userId), name, this.place(), proof)
    return { success: true }
  }

  async encryptPassword(md5: string): Promise<string> {
    this.requireActive()
    return (await this.services.passwordHashers.of(this.element)).hash(md5Candidate(md5))
  }

  async refreshDbPassword(): Promise<RefreshCount> {
    return this.refreshPasswords()
  }

  async getLoginConfig(): Promise<LoginConfig> {
    const { settings, fullName, title } = this.element
    const { passwordTransport, captcha, limit } = settings
    const { authType, isActive, allowRegister } = this
    const names = { fullName, title, authType, isActive, allowRegister, default: settings.default === 1 }
    return { ...names, passwordTransport, captcha, limit }
  }

  /** As `refreshDbPassword`, for who wants to see it go on or to stop it. */
  async refreshPasswords(options: RefreshOptions = {}): Promise<RefreshCount> {
    this.requireActive()
    const count = await refreshStoredPasswords(this.services, this.element, options)
    const event = { action: 'password.refresh', result: 'success', subject: this.element.fullName }
    this.services.audit.note({ ...event, detail: JSON.stringify(count) }, this.call)
    return count
  }

  /** The gate through which every new user comes. An own Type overrides it to demand more. */
  protected override async admit(newcomer: Newcomer): Promise<Newcomer> {
    return newcomer
  }

  private captchaScope() {
    return { tenantId: this.call.tenantId, place: this.element.fullName }
  }

  private captchaDemand(code = '', token = '') {
    const pass = () => this.services.captchas.consume(this.captchaScope(), token, code)
    return { rule: this.element.settings.captcha, pass }
  }
}
