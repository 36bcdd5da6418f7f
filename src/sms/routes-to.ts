/** Which logins send through a service, by its name or along routes. */
import type { ElementDefinition } from '../elements/element-definition.ts'
import type { ElementLookup } from '../elements/setting-faults.ts'
import type { SmsOptions } from './sms-service.ts'

export type RouteNames = {
  readonly rules?: readonly { readonly countries: readonly string[]; readonly service: string }[]
  readonly fallback?: readonly string[]
}

/** Every service that a route names, rules first; none of what is no route. */
export function namedServices({ rules = [], fallback = [] }: RouteNames): string[] {
  return [...rules.map(({ service }) => service), ...fallback]
}

export type SendingLogin = {
  readonly fullName: string
  readonly smsFullName?: unknown
  readonly smsConfig?: SmsOptions
  readonly allowedCountries?: readonly string[]
}

/** Logins that name the service itself or, unless `directly`, a route that leads to it. */
export function loginsThrough(
  { fullName }: ElementDefinition,
  elements: ElementLookup,
  directly = false,
): SendingLogin[] {
  const names = directly ? new Set([fullName]) : routesTo(fullName, elements)
  return elements
    .list({ tier: 'instance' })
    .map((element) => ({ ...(element.settings as object), fullName: element.fullName }) as SendingLogin)
    .filter(({ smsFullName }) => typeof smsFullName === 'string' && names.has(smsFullName))
}

/** The service, and every route from which it is reached. */
function routesTo(fullName: string, elements: ElementLookup): ReadonlySet<string> {
  const routes = elements.list({ family: 'SMS.Meta', tier: 'instance' })
  const reached = new Set([fullName])
  for (let size = 0; size < reached.size; ) {
    size = reached.size
    for (const route of routes)
      if (namedServices(route.settings as RouteNames).some((name) => reached.has(name)))
        reached.add(route.fullName)
  }
  return reached
}
