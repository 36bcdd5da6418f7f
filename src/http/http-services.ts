/** What the HTTP faces work with: the rooms below, as the composition root put them together. */

import type { BlockList } from 'node:net'
import type { AccountServices } from '../accounts/account-services.ts'
import type { RecoveryDesk } from '../accounts/recovery-desk.ts'
import type { ReopenNeeds } from '../accounts/reopen-prefix.ts'
import type { TodayServices } from '../accounts/today.ts'
import type { AdminRoom } from '../admins/admin-room.ts'
import type { Clock } from '../base/clock.ts'
import type { E164 } from '../base/phone-number.ts'
import type { Refusal } from '../base/refusal.ts'
import type { ClientCaptchas } from '../captcha/client-captchas.ts'
import type { Client, ClientDirectory } from '../clients/client.ts'
import type { ClientCredentials } from '../clients/client-credentials.ts'
import type { CorpStore } from '../corps/corp-store.ts'
import type { ElementDesk } from '../edits/element-desk.ts'
import type { AppView } from '../elements/app-view.ts'
import type { CallContext, Language } from '../elements/caller.ts'
import type { Registry } from '../elements/registry.ts'
import type { LoginSteps } from '../login/login-steps.ts'
import type { OwnFactors } from '../login/own-factors.ts'
import type { PasswordType } from '../login/password/password-type.ts'
import type { PhoneType } from '../login/phone/phone-type.ts'
import type { PasswordResets } from '../login/reset-by-mobile.ts'
import type { AuthorizationCodes } from '../sessions/authorization-codes.ts'
import type { IdTokenSessions } from '../sessions/id-token-session.ts'
import type { RefreshSession } from '../sessions/refresh-session.ts'
import type { Session } from '../sessions/session.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import type { RequireSsoEntry } from '../sessions/sso-entry.ts'
import type { SsoTickets } from '../sessions/sso-tickets.ts'
import type { DevInbox } from '../sms/dev-inbox.ts'
import type { Receipts } from '../sms/receipts.ts'
import type { SmsResult } from '../sms/sms-service.ts'
import type { TenantDirectory } from '../tenants/tenant-directory.ts'
import type { AccessTokens } from '../tokens/access-tokens.ts'
import type { SigningKeys } from '../tokens/signing-keys.ts'
import type { WebhookAdmin } from '../webhooks/webhook-admin.ts'
import type { DeviceTokens } from './device-tokens.ts'

export type HttpServices = {
  readonly appId: string
  /** What the app calls itself. */
  readonly appTitle: () => string
  /** Everything that `work` does sees one set of elements, though others are loaded meanwhile. */
  readonly onOneSet: <T>(work: () => T) => T
  /** The elements of this moment. */
  readonly registry: () => Registry
  readonly clock: Clock
  /** The app seen by nobody in particular; a request gives it its call. */
  readonly app: AppView
  readonly clients: () => ClientDirectory
  readonly tenants: TenantDirectory
  readonly clientCredentials: ClientCredentials
  readonly accessTokens: AccessTokens
  readonly sessions: SessionStore
  readonly ssoTickets: SsoTickets
  readonly administrators: AdminRoom
  readonly elementDesk: ElementDesk
  readonly recoveryDesk: RecoveryDesk
  /** One real message through an SMS service. Refused as `ELEMENT_NOT_FOUND`. */
  readonly trySms: (
    fullName: string,
    phone: E164,
    language: Language,
    call: CallContext,
  ) => Promise<SmsResult>
  /** What administrators' work on users needs. */
  readonly accounts: AccountServices & TodayServices & ReopenNeeds
  readonly signingKeys: SigningKeys
  readonly webhooks: WebhookAdmin
  readonly authorizationCodes: AuthorizationCodes
  readonly corps: Pick<CorpStore, 'listFor'>
  readonly requireSsoEntry: RequireSsoEntry
  readonly refreshSession: RefreshSession
  readonly clientCaptchas: ClientCaptchas
  readonly deviceTokens: DeviceTokens
  readonly receipts: Pick<Receipts, 'take'>
  /** Reads a text as a number of the client's users, in E.164; nothing when it cannot be one. */
  readonly readNumber: (client: Client, text: string) => string | undefined
  readonly explain: (refusal: Refusal, language: Language) => string
  readonly phoneLogin: (fullName: string, call: CallContext) => PhoneType
  readonly passwordLogin: (fullName: string, call: CallContext) => PasswordType
  readonly loginSteps: LoginSteps
  readonly passwordResets: PasswordResets
  readonly ownFactors: OwnFactors
  readonly idTokenSessions: IdTokenSessions
  /** A fresh id_token for a living session. */
  readonly renewIdToken: (session: Session) => Promise<string>
  readonly jwks: () => Promise<unknown>
  readonly ready: () => Promise<void>
  /** Do so many requests wait for a store that whoever comes now is sent away? */
  readonly isSwamped: () => boolean
  /** Prometheus text. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly body: string }>
  /** A finished request, for the metrics. */
  readonly observe: (route: string, method: string, status: number, seconds: number) => void
  /** Somebody was to be sent back to an address that `redirectUris` of the client does not list. */
  readonly reportUnlisted: (clientId: string, redirectUri: string) => void
  readonly reportDefect: (error: unknown, requestId: string) => void
  /** Absent in production, and where the server is reached from other machines. */
  readonly inbox: DevInbox | undefined
  readonly trustedProxies: BlockList
  readonly production: boolean
  /** What the server is called from outside: issuer of tokens, own origin. */
  readonly publicUrl: () => string
}
