/** Which limits one message counts in (spec 4, rule 6). The order is the order in which they answer. */
import type { TenantId } from '../base/ids.ts'
import { addressBucket, unknownAddress } from '../base/network-address.ts'
import type { Country, E164 } from '../base/phone-number.ts'
import type { Limit } from '../ephemeral/ephemeral-store.ts'
import type { PrefixPolicy } from './prefix-policy.ts'
import { budgetLimit, type SendBudget } from './send-budget.ts'
import { beforeKept, partOf, type SenderTrust, strangers } from './sender-trust.ts'

/** Messages in an hour and in a day. */
export type HourAndDay = { readonly hour: number; readonly day: number }

export type SendLimits = {
  /** `unknownDevices`: the parts that devices may use which have never logged in to the number's account. */
  readonly number: HourAndDay & { readonly unknownDevices: HourAndDay }
  readonly address: HourAndDay
  readonly device: HourAndDay
  /** For each country outside the default one, of which a part is kept for known numbers. */
  readonly country: { readonly day: number; readonly keptForKnown: number }
  /** When a prefix of numbers is closed; see `prefix-policy.ts`. */
  readonly prefix: PrefixPolicy
}

export type SendSubject = {
  readonly tenantId: TenantId
  readonly phone: E164
  readonly country: Country
  readonly defaultCountry: Country
  /** Seconds between two messages to one number. */
  readonly intervalSeconds: number
  /** Nothing for in-process calls. */
  readonly address: string | undefined
  readonly device: SendDevice | undefined
  /** fullName of the SMS service, and what a day may cost there. */
  readonly service: string
  readonly budget: SendBudget
  /** Limits of the SMS service's vendor (spec 4, rule 5). */
  readonly vendorLimits: readonly Limit[]
}

export type NoticeSubject = Pick<SendSubject, 'tenantId' | 'phone'> & { readonly purpose: string }

const noticesADay = 5

export type SendDevice = {
  readonly key: string
  /** Did this server issue the key? A fingerprint is only a hint: it counts together with its address. */
  readonly isIssued: boolean
}

const hourMs = 3_600_000
const dayMs = 86_400_000

/**
 * The limit of a number. Its first window is the interval between two messages. Known and unknown devices count in
 * one, which is full earlier for the unknown ones.
 */
export function numberLimit(
  { tenantId, phone, intervalSeconds }: Pick<SendSubject, 'tenantId' | 'phone' | 'intervalSeconds'>,
  { number }: Pick<SendLimits, 'number'>,
  trust: SenderTrust = strangers,
): Limit {
  const interval = { ms: intervalSeconds * 1000, max: 1 }
  const { hour, day, unknownDevices } = number
  const open = trust.device
    ? number
    : { hour: partOf(hour, unknownDevices.hour), day: partOf(day, unknownDevices.day) }
  const { key, windows } = hourAndDay(`send-number:{${tenantId}:${phone}}`, open)
  return { key, windows: [interval, ...windows] }
}

/** Index of the interval among the windows of `numberLimit`. */
export const intervalWindow = 0

/**
 * What tells a number of something counts here and not in the number's own limit: there it would tell strangers that the
 * number is somebody's, and take the room that its owner objects with. Each purpose has its own.
 */
export function noticeLimit({ tenantId, phone, purpose }: NoticeSubject): Limit {
  return { key: `send-notice:{${tenantId}:${phone}:${purpose}}`, windows: [{ ms: dayMs, max: noticesADay }] }
}

/** The limits of one message. */
export function limitsOfSend(
  subject: SendSubject,
  limits: SendLimits,
  trust: SenderTrust = strangers,
): Limit[] {
  const { tenantId, country, address, device, budget } = subject
  const list: Limit[] = []
  if (address !== undefined) list.push(addressLimit({ tenantId, address }, limits))
  list.push(numberLimit(subject, limits, trust))
  if (device !== undefined) list.push(deviceLimit(subject, device, limits))
  if (country !== subject.defaultCountry) list.push(countryLimit(subject, limits, trust))
  list.push(budgetLimit(subject, budget, trust))
  return [...list, ...subject.vendorLimits]
}

/** Nobody can use up the limit of a device elsewhere by stating its fingerprint. */
function deviceLimit(
  { tenantId, address }: SendSubject,
  { key, isIssued }: SendDevice,
  { device }: SendLimits,
): Limit {
  const place = isIssued || address === undefined ? key : `${key}:${addressBucket(address)}`
  return hourAndDay(`send-device:{${tenantId}:${place}}`, device)
}

function countryLimit(
  { tenantId, country }: SendSubject,
  { country: { day, keptForKnown } }: SendLimits,
  trust: SenderTrust,
): Limit {
  const max = trust.number ? day : beforeKept(day, keptForKnown)
  return { key: `send-country:{${tenantId}:${country}}`, windows: [{ ms: dayMs, max }] }
}

/** Garbled and missing addresses share a bucket that is stricter (spec 6, N1). */
export function addressLimit(
  { tenantId, address }: { readonly tenantId: TenantId; readonly address: string },
  { address: limit }: Pick<SendLimits, 'address'>,
): Limit {
  const bucket = addressBucket(address)
  const { hour, day } = limit
  const isKnown = bucket !== unknownAddress
  return hourAndDay(
    `send-address:{${tenantId}:${bucket}}`,
    isKnown ? limit : { hour: unknownPart(hour), day: unknownPart(day) },
  )
}

function unknownPart(messages: number): number {
  return Math.max(1, Math.floor(messages / 10))
}

function hourAndDay(key: string, { hour, day }: HourAndDay): Limit {
  return {
    key,
    windows: [
      { ms: hourMs, max: hour },
      { ms: dayMs, max: day },
    ],
  }
}
