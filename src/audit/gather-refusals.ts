/**
 * What a limit refuses is on record once a minute and place, with how often it happened: a flood that the limits hold
 * off must not fill the log in their place.
 */
import type { Clock } from '../base/clock.ts'
import { addressBucket } from '../base/network-address.ts'
import type { CallContext } from '../elements/caller.ts'
import type { AuditEvent } from './audit-event.ts'

/** `times` things of a kind that happened at a place; the event is the last one. */
export type GatheredRefusal = {
  readonly event: AuditEvent
  readonly call: CallContext
  readonly times: number
}

export interface GatherRefusals {
  /** True where the event is kept back, to be told of with others. */
  keepBack(event: AuditEvent, call: CallContext): boolean
  /** What was kept back and whose minute is over; at the end of the process all of it. */
  take(everything?: boolean): GatheredRefusal[]
  /** Is anything kept back, or may be? */
  isEmpty(): boolean
}

/** Refusals that anybody can have as often as he likes. */
const ofLimits: ReadonlySet<string> = new Set([
  'SEND_TOO_FREQUENT',
  'SEND_LIMIT_REACHED',
  'RATE_LIMITED',
  'CAPTCHA_REQUIRED',
  'TOO_MANY_ATTEMPTS',
  'ACCOUNT_LOCKED',
  'BUSY',
])
/** What these say of one account or number is not said of another. */
const ofAccounts: ReadonlySet<string> = new Set(['TOO_MANY_ATTEMPTS', 'ACCOUNT_LOCKED'])

const minuteMs = 60_000
/** Places that are kept in mind at once; above it every record is written. */
const mostPlaces = 10_000

type Place = { readonly until: number; event: AuditEvent; call: CallContext; times: number }

export function createGatherRefusals(clock: Clock): GatherRefusals {
  const places = new Map<string, Place>()

  return {
    keepBack(event, call) {
      if (!ofLimits.has(event.result)) return false
      const key = keyOf(event, call)
      const place = places.get(key)
      if (place !== undefined && (clock.now() < place.until || place.times > 0)) {
        Object.assign(place, { event, call, times: place.times + 1 })
        return true
      }
      if (place !== undefined || places.size < mostPlaces)
        places.set(key, { until: clock.now() + minuteMs, event, call, times: 0 })
      return false
    },

    take(everything = false) {
      const over = [...places].filter(([, { until }]) => everything || clock.now() >= until)
      for (const [key] of over) places.delete(key)
      return over.map(([, place]) => place).filter(({ times }) => times > 0)
    },

    isEmpty: () => places.size === 0,
  }
}

function keyOf({ action, result, userId, subject }: AuditEvent, { tenantId, address }: CallContext): string {
  const whose = ofAccounts.has(result) || address === undefined ? [userId, subject] : []
  return JSON.stringify([tenantId, action, result, address && addressBucket(address), ...whose])
}
