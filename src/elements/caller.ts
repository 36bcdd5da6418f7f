/** Who calls, from where, in which language: what every call of an element carries. */
import type { ClientId, SessionId, TenantId, UserId } from '../base/ids.ts'

export type CallerKind = 'system' | 'anonymous' | 'user'

export type Caller =
  /** In-process code that opened the app. */
  | { readonly kind: 'system'; readonly reason?: string }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly userId: UserId; readonly sessionId: SessionId }

export type Language = 'en' | 'zh'

/** The device a call comes from. */
export type Device = {
  /** A digest that is stable over the calls of one device; nothing when the device is unknown. */
  readonly key?: string
  readonly agent?: string
  readonly system?: string
  /** The address that it says to have: a hint for the audit log, which nothing else may look at. */
  readonly statedAddress?: string
}

/** A captcha that a call may come with. */
export type PresentedCaptcha = {
  /** Did the caller send anything? */
  readonly isPresented: boolean
  /** Spends it; was it right? Refused as `RATE_LIMITED`. */
  pass(): Promise<boolean>
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
  readonly requestId?: string
}
