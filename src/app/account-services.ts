/** What an operator's work on users needs, of an open app. */
import type { AccountServices } from '../accounts/account-services.ts'
import type { ReopenNeeds } from '../accounts/reopen-prefix.ts'
import type { TodayServices } from '../accounts/today.ts'
import { type SendBudget, usualBudget } from '../limits/send-budget.ts'
import { createUserList } from '../users/user-list.ts'
import type { OpenedApp } from './open-app.ts'

export function accountServicesOf({
  rooms,
  elements,
}: Pick<OpenedApp, 'rooms' | 'elements'>): AccountServices & TodayServices & ReopenNeeds {
  return {
    ...rooms,
    userList: createUserList(rooms.database),
    namedTenants: () => elements.clients().tenantIds,
    phoneLogins: elements.phoneLogins,
    passwordLogins: elements.passwordLogins,
    corpElements: elements.corps,
    smsBudgets: () => smsBudgetsOf(elements),
  }
}

function smsBudgetsOf({ registry }: OpenedApp['elements']) {
  return registry()
    .list({ family: 'SMS.Meta', tier: 'instance' })
    .map(({ fullName, settings }) => {
      const { budget = usualBudget } = settings as { readonly budget?: SendBudget }
      return { element: fullName, daily: budget.daily }
    })
}
