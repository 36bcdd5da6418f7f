/**
 * What a message costs, in US dollars, by the program's classes of destinations: round figures in the range of the lists
 * that vendors publish. They order destinations and are no quotation.
 */

import type { Country } from '../../src/base/phone-number.ts'
import { type CostClass, costClassOf } from '../../src/sms/cost-class.ts'

const dollars: Readonly<Record<CostClass, number>> = {
  free: 0,
  low: 0.01,
  medium: 0.05,
  high: 0.1,
  highest: 0.25,
}

export function costOf(messages: ReadonlyMap<string, number>): number {
  return [...messages].reduce(
    (sum, [country, count]) => sum + count * dollars[costClassOf(country as Country)],
    0,
  )
}
