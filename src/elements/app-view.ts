/** An app as one caller sees it. */
import type { SessionId, UserId } from '../base/ids.ts'
import type { CallContext } from './caller.ts'
import type { ElementDefinition, ElementFilter } from './element-definition.ts'

/** What every element offers besides its Type's functions and properties. */
export type ElementHandle = {
  readonly fullName: string
  readonly title: string
  readonly type: string
}

export interface AppView {
  readonly appId: string
  /** The element of this name. An unknown name is `ELEMENT_NOT_FOUND`, with the nearest existing names. */
  getElement<T extends object = Record<string, (...args: unknown[]) => Promise<unknown>>>(
    fullName: string,
  ): T & ElementHandle
  /** Elements that have `type` anywhere among their Types, or every element. */
  findElements(filter?: ElementFilter): ElementDefinition[]
  /**
   * The same app seen by a signed-in user. Only the system, or that user, may: anyone else would act with more
   * rights, which is spelled out with `asSystem`. Throws a `TypeError` for an id that is no text or an empty one.
   */
  as(user: { readonly userId: UserId | string; readonly sessionId: SessionId | string }): AppView
  /** The same app with every right, for the stated reason; the audit log keeps both. */
  asSystem(reason: string): AppView
  /** The same app with other facts of the call: how the HTTP faces enter. A new caller follows the rule of `as`. */
  with(call: Partial<CallContext>): AppView
  /** One function by its name with named arguments; `exposedOnly` is what HTTP may reach. */
  callFunction(
    fullName: string,
    functionName: string,
    named: Readonly<Record<string, unknown>>,
    exposedOnly: boolean,
  ): Promise<unknown>
}
