/** `auths.loginTypes.services.AccountSvc`: what users do with their own accounts. Nobody else's id can be given. */
import type { Static } from 'typebox'
import type { AgreementVersion } from '../agreements/agreement-store.ts'
import { createAuditList } from '../audit/audit-list.ts'
import { secondsUntil } from '../base/clock.ts'
import type { TenantId, UserId } from '../base/ids.ts'
import { maskPhone } from '../base/phone-number.ts'
import { refuse } from '../base/refusal.ts'
import { agreementKey } from '../clients/agreements-setting.ts'
import type { ClientDirectory } from '../clients/client.ts'
import { clientOfCall } from '../clients/client-of-call.ts'
import { clientTitle } from '../clients/client-title.ts'
import type { CallContext } from '../elements/caller.ts'
import { type ElementContext, ElementType } from '../elements/element-type.ts'
import { SUCCESS_RETURN } from '../login/login-type.ts'
import type { PasswordSteps } from '../login/password/password-steps.ts'
import type { PhoneSteps } from '../login/phone/phone-steps.ts'
import { type RecentLoginServices, recentLoginLeft, requireRecentLogin } from '../login/recent-login.ts'
import { cancelRecoverySteps } from '../sessions/cancel-recovery.ts'
import { accountFunctions } from './account-functions.ts'
import type { AccountServices } from './account-services.ts'
import { type DetailServices, type UserDetails, userDetails } from './user-details.ts'

export type OwnAccountServices = DetailServices &
  Pick<AccountServices, 'agreements' | 'audit' | 'events' | 'users' | 'ephemeral' | 'recoveries'> &
  RecentLoginServices & {
    readonly clients: () => ClientDirectory
    readonly deletionGraceDays: number
    readonly phoneLogin: (fullName: string, call: CallContext) => PhoneSteps
    readonly passwordLogin: (fullName: string, call: CallContext) => PasswordSteps
  }

type Result<Name extends keyof typeof accountFunctions> = Static<(typeof accountFunctions)[Name]['result']>

const dayMs = 86_400_000
const hourMs = 3_600_000

/** Of one user, in an hour. */
const most = { export: 10, profile: 60, lost: 10 } as const

export class AccountServiceType extends ElementType {
  static override readonly functions = accountFunctions

  private readonly services: OwnAccountServices

  constructor(context: ElementContext, services: OwnAccountServices) {
    super(context)
    this.services = services
  }

  async currentAccount(): Promise<Result<'currentAccount'>> {
    const { deletionGraceDays: graceDays } = this.services
    const reauthIn = await recentLoginLeft(this.services, this.call)
    const details = await this.details()
    const [recovery, reopened] = await Promise.all([this.openRecovery(details), this.wasReopened()])
    return { ...toAccount(details), reauthIn, graceDays, recovery, reopened }
  }

  async updateProfile(nick?: string, name?: string | null): Promise<typeof SUCCESS_RETURN> {
    const { database, users, audit } = this.services
    const { tenantId, userId } = this.self()
    await this.count('profile')
    const event = { action: 'user.update', result: 'success', userId }
    const changed = users.setProfile(tenantId, userId, { nick, name })
    await database.commit([...changed, audit.step(event, this.call)])
    return SUCCESS_RETURN
  }

  async listAgreements(): Promise<Result<'listAgreements'>> {
    const { tenantId, userId } = this.self()
    const directory = this.services.clients()
    const given = await this.services.agreements.list(tenantId, userId)
    return given.map((each) => {
      const client = directory.find(each.clientId)
      const isSame = (other: AgreementVersion) => agreementKey(other) === agreementKey(each)
      const { title, url } = client?.agreements.find(isSame) ?? {}
      const text = title === undefined || url === undefined ? null : { title, url }
      return { ...each, clientTitle: clientTitle(client), text }
    })
  }

  async exportAccount(): Promise<Result<'exportAccount'>> {
    const { audit, clock } = this.services
    const { userId } = this.self()
    await requireRecentLogin(this.services, this.call)
    await this.count('export')
    const [details, given] = await Promise.all([this.details(), this.listAgreements()])
    audit.note({ action: 'user.export', result: 'success', userId }, this.call)
    const sessions = [...details.sessions]
    return { ...toAccount(details), exportedAt: clock.now(), sessions, agreements: given }
  }

