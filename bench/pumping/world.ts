/** The people and the attacker of the simulation, as the issue that asks for it counts them. */
import type { Country, E164 } from '../../src/base/phone-number.ts'

export type Size = {
  readonly addresses: number
  readonly devices: number
  /** Spread over the prefixes. */
  readonly numbers: number
  readonly prefixes: number
  readonly honestLogins: number
  /** Requests of the attacker in the simulated day. */
  readonly requests: number
}

export const fullSize: Size = {
  addresses: 10_000,
  devices: 200,
  numbers: 50_000,
  prefixes: 30,
  honestLogins: 20_000,
  requests: 1_000_000,
}

/** Small enough for the tests. */
export const smallSize: Size = {
  addresses: 10_000,
  devices: 200,
  numbers: 50_000,
  prefixes: 30,
  honestLogins: 2_000,
  requests: 15_000,
}

export type Place = { readonly country: Country; readonly prefix: string }

export type Phone = Place & { readonly e164: E164 }

export const home: Country = 'CN'

/** Countries that people are defrauded with, and prefixes of mobile numbers there. */
const attacked: Readonly<Record<string, readonly string[]>> = {
  ID: ['+62812', '+62813', '+62821', '+62852', '+62857'],
  BD: ['+880171', '+880181', '+880191', '+880161', '+880151'],
  UZ: ['+998901', '+998911', '+998931', '+998941', '+998971'],
  LK: ['+94711', '+94771', '+94751', '+94781', '+94701'],
  NG: ['+234803', '+234805', '+234806', '+234813', '+234816'],
  AZ: ['+994501', '+994511', '+994551', '+994701', '+994771'],
}

export const attackedPlaces: readonly Place[] = Object.entries(attacked).flatMap(([country, prefixes]) =>
  prefixes.map((prefix) => ({ country: country as Country, prefix })),
)

/** Countries abroad where honest people are: the attacked ones and as many others. */
const quiet: readonly Place[] = [
  { country: 'US', prefix: '+1415' },
  { country: 'GB', prefix: '+44740' },
  { country: 'DE', prefix: '+49151' },
  { country: 'JP', prefix: '+81901' },
  { country: 'SG', prefix: '+65812' },
  { country: 'AU', prefix: '+61412' },
]

const atHome: readonly Place[] = ['130', '135', '138', '139', '150', '158', '176', '186', '188', '199'].map(
  (digits) => ({ country: home, prefix: `+86${digits}` }),
)

export function phoneIn({ country, prefix }: Place, index: number): Phone {
  return { country, prefix, e164: `${prefix}${String(index).padStart(7, '0')}` as E164 }
}

export type HonestLogin = {
  readonly at: number
  readonly phone: Phone
  readonly address: string
  /** Has the number logged in before, on the device that it uses now? */
  readonly isKnown: boolean
}

const dayMs = 86_400_000

/** Of a hundred logins, five are of new people, and three of people abroad, half of these in the attacked countries. */
const newInAHundred = 5
const abroadInAHundred = 3
const carriers = 20

/** Spread over the day with little of it at night; in the order of time. */
export function honestDay(size: Size, start: number, random: () => number): HonestLogin[] {
  const logins = Array.from({ length: size.honestLogins }, (_, index): HonestLogin => {
    const isAbroad = index % 100 < abroadInAHundred
    const place = isAbroad ? pick(placesAbroad(index), random) : pick(atHome, random)
    const onCarrier = index % 10 === 9
    return {
      at: start + timeOfDay(random),
      phone: phoneIn(place, 5_000_000 + index),
      address: onCarrier ? `100.64.0.${Math.floor(index / 10) % carriers}` : addressAt('10', index),
      isKnown: random() * 100 >= newInAHundred,
    }
  })
  return logins.sort((one, other) => one.at - other.at)
}

function placesAbroad(index: number): readonly Place[] {
  return Math.floor(index / 100) % 2 === 0 ? attackedPlaces : quiet
}

/** The sum of two: a hill in the middle of the day. */
function timeOfDay(random: () => number): number {
  return Math.floor(((random() + random()) / 2) * dayMs)
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T
}

/** An address of the attacker or of an honest household. */
export function addressAt(first: '10' | '45', index: number): string {
  return `${first}.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
}
