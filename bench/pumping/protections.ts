/** The protections of a phone login, each alone and all together: settings with what is not tried out of reach. */
import type { SendBudget } from '../../src/limits/send-budget.ts'
import type { SendLimits } from '../../src/limits/send-limits.ts'
import type { Size } from './world.ts'

export type Protection = 'address' | 'number' | 'device' | 'country' | 'budget' | 'breaker'

export const protections: readonly Protection[] = [
  'address',
  'number',
  'device',
  'country',
  'budget',
  'breaker',
]

export type Guard = {
  readonly limits: SendLimits
  readonly budget: SendBudget
  readonly intervalSeconds: number
}

const never = 1_000_000_000
const free = { hour: never, day: never }

/** The defaults, which a test compares with the settings of the program. */
export const usualLimits: SendLimits = {
  number: { hour: 5, day: 10, unknownDevices: { hour: 0.6, day: 0.5 } },
  address: { hour: 60, day: 300 },
  device: { hour: 10, day: 50 },
  country: { day: 500, keptForKnown: 0.3 },
  prefix: { messages: 20, conversion: 0.1, trusted: 0.3, closedFor: 3600 },
}

/** The one number that an operator may have to set: twice what a usual day needs, where that is above the default. */
function budgetFor({ honestLogins }: Size): SendBudget {
  return { daily: Math.max(10_000, 2 * honestLogins), alertAt: 0.8, keptForKnown: 0.3 }
}

export function guardWith(on: readonly Protection[], size: Size): Guard {
  const has = (one: Protection) => on.includes(one)
  const { number, address, device, country, prefix } = usualLimits
  const daily = has('budget') ? budgetFor(size).daily : never
  return {
    intervalSeconds: has('number') ? 45 : 0,
    limits: {
      number: has('number') ? number : { ...free, unknownDevices: { hour: 1, day: 1 } },
      address: has('address') ? address : free,
      device: has('device') ? device : free,
      country: has('country') ? country : { day: never, keptForKnown: 0 },
      prefix: has('breaker') ? prefix : { ...prefix, conversion: 0 },
    },
    budget: { ...budgetFor(size), daily },
  }
}
