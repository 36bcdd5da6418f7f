/** `auths.loginTypes.PhoneType`: log in with a phone number and an SMS code (spec 2). */
import type { Static } from 'typebox'
import { refuse } from '../../base/refusal.ts'
import type { ElementFunctions, FunctionDeclaration } from '../../elements/define-type.ts'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../../elements/setting-faults.ts'
import type { RegisteredUser } from '../../users/user-result.ts'
import { type LoginCodeResult, LoginType, SUCCESS_RETURN } from '../login-type.ts'
import { changePhone, removePhone } from './change-phone.ts'
import { purposeOfSend } from './code-purposes.ts'
import { bindNewcomer, registerNewcomer } from './newcomer.ts'
import type { BindingOwner } from './phone-bindings.ts'
import { phoneFunctions } from './phone-functions.ts'
import { type BoundHolder, isBound, requireSound } from './phone-holder.ts'
import { loginCodeFor } from './phone-login-code.ts'
import { checkPhoneSettings, type PhoneSettings, phoneSettings } from './phone-settings.ts'
import { PhoneSteps } from './phone-steps.ts'
import type { ProvenNumber } from './prove-number.ts'

export type PhoneLogin = ElementFunctions<typeof phoneFunctions> & {
  readonly allowRegister: boolean
  readonly authConfig: Record<string, unknown>
  readonly authType: string
  readonly authModelElemName: string
  readonly isActive: boolean
}

type LoginConfig = Static<(typeof phoneFunctions)['getLoginConfig']['result']>

/** The functions by name only, so that an own Type may give each of them other parameters. */
type PhoneFunctions = Readonly<Record<keyof typeof phoneFunctions, FunctionDeclaration>>

export class PhoneType<Settings extends PhoneSettings = PhoneSettings> extends PhoneSteps<Settings> {
  static override readonly settings = phoneSettings
  static override readonly functions: PhoneFunctions = phoneFunctions
  static override readonly properties = [...LoginType.properties, 'authConfig']

  readonly authType: string = 'auths.loginTypes.PhoneType'
  readonly authModelElemName: string = 'auths.loginTypes.PhoneType.PhoneAuthModel'

  static override checkSettings(
    element: ElementDefinition<PhoneSettings>,
    elements: ElementLookup,
  ): SettingFault[] {
    return checkPhoneSettings(element, elements)
  }

  /** What the SMS service was configured with; secrets only for in-process code with every right. */
  get authConfig(): Record<string, unknown> {
    return this.services.sms.settings(this.element.settings.smsFullName, this.call.caller.kind === 'system')
  }

  async sendMessage(
    phone: string,
    purpose?: 'login' | 'account',
  ): Promise<{ code: 200; message: 'success' }> {
    await this.sendCode(phone, purposeOfSend(this.call.caller, purpose))
    return { code: 200, message: 'success' }
  }

  async getLoginCode(phone: string, code: string): Promise<LoginCodeResult> {
    const proof = await this.prove(phone, code, 'login')
    const user = this.requireUser(proof)
    return this.spendFor(proof, () => loginCodeFor(this.services, user, this.place(), proof))
  }

  async register(phone: string, code: string, nick: string): Promise<RegisteredUser> {
    this.requireRegistration()
    const proof = await this.prove(phone, code, 'login')
    if (proof.owner !== undefined) throw refuse('PHONE_BOUND')
    const newcomer = await this.admit(proof, nick)
    return this.spendFor(proof, () => registerNewcomer(this.services, newcomer, this.place(), proof))
  }

  async bind(userId: string, phone: string, code: string): Promise<typeof SUCCESS_RETURN> {
    this.requireActive()
    const owner = this.ownerOf(userId)
    this.accept(phone)
    await this.requireRecentLogin()
    const proof = await this.prove(phone, code, 'account', owner.userId)
    const holder = await this.services.bindings.findHolder(owner)
    requireSound(holder)
    if (proof.owner !== undefined && proof.owner.id !== userId) throw refuse('PHONE_BOUND')
    if (holder.phone !== null) throw refuse('ALREADY_BOUND')
    await this.spendFor(proof, () => bindNewcomer(this.services, owner, proof, this.call))
    return SUCCESS_RETURN
  }

  async unbind(userId: string, code: string): Promise<typeof SUCCESS_RETURN> {
    this.requireActive()
    await this.requireRecentLogin()
    const owner = this.ownerOf(userId)
    const proof = await this.proveBound(await this.boundTo(owner), owner, code)
    await this.spendFor(proof, () => removePhone(this.services, owner, proof, this.call))
    return SUCCESS_RETURN
  }

  async checkMyMessage(code: string): Promise<{ ticket: string }> {
    const { caller, tenantId } = this.call
    if (caller.kind !== 'user') throw refuse('LOGIN_REQUIRED')
    const { userId, sessionId } = caller
    const owner = this.ownerOf(userId)
    const proof = await this.proveBound(await this.boundTo(owner), owner, code)
    const issue = () => this.services.tickets.issue({ tenantId, userId, sessionId })
    return { ticket: await this.spendFor(proof, issue) }
  }

  async updatePhone(
    userId: string,
    ticket: string,
    newPhone: string,
    newCode: string,
  ): Promise<typeof SUCCESS_RETURN> {
    this.requireActive()
    const owner = this.ownerOf(userId)
    this.accept(newPhone)
    await this.requireRecentLogin()
    const { caller, tenantId } = this.call
    const sessionId = caller.kind === 'user' ? caller.sessionId : undefined
    const presented = await this.services.tickets.look(ticket, { tenantId, userId: owner.userId, sessionId })
    const holder = await this.boundTo(owner)
    if (presented.issuedAt < holder.secured_at) throw refuse('TICKET_INVALID')
    const proof = await this.prove(newPhone, newCode, 'account', owner.userId)
    requireSound(holder)
    if (proof.owner !== undefined) throw refuse('PHONE_BOUND')
    const { settings } = this.element
    const change = { owner, from: holder.phone, proof, ticket: presented, settings }
    await changePhone(this.services, change, this.call)
    return SUCCESS_RETURN
  }

  async getLoginConfig(): Promise<LoginConfig> {
    const { settings, fullName, title } = this.element
    const { allowedCountries, defaultCountry, resendInterval, codeTtl, codeLength } = settings
    const { authType, isActive, allowRegister } = this
    const limits = { allowedCountries, defaultCountry, resendInterval, codeTtl, codeLength }
    return { fullName, title, authType, isActive, allowRegister, ...limits }
  }

  private async boundTo(owner: BindingOwner): Promise<BoundHolder> {
    this.requireActive()
    const holder = await this.services.bindings.findHolder(owner)
    if (!isBound(holder)) throw refuse('NOT_BOUND')
    return holder
  }

  private async proveBound(
    holder: BoundHolder,
    { userId }: BindingOwner,
    code: string,
  ): Promise<ProvenNumber> {
    const proof = await this.prove(holder.phone, code, 'account', userId)
    requireSound(holder)
    if (proof.owner?.id !== userId) throw refuse('NOT_BOUND')
    return proof
  }
}
