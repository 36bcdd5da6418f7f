/**
 * Takes a message along the services of a route (spec 4, rules 3 to 5). The next one is asked only where the one
 * before it certainly sent nothing, and none is begun after the deadline: the whole takes as long as the deadline
 * and one service more, at most.
 */
import { type Clock, secondsUntil } from '../base/clock.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import { numberOf } from './number-of.ts'
import type { RoutePlan } from './route-plan.ts'
import { deadlineMs, type OutgoingMessage, type SeenService, type SendAttempt } from './send-attempt.ts'
import { brokenOf, type ServiceBreaker } from './service-breaker.ts'
import type { SmsFailure, SmsResult } from './sms-service.ts'
import { countLimits, releaseLimits, vendorLimits } from './vendor-limits.ts'

export type AlongDependencies = {
  readonly attempt: SendAttempt
  readonly breaker: ServiceBreaker
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly onError: (error: unknown, service: string) => void
}

/** Failures with which another service may do better. The others would be the same everywhere. */
const othersMayTake: ReadonlySet<SmsFailure> = new Set<SmsFailure>([
  'UNAVAILABLE',
  'TIMEOUT',
  'RATE_LIMITED',
  'AUTH_FAILED',
  'INSUFFICIENT_FUNDS',
])

/** What a service answered, which may be anything; or that it was not asked, and where a limit forbids it, for how long. */
type Step =
  | { readonly asked: true; readonly result: SmsResult }
  | { readonly asked: false; readonly retryAfterMs?: number }

type Along = (plan: RoutePlan, message: OutgoingMessage) => Promise<SmsResult>

export function createSendAlong({ attempt, breaker, ephemeral, clock, onError }: AlongDependencies): Along {
  /** Sends through one service, unless its limits forbid it. */
  async function sendLimited(
    service: SeenService,
    message: OutgoingMessage,
    send: () => Promise<Step>,
  ): Promise<Step> {
    const limits = message.isCounted
      ? []
      : vendorLimits(service.element, numberOf(message.phone), message.options)
    const isCounted = message.taken?.element === service.element
    const wait = isCounted ? undefined : await countLimits(ephemeral, limits)
    if (wait !== undefined) return { asked: false, retryAfterMs: wait }
    const step = await send()
    if (!step.asked || isUnsent(step.result)) await releaseLimits(ephemeral, limits)
    return step
  }

  async function tryOne(service: SeenService, message: OutgoingMessage): Promise<Step> {
    const broken = brokenOf(service.element)
    const taken = message.taken?.element === service.element ? message.taken : undefined
    const state = taken === undefined ? await breaker.state(broken.id) : taken.isTrial ? 'due' : 'closed'
    if (state === 'open') return { asked: false }
    return sendLimited(service, message, async () => {
      const mayTry = state !== 'due' || taken !== undefined || (await breaker.claimTrial(broken.id))
      if (!mayTry) return { asked: false }
      const result = await attempt(service, message)
      // The message is gone or not, whatever the store says.
      await breaker.note(broken, state, result).catch((error: unknown) => onError(error, broken.fullName))
      return { asked: true, result }
    })
  }

  function sendOnly(service: SeenService, message: OutgoingMessage): Promise<Step> {
    return sendLimited(service, message, async () => ({
      asked: true,
      result: await attempt(service, message),
    }))
  }

  return async ({ services, isRoute }, message) => {
    const startedAt = clock.now()
    const waits: (number | undefined)[] = []
    let refused: SmsResult | undefined
    for (const service of fromTaken(services, message)) {
      if (refused !== undefined && clock.now() - startedAt >= deadlineMs) break
      const step = isRoute ? await tryOne(service, message) : await sendOnly(service, message)
      if (!step.asked) waits.push(step.retryAfterMs)
      else if (!isUnsent(step.result) || !othersMayTake.has(step.result.reason ?? 'UNAVAILABLE'))
        return step.result
      else refused = step.result
    }
    return refused ?? nobodyAsked(message.phone, waits)
  }
}

function fromTaken(services: readonly SeenService[], { taken }: OutgoingMessage): readonly SeenService[] {
  return services.slice(
    Math.max(
      0,
      services.findIndex(({ element }) => element === taken?.element),
    ),
  )
}

function isUnsent({ accepted, perhapsSent }: SmsResult): boolean {
  return accepted === false && perhapsSent !== true
}

/** Nothing was handed over. Where limits of vendors alone forbid it, it is known when one of them will take it. */
function nobodyAsked(phone: string, waits: readonly (number | undefined)[]): SmsResult {
  const known = waits.filter((wait) => wait !== undefined)
  const unsent = { phone, messageId: '', accepted: false, perhapsSent: false } as const
  if (known.length === 0 || known.length < waits.length)
    return { ...unsent, reason: 'UNAVAILABLE', detail: 'NO_SERVICE' }
  const retryAfterSeconds = secondsUntil(Math.min(...known), 0)
  return { ...unsent, reason: 'RATE_LIMITED', detail: 'VENDOR_LIMIT', retryAfterSeconds }
}
