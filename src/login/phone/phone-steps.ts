/** What the faces and the flows ask of a phone login, in pieces: send, prove, log in, set the number. */
import type { UserId } from '../../base/ids.ts'
import type { E164, PhoneNumber } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import { clientOfCall } from '../../clients/client-of-call.ts'
import { requireAgreed } from '../../clients/require-agreed.ts'
import type { ElementContext } from '../../elements/element-type.ts'
import type { Notice } from '../../notices/notice-store.ts'
import type { CompletedLogin } from '../../sessions/complete-login.ts'
import type { Step } from '../../storage/database.ts'
import { LoginType } from '../login-type.ts'
import { requireRecentLogin } from '../recent-login.ts'
import { acceptNumber, findTestNumber } from './accepted-number.ts'
import { changePhone, replaceNumber } from './change-phone.ts'
import { type CodePurpose, recoveryPurpose, scopesOfCheck } from './code-purposes.ts'
import type { CodeRequest } from './code-request.ts'
import { loginByMessage, type MessageLogin, type MessageRegistration } from './login-by-message.ts'
import { bindNewcomer, type Newcomer } from './newcomer.ts'
import type { BindingOwner, BoundUser } from './phone-bindings.ts'
import { isBound, requireSound } from './phone-holder.ts'
import type { PhoneServices } from './phone-services.ts'
import type { PhoneSettings } from './phone-settings.ts'
import { type ProvenNumber, proveNumber, requireTryOfName, spendFor } from './prove-number.ts'
import { sendCode } from './send-code.ts'
import { needsWork, requireSendRoom } from './send-room.ts'
import { tellNotice } from './tell-notice.ts'

/** A number that was proven to be its owner's. */
export type ProvenOwner = ProvenNumber & { readonly owner: BoundUser }

export abstract class PhoneSteps<Settings extends PhoneSettings = PhoneSettings> extends LoginType<Settings> {
  protected readonly services: PhoneServices

  constructor(context: ElementContext<Settings>, services: PhoneServices) {
    super(context)
    this.services = services
  }

  /**
   * Sends a code of one purpose; what the faces call whose purposes are their own. `userId`: the code is for
   * calls of that user only.
   */
  async sendCode(phone: string, purpose: CodePurpose): Promise<void> {
    await this.send(this.accept(phone), purpose, 'awaited')
  }

  /**
   * Sends a code only to the number on file: the one of `holder`, or of whoever has it. For any other number the
   * answer and all that follows are the same, and nothing is sent (spec 5, `sms/send`).
   */
  async sendToNumberOnFile(phone: string, purpose: CodePurpose, holder?: UserId): Promise<void> {
    const number = this.accept(phone)
    const { bindings } = this.services
    const owner = await bindings.findByPhone(this.call.tenantId, number.e164, this.call.device.key)
    const isOnFile = this.isSound(owner) && (holder === undefined || owner.id === holder)
    await this.send(number, purpose, isOnFile ? 'queued' : 'decoy')
  }

  /** For faces that check more before they send: see `requireSendRoom`. */
  async requireSendRoom(): Promise<void> {
    this.requireActive()
    await requireSendRoom(this.services, this.call, this.element.settings)
  }

  /** Is a message to this number closed to strangers unless they prove work? Then no other captcha will do. */
  async needsWork(phone: string): Promise<boolean> {
    return needsWork(this.services, this.accept(phone), this.element.settings, this.call)
  }

  /** The number that the user has in this login type. */
  async numberOf(userId: UserId): Promise<string | undefined> {
    return (await this.services.bindings.findHolder(this.ownerOf(userId)))?.phone ?? undefined
  }

