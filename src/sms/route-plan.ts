/** Which services a message goes to, one after the other: what a service that hands on names, to the bottom. */
import type { RegisteredElement } from '../elements/registry.ts'
import type { SeenService } from './send-attempt.ts'
import { servesCountry } from './served-countries.ts'
import type { SmsService } from './sms-service.ts'

export type RoutePlan = {
  /** Each once, the first one first. */
  readonly services: readonly SeenService[]
  /** Is the service that was asked for one that hands on? */
  readonly isRoute: boolean
}

/** The element of a name as the app `from` sees it. */
export type FindService = (fullName: string, from: string) => RegisteredElement | undefined

export function planRoute(service: SeenService, country: string, find: FindService): RoutePlan {
  const named = servicesOf(service, country, find)
  if (named === undefined) return { services: [service], isRoute: false }
  const found = new Map<RegisteredElement, SeenService>()
  const seen = new Set([service.element])
  const visit = (one: SeenService): void => {
    if (seen.has(one.element)) return
    seen.add(one.element)
    const below = servicesOf(one, country, find)
    if (below !== undefined) below.forEach(visit)
    else if (serves(one, country)) found.set(one.element, one)
  }
  named.forEach(visit)
  return { services: [...found.values()], isRoute: true }
}

function serves({ element: { definition, class: code } }: SeenService, country: string): boolean {
  return servesCountry({ settings: definition.settings, code }, country)
}

/** A service names others as its own app sees them. */
function servicesOf(
  { element: { definition, class: code, appId } }: SeenService,
  country: string,
  find: FindService,
): SeenService[] | undefined {
  const names = (code as Partial<typeof SmsService> | undefined)?.servicesFor?.(definition.settings, country)
  return names?.flatMap((fullName) => {
    const element = find(fullName, appId)
    return element === undefined ? [] : [{ element, seenFrom: appId }]
  })
}
