/** From what was typed to a number that this login type serves. */
import { type Country, type E164, type PhoneNumber, readPhoneNumber } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import type { PhoneSettings } from './phone-settings.ts'

/** A number with a fixed code and no SMS (spec 2, `testNumbers`). */
export type TestNumber = { readonly code: string; readonly expiresAt: number }

const testNumbersOf = new WeakMap<PhoneSettings, ReadonlyMap<E164, TestNumber>>()

const dayMs = 86_400_000

/** Refusals: `PHONE_INVALID`, `PHONE_COUNTRY_NOT_ALLOWED`. A test number may be one that does not exist. */
export function acceptNumber(text: string, settings: PhoneSettings, now: number): PhoneNumber {
  const number = readPhoneNumber(text, settings.defaultCountry as Country)
  if (number === undefined) throw refuse('PHONE_INVALID')
  if (!number.mobile && findTestNumber(number.e164, settings, now) === undefined)
    throw refuse('PHONE_INVALID')
  if (!settings.allowedCountries.includes(number.country))
    throw refuse('PHONE_COUNTRY_NOT_ALLOWED', { country: number.country })
  return number
}

/** The entry of a number among the test numbers; nothing from the day after it expires. */
export function findTestNumber(phone: E164, settings: PhoneSettings, now: number): TestNumber | undefined {
  const found = testNumbers(settings).get(phone)
  return found !== undefined && now < found.expiresAt ? found : undefined
}

function testNumbers(settings: PhoneSettings): ReadonlyMap<E164, TestNumber> {
  let numbers = testNumbersOf.get(settings)
  if (numbers === undefined) {
    numbers = new Map(
      Object.entries(settings.testNumbers).flatMap(([text, { code, expires }]) => {
        const number = readPhoneNumber(text, settings.defaultCountry as Country)
        return number === undefined ? [] : [[number.e164, { code, expiresAt: endOf(expires) }] as const]
      }),
    )
    testNumbersOf.set(settings, numbers)
  }
  return numbers
}

/** A bare day counts to its end (UTC). */
function endOf(expires: string): number {
  const at = Date.parse(expires)
  return /^\d{4}-\d\d-\d\d$/.test(expires) ? at + dayMs : at
}
