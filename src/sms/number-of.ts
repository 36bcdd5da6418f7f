import { type PhoneNumber, readPhoneNumber } from '../base/phone-number.ts'

/** The number of a message. What no metadata knows has no country: a login type of the app's own accepted it. */
export function numberOf(phone: string): PhoneNumber {
  const unknown = { country: 'ZZ', callingCode: '', national: phone, mobile: false } as const
  return readPhoneNumber(phone, 'CN') ?? { ...unknown, e164: phone as PhoneNumber['e164'] }
}