  /** The number as it is kept. Refusals: `PHONE_INVALID`, `PHONE_COUNTRY_NOT_ALLOWED`. */
  readNumber(phone: string): string {
    return this.accept(phone).e164
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
   * Makes a user of a number that nobody has, and logs in: what the SDK API's registration is. Refusals:
   * `REGISTER_NOT_ALLOWED`; behind a right code `PHONE_BOUND` and those of the added login, and the code stays
   * good; for as many names as it has tries, since one that is taken tells of somebody.
   */
  async registerByMessage({ added, person, nick, ...login }: MessageRegistration): Promise<CompletedLogin> {
    this.requireRegistration()
    const proof = await this.prove(login.phone, login.code, { purpose: login.purpose, userId: undefined })
    if (proof.owner !== undefined) throw refuse('PHONE_BOUND')
    const newcomer = await this.admit(proof, nick)
    if (added !== undefined) await requireTryOfName(this.services, proof, this.element.settings)
    const about = { ...person, added: await added?.() }
    const place = this.place()
    return loginByMessage(this.services, { proof, newcomer, about, client: login.client, place })
  }

  /** Checks a code of a number whose owner is asked for; it is not spent yet. Refused as `CODE_EXPIRED` besides. */
  async proveOwner(phone: string, code: string, purpose: CodePurpose): Promise<ProvenOwner> {
    const proof = await this.prove(phone, code, purpose)
    const { owner } = proof
    const isOwner = this.isSound(owner) && (purpose.userId === undefined || owner.id === purpose.userId)
    if (!isOwner) throw refuse('CODE_EXPIRED')
    return { ...proof, owner }
  }

  /** Spends the code for `act`, which gives it back by failing. */
  spendFor<T>({ code }: ProvenNumber, act: () => Promise<T>): Promise<T> {
    return spendFor(this.services, { code, call: this.call }, act)
  }

  /** Gives a signed-in user the number that a code of one of these purposes proves, in place of an older one. */
  async setNumber(userId: UserId, phone: string, code: string, purposes: readonly string[]): Promise<void> {
    this.requireActive()
    await this.requireRecentLogin()
    const scopes = purposes.map((purpose) => ({ purpose, userId }))
    const proof = await this.prove(phone, code, scopes)
    const owner = this.ownerOf(userId)
    const holder = await this.services.bindings.findHolder(owner)
    requireSound(holder)
    if (proof.owner !== undefined) throw refuse(proof.owner.id === userId ? 'ALREADY_BOUND' : 'PHONE_BOUND')
    const from = holder.phone
    const { settings } = this.element
    if (from !== null) await changePhone(this.services, { owner, from, proof, settings }, this.call)
    else await this.spendFor(proof, () => bindNewcomer(this.services, owner, proof, this.call))
  }

  /**
   * As `setNumber`, of somebody who lost the old number: `proveOtherwise` is asked behind a right code of the new one,
   * and what it answers with goes into the transaction. Refused as `NOT_BOUND` where there is no old one.
   */
  async replaceLostNumber(
    userId: UserId,
    phone: string,
    code: string,
    proveOtherwise: () => Promise<readonly Step[]>,
  ): Promise<void> {
    this.requireActive()
    await this.requireRecentLogin()
    const proof = await this.prove(phone, code, { purpose: 'account', userId })
    const owner = this.ownerOf(userId)
    const holder = await this.services.bindings.findHolder(owner)
    if (!isBound(holder)) throw refuse('NOT_BOUND')
    if (proof.owner !== undefined) throw refuse(proof.owner.id === userId ? 'ALREADY_BOUND' : 'PHONE_BOUND')
    const also = await proveOtherwise()
    const { settings } = this.element
    await changePhone(this.services, { owner, from: holder.phone, proof, also, settings }, this.call)
  }

  /** Proves a number that nobody has, as the one to come in place of a lost one; not spent yet. Refused as `PHONE_BOUND` besides. */
  async proveFreeNumber(phone: string, code: string): Promise<ProvenNumber> {
    const proof = await this.prove(phone, code, { purpose: recoveryPurpose, userId: undefined })
    if (proof.owner !== undefined) throw refuse('PHONE_BOUND')
    return proof
  }

  /** On an administrator's word: see `replaceNumber`. */
  async replaceNumber(userId: UserId, from: E164, to: E164, also: readonly Step[]): Promise<void> {
    const { settings } = this.element
    await replaceNumber(this.services, { owner: this.ownerOf(userId), from, to, also, settings }, this.call)
  }

  /** See `tellNotice`. */
  tell(notice: Notice, ifSent?: (now: number) => readonly Step[]) {
    return tellNotice(this.services, notice, this.element.settings, this.call, ifSent)
  }

  /**
   * The gate through which every new user comes, on every path. An own Type overrides it to demand more.
   * `nick` is absent where nobody was asked for one.
   */
  protected async admit(proof: ProvenNumber, nick: string | undefined): Promise<Newcomer> {
    return { number: proof.number, nick }
  }

  protected async prove(
    phone: string,
    code: string,
    purpose: 'login' | 'account' | CodePurpose | readonly CodePurpose[],
    userId?: UserId,
  ): Promise<ProvenNumber> {
    this.requireActive()
    const number = this.accept(phone)
    const scopes =
      typeof purpose === 'string' ? scopesOfCheck(this.call.caller, purpose, userId) : [purpose].flat()
    const { fullName, settings } = this.element
    const isTest = findTestNumber(number.e164, settings, this.services.clock.now()) !== undefined
    return proveNumber(this.services, { number, code, loginType: fullName, scopes, call: this.call, isTest })
  }

  protected accept(phone: string): PhoneNumber {
    return acceptNumber(phone, this.element.settings, this.services.clock.now())
  }

  protected requireUser({ owner }: ProvenNumber) {
    if (owner === undefined || owner.login_type !== this.element.fullName) throw refuse('USER_AUTH_MISS')
    if (owner.status === 'active') return owner
    const refused = { action: 'login.sms', result: 'USER_DISABLED', userId: owner.id }
    this.services.audit.note({ ...refused, subject: this.element.fullName }, this.call)
    throw refuse('USER_DISABLED')
  }

  /** The code is older than this moment: that nothing changed in between is what its own guard in the commit asks. */
  protected async requireRecentLogin(): Promise<void> {
    await requireRecentLogin(this.services, this.call)
  }

  /** What the client of the call asks to agree to; before anybody is known, so the call alone says it. */
  requireAgreed(): void {
    requireAgreed(clientOfCall(this.services, this.call), this.call)
  }

  protected requireRegistration(): void {
    this.requireActive()
    this.requireAgreed()
    if (!this.allowRegister) throw refuse('REGISTER_NOT_ALLOWED')
  }

  protected ownerOf(userId: string): BindingOwner {
    return { tenantId: this.call.tenantId, userId: userId as UserId, loginType: this.element.fullName }
  }

  protected place() {
    return { call: this.call, loginType: this.element.fullName }
  }

  private async send(
    number: PhoneNumber,
    purpose: CodePurpose,
    delivery: CodeRequest['delivery'],
  ): Promise<void> {
    this.requireActive()
    // A code for one user alone is not the first one: a session or a first factor came before it.
    if (purpose.userId === undefined) this.requireAgreed()
    const { settings, fullName } = this.element
    const scope = { tenantId: this.call.tenantId, loginType: fullName, phone: number.e164, ...purpose }
    await sendCode(this.services, { number, scope, settings, call: this.call, delivery })
  }

  private isSound(owner: BoundUser | undefined): owner is BoundUser {
    return owner?.login_type === this.element.fullName && owner.status === 'active'
  }
}
