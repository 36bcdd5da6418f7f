/** What an operator's work on users needs: the rooms that each own a part of a user. */
import type { AgreementStore } from '../agreements/agreement-store.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import type { VerificationCodes } from '../codes/verification-codes.ts'
import type { Corp, CorpStore } from '../corps/corp-store.ts'
import type { ElementDefinition } from '../elements/element-definition.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { Events } from '../events/events.ts'
import type { TotpFactors } from '../factors/totp-factors.ts'
import type { CommonPasswords } from '../login/password/common-passwords.ts'
import type { ElementHashers } from '../login/password/element-hashers.ts'
import type { PasswordBindings } from '../login/password/password-bindings.ts'
import type { PasswordSalts } from '../login/password/password-salts.ts'
import type { PasswordSettings } from '../login/password/password-settings.ts'
import type { PhoneBindings } from '../login/phone/phone-bindings.ts'
import type { PhoneSettings } from '../login/phone/phone-settings.ts'
import type { NoticeStore } from '../notices/notice-store.ts'
import type { RecoveryStore } from '../recoveries/recovery-store.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
import type { UserList } from '../users/user-list.ts'
import type { UserStore } from '../users/user-store.ts'
import type { TenantServices } from './tenant-admin.ts'

export type PhoneElement = ElementDefinition<PhoneSettings>
export type PasswordElement = ElementDefinition<PasswordSettings>

export type AccountServices = TenantServices & {
  readonly database: QueryDatabase
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly audit: AuditLog
  readonly events: Events
  readonly users: UserStore
  readonly agreements: AgreementStore
  readonly recoveries: RecoveryStore
  readonly notices: NoticeStore
  readonly userList: UserList
  readonly corps: CorpStore
  readonly sessions: SessionStore
  readonly codes: VerificationCodes
  readonly bindings: PhoneBindings
  readonly factors: TotpFactors
  readonly passwordBindings: PasswordBindings
  readonly passwordHashers: ElementHashers
  readonly passwordSalts: PasswordSalts
  readonly commonPasswords: CommonPasswords
  /** The app's elements of this moment. */
  readonly phoneLogins: () => readonly PhoneElement[]
  readonly passwordLogins: () => readonly PasswordElement[]
  readonly corpElements: () => readonly Corp[]
}
