/** What the faces and the flows ask of a password login, in pieces: log in, check, change, set. */
import type { UserId } from '../../base/ids.ts'
import { refuse } from '../../base/refusal.ts'
import type { ElementContext } from '../../elements/element-type.ts'
import type { CompletedLogin } from '../../sessions/complete-login.ts'
import { proofsOf } from '../../sessions/session.ts'
import type { Step } from '../../storage/database.ts'
import type { PrepareLogin } from '../added-login.ts'
import { LoginType } from '../login-type.ts'
import { requireRecentLogin } from '../recent-login.ts'
import { countChange } from './change-limits.ts'
import { changePassword, requirePassword, type SetProof, setPassword } from './change-password.ts'
import { loginByPassword, type PasswordSessionLogin } from './login-by-password.ts'
import type { Newcomer } from './newcomer.ts'
import type { Account, BindingOwner } from './password-bindings.ts'
import { md5Candidate, type PasswordCandidate } from './password-candidate.ts'
import type { PasswordPlace } from './password-place.ts'
import { demandPasswordLimits } from './password-policy.ts'
import type { PasswordServices } from './password-services.ts'
import type { PasswordSettings } from './password-settings.ts'
import { prepareBinding } from './prepare-binding.ts'
import { parseUsername } from './username.ts'

/** A user who changes a password, signed in or in the middle of a login. Passwords are texts here. */
export type PasswordReplacement = {
  readonly userId: UserId
  readonly oldPassword: string
  readonly newPassword: string
  /** What must still hold when the password changes. */
  readonly proof?: readonly Step[]
}

/** Second factors that only who has TOTP can show. */
const ownFactors: ReadonlySet<string> = new Set(['totp', 'recovery'])

export abstract class PasswordSteps<
  Settings extends PasswordSettings = PasswordSettings,
> extends LoginType<Settings> {
  protected readonly services: PasswordServices

  constructor(context: ElementContext<Settings>, services: PasswordServices) {
    super(context)
    this.services = services
  }

  /** Name and password to session in one step: what the SDK API's login is. */
  async loginByPassword(login: PasswordSessionLogin): Promise<CompletedLogin> {
    this.requireActive()
    return loginByPassword(this.services, this.place(), login)
  }

  /** Is it the password of this user? Refused as `PASSWORD_ERROR`, under the same lock as a login, or `NOT_BOUND`. */
  async requirePassword(userId: UserId, password: string): Promise<void> {
    this.requireActive()
    const account = await this.boundAccount(userId)
    await requirePassword(this.services, this.place(), account, { text: password })
  }

  /** Changes the password of who knows the old one. Refusals: `PASSWORD_ERROR`, `PASSWORD_WEAK`, `ACCOUNT_LOCKED`. */
  async replacePassword({
    userId,
    oldPassword,
    newPassword,
    proof = [],
  }: PasswordReplacement): Promise<void> {
    this.requireActive()
    const next = { text: newPassword }
    await this.demandLimits(next)
    const account = await this.boundAccount(userId)
    await this.count('change')
    await changePassword(this.services, this.place(), account, { old: { text: oldPassword }, next }, proof)
  }

  /** As `replacePassword` for a signed-in user, whose login has to be recent. */
  async replaceOwnPassword(replacement: PasswordReplacement): Promise<void> {
    await this.provenChange()
    await this.replacePassword(replacement)
  }

  /** Sets the password of a user who proved to be that otherwise: the proof goes into the transaction. */
  async setPassword(userId: UserId, password: string, proof: SetProof): Promise<void> {
    this.requireActive()
    const next = { text: password }
    await this.demandLimits(next)
    const account = await this.boundAccount(userId)
    await this.count('reset')
    await setPassword(this.services, this.place(), account, next, proof)
  }

  /**
   * Name and password of a user whom another login type makes; nobody is looked for before that one calls, and then
   * `admit` has its say. Refusals: `REGISTER_NOT_ALLOWED`, `USERNAME_INVALID`, `PASSWORD_WEAK`.
   */
  async prepareBinding(username: string, password: string): Promise<PrepareLogin> {
    this.requireActive()
    if (!this.allowRegister) throw refuse('REGISTER_NOT_ALLOWED')
    const name = parseUsername(username)
    await this.demandLimits({ text: password })
    const admit = () => this.admit({ username: name, nick: name.name })
    return prepareBinding(this.services, this.place(), admit, password)
  }

  /** Refused as `PASSWORD_WEAK`. */
  demandPassword(password: string): Promise<void> {
    return this.demandLimits({ text: password })
  }

  /** The gate through which every new user comes. */
  protected abstract admit(newcomer: Newcomer): Promise<Newcomer>

  protected candidate(password: string, argument = 'password'): PasswordCandidate {
    const { passwordTransport } = this.element.settings
    return passwordTransport === 'md5' ? md5Candidate(password, argument) : { text: password }
  }

  protected async newPassword(password: string, argument = 'password'): Promise<PasswordCandidate> {
    const candidate = this.candidate(password, argument)
    await this.demandLimits(candidate)
    return candidate
  }

  /** What must still hold when a way to log in is changed. Refusals: `LOGIN_REQUIRED`, `REAUTH_REQUIRED`, `RATE_LIMITED`. */
  protected async provenChange(counted?: 'name'): Promise<readonly Step[]> {
    const proof = await requireRecentLogin(this.services, this.call)
    if (counted !== undefined) await this.count(counted)
    return proof
  }

  /** A message alone sets no password of a user with TOTP (A27). Refused as `SECOND_FACTOR_REQUIRED`. */
  protected async demandSecondFactor(userId: UserId): Promise<void> {
    const { caller, tenantId } = this.call
    const { factors, sessions } = this.services
    if (caller.kind === 'system' || !(await factors.has({ tenantId, userId }))) return
    const session =
      caller.kind === 'user' ? await sessions.findById(tenantId, userId, caller.sessionId) : undefined
    const { secondFactor = '' } = proofsOf(session?.method ?? '')
    if (!ownFactors.has(secondFactor)) throw refuse('SECOND_FACTOR_REQUIRED')
  }

  protected count(what: 'name' | 'change' | 'reset'): Promise<void> {
    return countChange(this.services.ephemeral, this.call, what)
  }

  protected async boundAccount(userId: string): Promise<Account> {
    const owner = this.ownerOf(userId)
    const account = await this.services.passwordBindings.findByUser(owner, this.call.device.key)
    if (account === undefined) throw refuse('NOT_BOUND')
    return account
  }

  protected ownerOf(userId: string): BindingOwner {
    return { tenantId: this.call.tenantId, userId: userId as UserId, loginType: this.element.fullName }
  }

  protected place(): PasswordPlace {
    return { call: this.call, element: this.element }
  }

  private demandLimits(candidate: PasswordCandidate): Promise<void> {
    return demandPasswordLimits(candidate, this.element.settings.limit, this.services.commonPasswords)
  }
}
