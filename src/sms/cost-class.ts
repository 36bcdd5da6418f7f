/** A rough order of destinations by what a message costs there, to tell cheap ones from dear ones. It is no price. */
import type { Country } from '../base/phone-number.ts'

export type CostClass = 'free' | 'low' | 'medium' | 'high' | 'highest'

const countries: Readonly<Record<'low' | 'medium' | 'highest', string>> = {
  low: 'CN US CA PR IN',
  medium:
    'AU AT BR CL CO CY CZ DK EE ES FI GB GR HK IE IS IT KR LT LV MO MX MY NO NZ PL PT SE SG SI SK TH TR TW ZA',
  highest:
    'AF AZ BD BI BY CD CU DZ EG ET GN ID IQ IR KG KZ LK LY MG ML MM NE NP OM PK PS RU SD SO SY TD TJ TM TN UZ YE',
}

const classes = new Map<string, CostClass>(
  Object.entries(countries).flatMap(([band, names]) =>
    names.split(' ').map((country) => [country, band as CostClass] as const),
  ),
)

export function costClassOf(country: Country): CostClass {
  return classes.get(country) ?? 'high'
}
