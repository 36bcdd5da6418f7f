/** What a password login works with. */
import type { AuditLog } from '../../audit/audit-log.ts'
import type { Clock } from '../../base/clock.ts'
import type { UserId } from '../../base/ids.ts'
import type { E164 } from '../../base/phone-number.ts'
import type { ImageCaptchas } from '../../captcha/image-captchas.ts'
import type { Client, ClientDirectory } from '../../clients/client.ts'
import type { CorpStore } from '../../corps/corp-store.ts'
import type { EphemeralStore } from '../../ephemeral/ephemeral-store.ts'
import type { Events } from '../../events/events.ts'
import type { TotpFactors } from '../../factors/totp-factors.ts'
import type { CompleteLogin } from '../../sessions/complete-login.ts'
import type { Consent } from '../../sessions/consent.ts'
import type { SessionStore } from '../../sessions/session-store.ts'
import type { Database } from '../../storage/database.ts'
import type { UserStore } from '../../users/user-store.ts'
import type { LoginCodes } from '../login-code.ts'
import type { Tickets } from '../ticket.ts'
import type { CommonPasswords } from './common-passwords.ts'
import type { ElementHashers } from './element-hashers.ts'
import type { PasswordBindings } from './password-bindings.ts'
import type { PasswordSalts } from './password-salts.ts'

/** A phone number that was typed as a login name, and whose it is. */
export type NumberOwner = { readonly e164: E164; readonly userId: UserId | undefined }

export type PasswordServices = {
  readonly database: Database
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly audit: AuditLog
  readonly events: Events
  readonly users: UserStore
  readonly corps: CorpStore
  readonly sessions: SessionStore
  readonly factors: Pick<TotpFactors, 'has'>
  readonly loginCodes: LoginCodes
  readonly tickets: Tickets
  readonly completeLogin: CompleteLogin
  readonly consent: Consent
  readonly captchas: ImageCaptchas
  readonly commonPasswords: CommonPasswords
  readonly passwordBindings: PasswordBindings
  readonly passwordHashers: ElementHashers
  readonly passwordSalts: PasswordSalts
  readonly clients: () => ClientDirectory
  /** Reads a text as a phone number of the client's users; nothing when it cannot be one. */
  readonly findNumber: (client: Client, text: string) => Promise<NumberOwner | undefined>
}
