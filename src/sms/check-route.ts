/** What the schema of a route cannot say: the services that it names, where they lead, and whom they serve. */
import { isCountry } from '../base/phone-number.ts'
import type { ElementDefinition } from '../elements/element-definition.ts'
import type { ElementLookup, SettingFault } from '../elements/setting-faults.ts'
import { loginsThrough, namedServices, type RouteNames } from './routes-to.ts'
import { servesCountry } from './served-countries.ts'

type Route = ElementDefinition<Required<RouteNames>>

export function checkRoute(route: Route, elements: ElementLookup): SettingFault[] {
  const { settings } = route
  const sound = new Map(
    elements.list({ family: 'SMS.Meta', tier: 'instance' }).map((element) => [element.fullName, element]),
  )
  const look: Look = { elements, sound }
  const empty = namedServices(settings).length > 0 ? [] : [{ pointer: '/rules', message: 'names no service' }]
  const named = [
    ...settings.rules.map(({ service }, i) => [`/rules/${i}/service`, service] as const),
    ...settings.fallback.map((service, i) => [`/fallback/${i}`, service] as const),
  ]
  return [
    ...empty,
    ...named.flatMap(([pointer, service]) => checkService(pointer, service, route.fullName, look)),
    ...settings.rules.flatMap((rule, i) => checkCountries(rule, i, look)),
    ...checkLogins(route, look),
  ]
}

type Look = {
  readonly elements: ElementLookup
  /** The services without faults of their own: the others are told already. */
  readonly sound: ReadonlyMap<string, ElementDefinition>
}

function checkService(
  pointer: string,
  service: string,
  route: string,
  { elements, sound }: Look,
): SettingFault[] {
  const family = elements.family(service)
  if (family === undefined) return [{ pointer, message: `no SMS service element: ${service}` }]
  const isCode = ['meta', 'type'].some((tier) =>
    elements.list({ tier: tier as 'meta' }).some(({ fullName }) => fullName === service),
  )
  if (family !== 'SMS.Meta' || isCode) return [{ pointer, message: `is no SMS service: ${service}` }]
  const round = wayBack(service, route, sound, [route])
  return round === undefined ? [] : [{ pointer, message: `leads back to itself: ${round.join(' → ')}` }]
}

/** From `service` along routes to `route`; nothing where no way leads there. */
function wayBack(
  service: string,
  route: string,
  sound: Look['sound'],
  way: readonly string[],
): readonly string[] | undefined {
  if (service === route) return [...way, service]
  const below = sound.get(service)
  if (below === undefined || way.includes(service)) return undefined
  for (const next of namedServices(below.settings as RouteNames)) {
    const found = wayBack(next, route, sound, [...way, service])
    if (found !== undefined) return found
  }
  return undefined
}

function checkCountries(
  { countries, service }: Required<RouteNames>['rules'][number],
  index: number,
  look: Look,
): SettingFault[] {
  return countries.flatMap((country, i) => {
    const pointer = `/rules/${index}/countries/${i}`
    if (!isCountry(country)) return [{ pointer, message: `no country: ${country}` }]
    return canServe(service, country, look)
      ? []
      : [{ pointer, message: `${service} does not serve ${country}` }]
  })
}

/** Does the service, or one that it leads to, take messages to this country? Of what is faulty nobody knows: yes. */
function canServe(service: string, country: string, look: Look, seen: readonly string[] = []): boolean {
  const element = look.sound.get(service)
  if (element === undefined) return true
  if (seen.includes(service)) return false
  const below = namedFor(element.settings as RouteNames, country)
  if (below === undefined)
    return servesCountry({ settings: element.settings, code: look.elements.classOf(service) }, country)
  return below.some((next) => canServe(next, country, look, [...seen, service]))
}

/** What a route names for this country; nothing where it is no route. */
function namedFor({ rules, fallback }: RouteNames, country: string): string[] | undefined {
  if (rules === undefined || fallback === undefined) return undefined
  return namedServices({ rules: rules.filter(({ countries }) => countries.includes(country)), fallback })
}

function checkLogins(route: Route, look: Look): SettingFault[] {
  return loginsThrough(route, look.elements, true).flatMap(
    ({ fullName, allowedCountries = [], smsConfig = {} }) => {
      const unserved = allowedCountries.filter(
        (country) => isCountry(country) && !canServe(route.fullName, country, look),
      )
      const faults: SettingFault[] = unserved.map((country) => ({
        pointer: '',
        message: `no service for ${country}, which ${fullName} allows`,
      }))
      const mixed = Object.keys(smsConfig).length > 0 && vendorsBelow(route.fullName, look).size > 1
      const message = `smsConfig of ${fullName} goes to services of several vendors: set signature and template in each of them`
      return mixed ? [...faults, { pointer: '', message, warning: true }] : faults
    },
  )
}

/** Types of the services that a route leads to. */
function vendorsBelow(service: string, look: Look, seen = new Set<string>()): Set<string> {
  const element = look.sound.get(service)
  if (element === undefined || seen.has(service)) return new Set()
  seen.add(service)
  const below = namedServices(element.settings as RouteNames)
  if (below.length === 0) return new Set([element.type])
  return new Set(below.flatMap((next) => [...vendorsBelow(next, look, seen)]))
}
