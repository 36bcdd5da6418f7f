/** Phone numbers as people write them. Loaded apart from the page: the metadata weigh more than all of it. */
import { AsYouType, type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'

export type TypedNumber = {
  /** ISO 3166; of the text, where it names one. */
  readonly country: string
  readonly text: string
}

/** Full-width digits, marks of direction, `0086` for `+86`. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trimStart()
    .replace(/^00(?=[1-9])/, '+')
}

/** Sets the text as it is typed or pasted; a number of another country names its country itself. */
export function formatTyped(text: string, country: string): TypedNumber {
  const written = plain(text).replace(/[^\d+]/g, '')
  if (!written.startsWith('+')) return { country, text: new AsYouType(country as CountryCode).input(written) }
  const typing = new AsYouType(country as CountryCode)
  const international = typing.input(written)
  const found = typing.getCountry()
  const national = typing.getNumber()?.nationalNumber ?? ''
  if (found === undefined || national === '') return { country, text: international }
  return { country: found, text: new AsYouType(found).input(national) }
}

/** As it is sent, and as it is shown; nothing where the text holds no number. */
export function readTyped({
  country,
  text,
}: TypedNumber): { readonly mobile: string; readonly shown: string } | undefined {
  const number = parsePhoneNumberFromString(plain(text), country as CountryCode)
  return number && { mobile: number.number, shown: number.formatInternational() }
}
