import { type Country, type PhoneNumber, readInCountries } from '../base/phone-number.ts'
import type { AccountServices } from './account-services.ts'

/** What a text is as a number in each country that the app's phone logins take for granted. */
export function numbersOf(
  { phoneLogins }: Pick<AccountServices, 'phoneLogins'>,
  text: string,
): PhoneNumber[] {
  const countries = phoneLogins().map(({ settings }) => settings.defaultCountry as Country)
  return readInCountries(text, countries)
}