  async replaceLostPhone(
    password: string,
    factorCode: string,
    phone: string,
    code: string,
  ): Promise<typeof SUCCESS_RETURN> {
    const { tenantId, userId } = this.self()
    const { phones, passwords } = this.logins()
    await this.count('lost')
    await phones.replaceLostNumber(userId, phone, code, async () => {
      await passwords.requirePassword(userId, password)
      const owner = { tenantId, userId }
      return (await this.services.factors.check(owner, factorCode, await this.knownDevice())).steps
    })
    return SUCCESS_RETURN
  }

  async cancelRecovery(): Promise<typeof SUCCESS_RETURN> {
    const { tenantId, userId } = this.self()
    const { database, users, recoveries } = this.services
    const { recovery_id: id } = (await users.find(tenantId, userId)) ?? {}
    const recovery = id == null ? undefined : await recoveries.find(tenantId, id)
    if (recovery === undefined) throw refuse('RECOVERY_MISSING')
    await database.commit(cancelRecoverySteps(this.services, recovery, this.call))
    return SUCCESS_RETURN
  }

  async closeAccount(): Promise<Result<'closeAccount'>> {
    const { database, users, sessions, audit, events, clock, deletionGraceDays } = this.services
    const { tenantId, userId } = this.self()
    const proof = await requireRecentLogin(this.services, this.call)
    const now = clock.now()
    const deleteAt = now + deletionGraceDays * dayMs
    await database.commit([
      ...proof,
      users.close(tenantId, userId, deleteAt),
      users.markSecured(tenantId, userId, now),
      sessions.endOthers(tenantId, userId),
      audit.step({ action: 'user.close', result: 'success', userId }, this.call),
      ...events.steps(tenantId, { type: 'user.closed', data: { userId, deleteAt } }),
    ])
    return { deleteAt }
  }

  private logins() {
    const { phoneLogin, passwordLogin } = clientOfCall(this.services, this.call) ?? {}
    if (phoneLogin === undefined || passwordLogin === undefined) throw refuse('FACTOR_UNAVAILABLE')
    return {
      phones: this.services.phoneLogin(phoneLogin, this.call),
      passwords: this.services.passwordLogin(passwordLogin, this.call),
    }
  }

  private async openRecovery({ user }: UserDetails): Promise<Result<'currentAccount'>['recovery']> {
    const { recovery_id: id } = user
    const found = id === null ? undefined : await this.services.recoveries.find(this.self().tenantId, id)
    if (found === undefined) return null
    const { newPhone, at: askedAt, dueAt, state } = found
    return { phone: maskPhone(newPhone), askedAt, dueAt, approved: state === 'approved' }
  }

  /** Did the login of this session, within the last hour, take the closing of the account back? */
  private async wasReopened(): Promise<boolean> {
    const { sessions, clock, database } = this.services
    const { caller, tenantId } = this.call
    if (caller.kind !== 'user') return false
    const { userId } = caller
    const { authTime: from = 0 } = (await sessions.findById(tenantId, userId, caller.sessionId)) ?? {}
    if (clock.now() - from > hourMs) return false
    const filter = { userId, action: 'user.reopen' }
    const { records } = await createAuditList(database).page(tenantId, { filter, from, limit: 1 })
    return records.length > 0
  }

  /** Its failures are counted apart from those of strangers. */
  private async knownDevice(): Promise<string | undefined> {
    const { tenantId, userId } = this.self()
    const { key } = this.call.device
    if (key === undefined) return undefined
    return (await this.services.users.knownDevices(tenantId, userId)).includes(key) ? key : undefined
  }

  private details(): Promise<UserDetails> {
    const { tenantId, userId } = this.self()
    return userDetails(this.services, tenantId, userId)
  }

  private async count(what: keyof typeof most): Promise<void> {
    const { tenantId, userId } = this.self()
    const limit = {
      key: `account-${what}:{${tenantId}:${userId}}`,
      windows: [{ ms: hourMs, max: most[what] }],
    }
    const reservation = await this.services.ephemeral.reserve([limit])
    if (!reservation.granted)
      throw refuse('RATE_LIMITED', { seconds: secondsUntil(reservation.retryAfterMs, 0) })
  }

  private self(): { readonly tenantId: TenantId; readonly userId: UserId } {
    const { caller, tenantId } = this.call
    if (caller.kind !== 'user') throw refuse('LOGIN_REQUIRED')
    return { tenantId, userId: caller.userId }
  }
}

function toAccount({ user, phones, names, corps, factor, profile }: UserDetails) {
  const { id: userId, nick, name, email, phone, username, created_at: createTime } = user
  return {
    ...{ userId, nick, name, email, phone, username, createTime },
    phones: [...phones],
    names: [...names],
    corps: [...corps],
    factor: factor === undefined ? null : { ...factor },
    profile: { ...profile },
  }
}
