import type { E164 } from '../base/phone-number.ts'
import type { AccountServices } from './account-services.ts'
import { numbersOf } from './numbers-of.ts'

/** The numbers that an operator's text may be: one that is a mobile number somewhere means that one. */
export function meantNumbers(services: Pick<AccountServices, 'phoneLogins'>, text: string): E164[] {
  const numbers = numbersOf(services, text)
  const mobile = numbers.filter((number) => number.mobile)
  return (mobile.length > 0 ? mobile : numbers).map(({ e164 }) => e164)
}
