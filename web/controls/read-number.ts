/** A typed number as it is sent, or what is wrong with it. */
import { countryName, flagOf } from '../shared/countries.ts'
import type { Frame } from './frame.ts'
import { loadPhoneFormat } from './number-field.tsx'
import type { TypedNumber } from './phone-format.ts'
import type { Problem } from './problem.ts'

/** `mobile` is sent, `shown` is for people. */
export type SentNumber = { readonly mobile: string; readonly shown: string }

/** Nothing where no digit was typed. */
export function numberMissing({ text }: TypedNumber, { texts }: Frame): Problem | undefined {
  return /\d/.test(text) ? undefined : { field: 'phone', text: () => texts.errors.phoneEmpty }
}

/** What cannot be read is sent as it is: the server says what is wrong with it. */
export async function readNumber(number: TypedNumber, frame: Frame): Promise<SentNumber | Problem> {
  const { callingCodes, language, texts } = frame
  const { formatTyped, readTyped } = await loadPhoneFormat()
  const typed = formatTyped(number.text, number.country)
  if (!(typed.country in callingCodes)) {
    const name = `${flagOf(typed.country)} ${countryName(typed.country, language)}`
    return { field: 'phone', text: () => texts.errors.countryNotServed(name) }
  }
  const digits = number.text.replace(/\D/g, '')
  return readTyped(typed) ?? { mobile: `+${callingCodes[number.country]}${digits}`, shown: number.text }
}
