/** `auths.loginTypes.PhoneType`: log in with a phone number and an SMS code (spec 2). */
import type { Static } from 'typebox'
import type { UserId } from '../../base/ids.ts'
import type { PhoneNumber } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import type { ElementFunctions, FunctionDeclaration } from '../../elements/define-type.ts'
import type { ElementContext, ElementDefinition } from '../../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../../elements/setting-faults.ts'
import type { CompletedLogin } from '../../sessions/complete-login.ts'
import type { RegisteredUser } from '../../users/user-result.ts'
import { type LoginCodeResult, LoginType, SUCCESS_RETURN } from '../login-type.ts'
import { acceptNumber, findTestNumber } from './accepted-number.ts'
import { changePhone, removePhone } from './change-phone.ts'
import { type CodePurpose, purposeOfSend, scopesOfCheck } from './code-purposes.ts'
import { loginByMessage, type MessageLogin } from './login-by-message.ts'
import { bindNewcomer, type Newcomer, registerNewcomer } from './newcomer.ts'
import type { BindingOwner } from './phone-bindings.ts'
import { phoneFunctions } from './phone-functions.ts'
import { type BoundHolder, isBound, requireSound } from './phone-holder.ts'
import { loginCodeFor } from './phone-login-code.ts'
import type { PhoneServices } from './phone-services.ts'
import { checkPhoneSettings, type PhoneSettings, phoneSettings } from './phone-settings.ts'
import { type ProvenNumber, proveNumber, spendFor } from './prove-number.ts'
import { sendCode } from './send-code.ts'

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

export class PhoneType<Settings extends PhoneSettings = PhoneSettings> extends LoginType<Settings> {
  static override readonly settings = phoneSettings
  static override readonly functions: PhoneFunctions = phoneFunctions
  static override readonly properties = [...LoginType.properties, 'authConfig']

  readonly authType: string = 'auths.loginTypes.PhoneType'
  readonly authModelElemName: string = 'auths.loginTypes.PhoneType.PhoneAuthModel'
  private readonly services: PhoneServices

  constructor(context: ElementContext<Settings>, services: PhoneServices) {
    super(context)
    this.services = services
  }

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
    return spendFor(this.services, proof.code, () => loginCodeFor(this.services, user, this.place(), proof))
  }

  async register(phone: string, code: string, nick: string): Promise<RegisteredUser> {
    this.requireRegistration()
    const proof = await this.prove(phone, code, 'login')
    if (proof.owner !== undefined) throw refuse('PHONE_BOUND')
    const newcomer = await this.admit(proof, nick)
    return spendFor(this.services, proof.code, () =>
      registerNewcomer(this.services, newcomer, this.place(), proof),
    )
  }

  async bind(userId: string, phone: string, code: string): Promise<typeof SUCCESS_RETURN> {
    const owner = this.ownerOf(userId)
    const proof = await this.prove(phone, code, 'account', owner.userId)
    const holder = await this.services.bindings.findHolder(owner)
    requireSound(holder)
    if (proof.owner !== undefined && proof.owner.id !== userId) throw refuse('PHONE_BOUND')
    if (holder.phone !== null) throw refuse('ALREADY_BOUND')
    await spendFor(this.services, proof.code, () => bindNewcomer(this.services, owner, proof, this.call))
    return SUCCESS_RETURN
  }

  async unbind(userId: string, code: string): Promise<typeof SUCCESS_RETURN> {
    const owner = this.ownerOf(userId)
    const proof = await this.proveBound(await this.boundTo(owner), owner, code)
    await spendFor(this.services, proof.code, () => removePhone(this.services, owner, proof, this.call))
    return SUCCESS_RETURN
  }

  async checkMyMessage(code: string): Promise<{ ticket: string }> {
    const { caller, tenantId } = this.call
    if (caller.kind !== 'user') throw refuse('LOGIN_REQUIRED')
    const { userId, sessionId } = caller
    const owner = this.ownerOf(userId)
    const proof = await this.proveBound(await this.boundTo(owner), owner, code)
    const issue = () => this.services.tickets.issue({ tenantId, userId, sessionId })
    return { ticket: await spendFor(this.services, proof.code, issue) }
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

  /**
   * Sends a code of one purpose; what the faces call whose purposes are their own. `userId`: the code is for
   * calls of that user only.
   */
  async sendCode(phone: string, purpose: CodePurpose): Promise<void> {
    this.requireActive()
    const { settings, fullName } = this.element
    const number = this.accept(phone)
    const scope = { tenantId: this.call.tenantId, loginType: fullName, phone: number.e164, ...purpose }
    await sendCode(this.services, { number, scope, settings, call: this.call })
  }

  /** Code to session in one step: what the SDK API's login by message is. */
  async loginByMessage(login: MessageLogin): Promise<CompletedLogin> {
    const proof = await this.prove(login.phone, login.code, { purpose: login.purpose, userId: undefined })
    const mayRegister = login.autoRegister && this.allowRegister
    if (proof.owner !== undefined || !mayRegister) this.requireUser(proof)
    const newcomer = proof.owner === undefined ? await this.admit(proof, undefined) : undefined
    return loginByMessage(this.services, { proof, newcomer, client: login.client, place: this.place() })
  }

  /**
   * The gate through which every new user comes, on every path. An own Type overrides it to demand more.
   * `nick` is absent where nobody was asked for one.
   */
  protected async admit(proof: ProvenNumber, nick: string | undefined): Promise<Newcomer> {
    return { number: proof.number, nick }
  }

  private async prove(
    phone: string,
    code: string,
    purpose: 'login' | 'account' | CodePurpose,
    userId?: UserId,
  ): Promise<ProvenNumber> {
    this.requireActive()
    const number = this.accept(phone)
    const scopes = typeof purpose === 'string' ? scopesOfCheck(this.call.caller, purpose, userId) : [purpose]
    const { fullName, settings } = this.element
    const isTest = findTestNumber(number.e164, settings, this.services.clock.now()) !== undefined
    return proveNumber(this.services, { number, code, loginType: fullName, scopes, call: this.call, isTest })
  }

  private accept(phone: string): PhoneNumber {
    return acceptNumber(phone, this.element.settings, this.services.clock.now())
  }

  private requireUser({ owner }: ProvenNumber) {
    if (owner === undefined || owner.login_type !== this.element.fullName) throw refuse('USER_AUTH_MISS')
    if (owner.status !== 'active') throw refuse('USER_DISABLED')
    return owner
  }

  private requireRegistration(): void {
    this.requireActive()
    if (!this.allowRegister) throw refuse('REGISTER_NOT_ALLOWED')
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

  private ownerOf(userId: string): BindingOwner {
    return { tenantId: this.call.tenantId, userId: userId as UserId, loginType: this.element.fullName }
  }

  private place() {
    return { call: this.call, loginType: this.element.fullName }
  }
}
