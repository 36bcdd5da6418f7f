/** The one phone number that an operator means. */
import { meantNumbers } from '../accounts/meant-numbers.ts'
import type { E164 } from '../base/phone-number.ts'
import { CommandFault } from './command-fault.ts'
import type { Accounts } from './open-accounts.ts'
import { printable } from './output.ts'

/** A number in any form. No number, or one in several countries, is a fault of `option`. */
export function findNumber({ services }: Accounts, text: string, option: string): E164 {
  const [number, ...others] = meantNumbers(services, text)
  if (number === undefined) throw new CommandFault(`${option}: no phone number: ${printable(text)}`)
  if (others.length > 0)
    throw new CommandFault(
      `${option}: is a number in several countries: write it with + and the country code`,
    )
  return number
}
