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
}

export type CallContext = {
  readonly caller: Caller
  readonly tenantId: TenantId
  readonly clientId?: ClientId
  /** The client's address as spec 6, N1 finds it; nothing for in-process calls, which no address limit meets. */
  readonly address?: string
  readonly device: Device
  readonly language: Language
  readonly requestId?: string
}
