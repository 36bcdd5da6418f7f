/** A phone number as the program knows it: E.164 and nothing else. One number, however it was typed. */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'

export type E164 = string & { readonly brand: 'E164' }

/** ISO 3166 alpha-2, as the metadata of libphonenumber knows it. */
export type Country = Uppercase<string>

export type PhoneNumber = {
  readonly e164: E164
  readonly country: Country
  /** What vendors show and take apart: `+86` and `13800138000`. */
  readonly callingCode: string
  readonly national: string
  /** Can it receive an SMS, as far as the metadata says? */
  readonly mobile: boolean
}

const invisible = /[\p{Cf}\p{Zs}\s\-‐-―−()./]/gu
const plausible = /^\+?[0-9]{4,20}$/
/** A number that is not valid has no type. */
const mobileTypes: ReadonlySet<string | undefined> = new Set([
  'MOBILE',
  'FIXED_LINE_OR_MOBILE',
  'PERSONAL_NUMBER',
])

const keep = 20_000
/** What was read before, in two generations: to take the oldest entry out of a large map one by one is slow. */
let recent = new Map<string, PhoneNumber | undefined>()
let older = recent

/**
 * Reads a number as a person writes it: full-width digits, spaces, dashes, brackets, zero-width and bidi marks,
 * `0086` for `+86`. Without `+` it is a number of `defaultCountry`. Nothing when it cannot be a number at all;
 * a number that no network assigns comes back with `mobile: false`.
 */
export function readPhoneNumber(text: string, defaultCountry: Country): PhoneNumber | undefined {
  if (text.length > 64) return undefined
  const key = `${defaultCountry}${text}`
  for (const known of [recent, older]) if (known.has(key)) return known.get(key)
  const number = parse(text, defaultCountry)
  remember(key, number)
  // What was typed is soon read again as it is stored.
  if (number !== undefined) remember(`${defaultCountry}${number.e164}`, number)
  return number
}

function remember(key: string, number: PhoneNumber | undefined): void {
  if (recent.size >= keep) {
    older = recent
    recent = new Map()
  }
  recent.set(key, number)
}

/** What numbers of a country begin with, `86`; nothing for a country that the metadata does not know. */
export function callingCodeOf(country: Country): string | undefined {
  return isSupportedCountry(country) ? getCountryCallingCode(country) : undefined
}

/**
 * What `text` is as a number of each country in which somebody may have meant it, of China where none is named;
 * each number once.
 */
export function readInCountries(text: string, countries: readonly Country[]): PhoneNumber[] {
  const meant: readonly Country[] = countries.length === 0 ? ['CN'] : countries
  const read = meant.map((country) => readPhoneNumber(text, country)).filter((number) => number !== undefined)
  return [...new Map(read.map((number) => [number.e164, number])).values()]
}

function parse(text: string, defaultCountry: Country): PhoneNumber | undefined {
  const compact = text.normalize('NFKC').replace(invisible, '').replace(/^00/, '+')
  if (!plausible.test(compact)) return undefined
  // It is a number and nothing else, so none has to be searched for in it.
  const options = { defaultCountry: defaultCountry as CountryCode, extract: false }
  const number = parsePhoneNumberFromString(compact, options)
  if (number?.country === undefined) return undefined
  const mobile = mobileTypes.has(number.getType())
  if (!mobile && !isSteady(number.number)) return undefined
  return {
    e164: number.number as string as E164,
    country: number.country,
    callingCode: `+${number.countryCallingCode}`,
    national: number.nationalNumber,
    mobile,
  }
}

/** Of what no network assigns, the metadata would take away another leading zero each time that it is read. */
function isSteady(e164: string): boolean {
  return parsePhoneNumberFromString(e164)?.number === e164
}

export function isCountry(text: string): text is Country {
  return isSupportedCountry(text)
}

/** Numbers that are sold together: the country code and the next 3 digits, `+86138`. */
export function prefixOf({ callingCode, national }: PhoneNumber): string {
  return callingCode + national.slice(0, 3)
}

/** How a number may be shown in logs, events and audit records (spec 6, L1): `+86138****8000`. */
export function maskPhone(e164: string): string {
  if (e164.length < 9) return '****'
  return `${e164.slice(0, -8)}****${e164.slice(-4)}`
}

/** How a masked number is shown to people as a nick: `138****8000`. */
export function maskNational({ national }: PhoneNumber): string {
  return national.length < 8 ? '****' : `${national.slice(0, -8)}****${national.slice(-4)}`
}
