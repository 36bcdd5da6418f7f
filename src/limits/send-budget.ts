/** How many messages a tenant may send through an SMS service in a day (spec 4, rule 6): a setting of the service. */
import Type, { type Static } from 'typebox'
import type { TenantId } from '../base/ids.ts'
import type { Limit } from '../ephemeral/ephemeral-store.ts'
import { beforeKept, type SenderTrust } from './sender-trust.ts'

/** For the settings of an SMS service. */
export const sendBudget = Type.Object(
  {
    daily: Type.Integer({
      minimum: 1,
      default: 10_000,
      description: 'Messages of a tenant in any 24 hours.',
    }),
    alertAt: Type.Number({
      minimum: 0.01,
      maximum: 1,
      default: 0.8,
      description: 'Part of what is open to a message that raises `sms.budget.alert` when it is used.',
    }),
    keptForKnown: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.3,
      description: 'Part that only numbers that have logged in before may use.',
    }),
  },
  {
    additionalProperties: false,
    default: {},
    description:
      'What a tenant may spend through this service. Of a route, its own counts for all behind it.',
  },
)

export type SendBudget = Static<typeof sendBudget>

/** Of services whose settings have none. */
export const usualBudget: SendBudget = { daily: 10_000, alertAt: 0.8, keptForKnown: 0.3 }

export type BudgetOwner = {
  readonly tenantId: TenantId
  /** fullName of the SMS service. */
  readonly service: string
}

const dayMs = 86_400_000

/** The limit of the budget: strangers and known numbers count in one, which is full earlier for strangers. */
export function budgetLimit(
  { tenantId, service }: BudgetOwner,
  budget: SendBudget,
  trust: SenderTrust,
): Limit {
  const max = trust.number ? budget.daily : beforeKept(budget.daily, budget.keptForKnown)
  const tellAt = Math.ceil(max * budget.alertAt)
  return { key: `send-budget:{${tenantId}:${service}}`, windows: [{ ms: dayMs, max, tellAt }] }
}
