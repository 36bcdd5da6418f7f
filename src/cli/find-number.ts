/** The one phone number that an operator means. */
import { numbersOf } from '../accounts/user-admin.ts'
import type { E164, PhoneNumber } from '../base/phone-number.ts'
import { CommandFault } from './command-fault.ts'
import type { Accounts } from './open-accounts.ts'
import { printable } from './output.ts'

/** A number in any form. No number, or one in several countries, is a fault of `option`. */
export function findNumber({ services }: Accounts, text: string, option: string): E164 {
  const [number, ...others] = meantBy(numbersOf(services, text))
  if (number === undefined) throw new CommandFault(`${option}: no phone number: ${printable(text)}`)
  if (others.length > 0)
    throw new CommandFault(
      `${option}: is a number in several countries: write it with + and the country code`,
    )
  return number
}

/** A text that is a mobile number in one country and some other number elsewhere means the mobile one. */
function meantBy(numbers: readonly PhoneNumber[]): E164[] {
  const mobile = numbers.filter((number) => number.mobile)
  return (mobile.length > 0 ? mobile : numbers).map(({ e164 }) => e164)
}
