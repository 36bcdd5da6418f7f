/** Countries as people of the language call them. */
import { useLanguageTag } from '../use-texts.ts'

/** Names of the language that is chosen; what is no country is left as it is. */
export function useCountryNames(): (country: string) => string {
  const names = new Intl.DisplayNames(useLanguageTag(), { type: 'region', fallback: 'code' })
  return (country) => (/^[A-Z]{2}$/.test(country) ? (names.of(country) ?? country) : country || '–')
}

export function CountryName({ country }: { readonly country: string }) {
  return useCountryNames()(country)
}
