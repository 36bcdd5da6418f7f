/** How the login types of an app reach SMS services: by the service's fullName. */
import type { RegisteredElement } from '../elements/registry.ts'
import type { Limit } from '../ephemeral/ephemeral-store.ts'
import { type SendBudget, usualBudget } from '../limits/send-budget.ts'
import { numberOf } from './number-of.ts'
import { type FindService, planRoute, type RoutePlan } from './route-plan.ts'
import { type AlongDependencies, createSendAlong } from './send-along.ts'
import {
  type AttemptDependencies,
  createSendAttempt,
  type OutgoingMessage,
  type TakenRoom,
} from './send-attempt.ts'
import { brokenOf } from './service-breaker.ts'
import type { SmsOptions, SmsResult } from './sms-service.ts'
import { countLimits, releaseLimits, vendorInterval, vendorLimits } from './vendor-limits.ts'

/** What a message is sent to, as far as limits of vendors ask. */
type Target = { readonly phone: string; readonly options: SmsOptions }

export type Room =
  | { readonly granted: true; readonly taken?: TakenRoom }
  /** Without `retryAfterMs` none of them is full: all are passed over for their failures. */
  | { readonly granted: false; readonly retryAfterMs?: number }

export interface SmsGateway {
  /** Sends one message. A vendor's "no", a deadline and a fault of the service all come back as a result. */
  send(service: string, message: OutgoingMessage): Promise<SmsResult>
  /** Seconds that the service wants between two messages to this number; 0 of a route with several services. */
  intervalSeconds(service: string, phone: string): number
  /**
   * Limits of the vendor, for a caller who counts them together with limits of ours and then says `isCounted`. None
   * of a route with several services: what one does not take, the next may.
   */
  limits(service: string, target: Target): Limit[]
  /**
   * Of a route: the first service that takes the message, for `OutgoingMessage.taken`, with its limits counted. Where
   * each is at its vendor's limit or passed over for its failures nothing is counted, and `retryAfterMs` says when one
   * of the full ones will take it.
   */
  takeRoom(service: string, target: Target): Promise<Room>
  /** What a tenant may spend through the service in a day. */
  budget(service: string): SendBudget
  /** What the service was configured with; secrets masked unless `reveal`. */
  settings(service: string, reveal: boolean): Record<string, unknown>
}

export type GatewayDependencies = AttemptDependencies &
  Omit<AlongDependencies, 'attempt'> & {
    /** `appId` of the app whose elements send. */
    readonly appId: string
    readonly find: FindService
    readonly settings: (element: RegisteredElement | undefined, reveal: boolean) => Record<string, unknown>
  }

export function createSmsGateway(dependencies: GatewayDependencies): SmsGateway {
  const { appId, find, settings, onError, ephemeral, breaker } = dependencies
  const sendAlong = createSendAlong({ ...dependencies, attempt: createSendAttempt(dependencies) })

  function planFor(service: string, phone: string): RoutePlan {
    const element = find(service, appId)
    if (element === undefined) return { services: [], isRoute: false }
    return planRoute({ element, seenFrom: appId }, numberOf(phone).country, find)
  }

  function onlyServiceFor(service: string, phone: string): RegisteredElement | undefined {
    const [only, ...others] = planFor(service, phone).services
    return others.length === 0 ? only?.element : undefined
  }

  async function roomOf(element: RegisteredElement, limits: readonly Limit[]): Promise<Room> {
    const { id } = brokenOf(element)
    const state = await breaker.state(id)
    if (state === 'open') return { granted: false }
    const wait = await countLimits(ephemeral, limits)
    if (wait !== undefined) return { granted: false, retryAfterMs: wait }
    const isTrial = state === 'due'
    if (!isTrial || (await breaker.claimTrial(id))) return { granted: true, taken: { element, isTrial } }
    await releaseLimits(ephemeral, limits)
    return { granted: false }
  }

  return {
    settings: (service, reveal) => settings(find(service, appId), reveal),
    intervalSeconds(service, phone) {
      const only = onlyServiceFor(service, phone)
      return only === undefined ? 0 : vendorInterval(only, numberOf(phone).country)
    },
    limits(service, { phone, options }) {
      const only = onlyServiceFor(service, phone)
      return only === undefined ? [] : vendorLimits(only, numberOf(phone), options)
    },
    async takeRoom(service, { phone, options }) {
      const { services, isRoute } = planFor(service, phone)
      if (!isRoute || services.length === 0) return { granted: true }
      const waits: number[] = []
      for (const { element } of services) {
        // Of a single one the caller counts them.
        const limits = services.length === 1 ? [] : vendorLimits(element, numberOf(phone), options)
        const room = await roomOf(element, limits)
        if (room.granted) return room
        if (room.retryAfterMs !== undefined) waits.push(room.retryAfterMs)
      }
      return waits.length === 0 ? { granted: false } : { granted: false, retryAfterMs: Math.min(...waits) }
    },
    budget: (service) => budgetOf(find(service, appId)),
    async send(service, message) {
      const plan = planFor(service, message.phone)
      if (plan.services.length === 0) onError(new Error('no service for this number'), service)
      // Of several services nobody could count the limits beforehand.
      const isCounted = message.isCounted === true && plan.services.length === 1
      return sendAlong(plan, { ...message, isCounted })
    },
  }
}

function budgetOf(element: RegisteredElement | undefined): SendBudget {
  return (element?.definition.settings as { readonly budget?: SendBudget } | undefined)?.budget ?? usualBudget
}
