/** Countries as people look for them: a flag, a name in their language, a calling code. */
import { type Language, languageTag } from './language.ts'

export type ListedCountry = {
  /** ISO 3166 alpha-2. */
  readonly country: string
  readonly flag: string
  readonly name: string
  /** Without `+`. */
  readonly callingCode: string
}

/** Two regional indicators make a flag. */
export function flagOf(country: string): string {
  return String.fromCodePoint(...Array.from(country, (letter) => 0x1f1a5 + letter.charCodeAt(0)))
}

/** In a language; the first of its names takes a browser some 50 ms. */
export function countryName(country: string, language: Language): string {
  return new Intl.DisplayNames(languageTag(language), { type: 'region' }).of(country) ?? country
}

/** In the order of their names. */
export function listCountries(
  callingCodes: Readonly<Record<string, string>>,
  language: Language,
): ListedCountry[] {
  const tag = languageTag(language)
  const names = new Intl.DisplayNames(tag, { type: 'region' })
  const { compare } = new Intl.Collator(tag)
  return Object.entries(callingCodes)
    .map(([country, callingCode]) => ({
      country,
      callingCode,
      flag: flagOf(country),
      name: names.of(country) ?? country,
    }))
    .toSorted((a, b) => compare(a.name, b.name))
}

/** By a part of the name, the code of the country or of its numbers. */
export function findCountries(countries: readonly ListedCountry[], wish: string): ListedCountry[] {
  const words = fold(wish).replace(/^\+|^00/, '')
  if (words === '') return [...countries]
  return countries.filter(
    ({ name, country, callingCode }) =>
      fold(name).includes(words) || country.toLowerCase() === words || callingCode.startsWith(words),
  )
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase()
}
