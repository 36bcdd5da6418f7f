/** What a vendor takes for one number, as limits of ours (spec 4, rule 5): refused here, a message costs nothing. */
import type { PhoneNumber } from '../base/phone-number.ts'
import type { RegisteredElement } from '../elements/registry.ts'
import type { EphemeralStore, Limit } from '../ephemeral/ephemeral-store.ts'
import type { SmsOptions, SmsService, VendorLimit } from './sms-service.ts'

/** The limits of a message through the service. Elements of one vendor with one signature share them. */
export function vendorLimits(
  { definition, class: code }: RegisteredElement,
  { e164, country }: PhoneNumber,
  options: SmsOptions,
): Limit[] {
  const own = definition.settings as { readonly verifySign?: string }
  const sign = options.verifySign ?? own.verifySign ?? ''
  return declaredLimits(code, country).map(({ windows }, i) => ({
    key: `sms-vendor:{${definition.type}:${sign}:${e164}}${i}`,
    windows: windows.map(({ seconds, max }) => ({ ms: seconds * 1000, max })),
  }))
}

/** Seconds that the service wants between two messages to one number. */
export function vendorInterval({ class: code }: RegisteredElement, country: string): number {
  const single = declaredLimits(code, country).flatMap(({ windows }) =>
    windows.filter(({ max }) => max === 1),
  )
  const { intervalSeconds = 0 } = (code ?? {}) as Partial<typeof SmsService>
  return Math.max(intervalSeconds, ...single.map(({ seconds }) => seconds))
}

function declaredLimits(code: RegisteredElement['class'], country: string): readonly VendorLimit[] {
  const { limits = [] } = (code ?? {}) as Partial<typeof SmsService>
  return limits.filter(({ countries }) => countries === undefined || countries.includes(country))
}

/** Counts a message in the limits, or in none: answers the milliseconds until they take it. */
export async function countLimits(
  ephemeral: EphemeralStore,
  limits: readonly Limit[],
): Promise<number | undefined> {
  if (limits.length === 0) return undefined
  const counted = await ephemeral.reserve(limits)
  return counted.granted ? undefined : counted.retryAfterMs
}

/** Takes back what was counted for a message that was not sent. */
export async function releaseLimits(ephemeral: EphemeralStore, limits: readonly Limit[]): Promise<void> {
  const windows = limits.flatMap((limit) => limit.windows.map((_, window) => ({ limit, window })))
  await Promise.all(windows.map(({ limit, window }) => ephemeral.release(limit, window)))
}
