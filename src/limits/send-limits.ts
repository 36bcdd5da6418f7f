/** Which limits one message counts in (spec 4, rule 6). The order is the order in which they answer. */
import type { TenantId } from '../base/ids.ts'
import { addressBucket, unknownAddress } from '../base/network-address.ts'
import type { Country, E164 } from '../base/phone-number.ts'
import type { Limit } from '../ephemeral/ephemeral-store.ts'

/** Messages in an hour and in a day. */
export type HourAndDay = { readonly hour: number; readonly day: number }

export type SendLimits = {
  readonly number: HourAndDay
  readonly address: HourAndDay
  readonly device: HourAndDay
  /** For each country outside the default one. */
  readonly country: { readonly day: number }
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
  readonly device: string | undefined
}

const hourMs = 3_600_000
const dayMs = 86_400_000

/** The limit of a number. Its first window is the interval between two messages. */
export function numberLimit(subject: SendSubject, { number }: SendLimits): Limit {
  const interval = { ms: subject.intervalSeconds * 1000, max: 1 }
  const { key, windows } = hourAndDay(`send-number:{${subject.tenantId}:${subject.phone}}`, number)
  return { key, windows: [interval, ...windows] }
}

/** Index of the interval among the windows of `numberLimit`. */
export const intervalWindow = 0

/** The limits of one message. */
export function limitsOfSend(subject: SendSubject, limits: SendLimits): Limit[] {
  const { tenantId, country, address, device } = subject
  const list: Limit[] = []
  if (address !== undefined) list.push(addressLimit({ tenantId, address }, limits))
  list.push(numberLimit(subject, limits))
  if (device !== undefined) list.push(hourAndDay(`send-device:{${tenantId}:${device}}`, limits.device))
  if (country !== subject.defaultCountry)
    list.push({
      key: `send-country:{${tenantId}:${country}}`,
      windows: [{ ms: dayMs, max: limits.country.day }],
    })
  return list
}

/** Garbled and missing addresses share a bucket that is stricter (spec 6, N1). */
export function addressLimit(
  { tenantId, address }: { readonly tenantId: TenantId; readonly address: string },
  { address: limit }: SendLimits,
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
