/** Who calls, from where, in which language: what every call of an element carries. */
import type { ClientId, SessionId, TenantId, UserId } from '../base/ids.ts'

export type CallerKind = 'system' | 'anonymous' | 'user'

export type Caller =
  /** In-process code that opened the app; `admin` names the administrator on whose word it acts. */
  | { readonly kind: 'system'; readonly reason?: string; readonly admin?: string }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly userId: UserId; readonly sessionId: SessionId }

export type Language = 'en' | 'zh'

/** The device a call comes from. */
export type Device = {
  /** A digest that is stable over the calls of one device; nothing when the device is unknown. */
  readonly key?: string
  /** When this server gave the device its token (epoch ms), if the call has brought one. */
  readonly issuedAt?: number
  /** The key was made for this very call. */
  readonly isNew?: true
  readonly agent?: string
  readonly system?: string
  /** The address that it says to have: a hint for the audit log, which nothing else may look at. */
  readonly statedAddress?: string
}

/** A captcha that a call may come with. */
export type PresentedCaptcha = {
  /** Did the caller send anything? */
  readonly isPresented: boolean
  /** Spends it; was it right, and of this kind where one is named? Refused as `RATE_LIMITED`. */
  pass(kind?: 'pow'): Promise<boolean>
}

export type CallContext = {
  readonly caller: Caller
  readonly tenantId: TenantId
  readonly clientId?: ClientId
  /** The client's address as spec 6, N1 finds it; nothing for in-process calls, which no address limit meets. */
  readonly address?: string
  readonly device: Device
  readonly language: Language
  /** Absent where the caller has no way to present one. */
  readonly captcha?: PresentedCaptcha
  /** Texts in their versions that the call states to be agreed to: `terms@3`. */
  readonly agreed?: readonly string[]
  /** The call is from a page of this server, as its `Origin` says. */
  readonly fromOwnPage?: true
  readonly requestId?: string
}
