/** What a phone login works with. */
import type { AuditLog } from '../../audit/audit-log.ts'
import type { Background } from '../../base/background.ts'
import type { Clock } from '../../base/clock.ts'
import type { ClientDirectory } from '../../clients/client.ts'
import type { SprayBrake } from '../../codes/spray-brake.ts'
import type { VerificationCodes } from '../../codes/verification-codes.ts'
import type { CorpStore } from '../../corps/corp-store.ts'
import type { EphemeralStore } from '../../ephemeral/ephemeral-store.ts'
import type { Events } from '../../events/events.ts'
import type { NoticeStore } from '../../notices/notice-store.ts'
import type { CompleteLogin } from '../../sessions/complete-login.ts'
import type { Consent } from '../../sessions/consent.ts'
import type { SessionStore } from '../../sessions/session-store.ts'
import type { SmsGateway } from '../../sms/sms-gateway.ts'
import type { MessageCounts } from '../../spend/message-counts.ts'
import type { SpendControl } from '../../spend/spend-control.ts'
import type { Database } from '../../storage/database.ts'
import type { UserStore } from '../../users/user-store.ts'
import type { LoginCodes } from '../login-code.ts'
import type { Tickets } from '../ticket.ts'
import type { PhoneBindings } from './phone-bindings.ts'

export type PhoneServices = {
  readonly database: Database
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly background: Background
  readonly audit: AuditLog
  readonly events: Events
  readonly users: UserStore
  readonly corps: CorpStore
  readonly sessions: SessionStore
  readonly codes: VerificationCodes
  readonly sprayBrake: SprayBrake
  readonly bindings: PhoneBindings
  readonly notices: NoticeStore
  readonly loginCodes: LoginCodes
  readonly tickets: Tickets
  readonly completeLogin: CompleteLogin
  readonly consent: Consent
  readonly sms: SmsGateway
  readonly spend: SpendControl
  readonly counts: MessageCounts
  readonly clients: () => ClientDirectory
}
