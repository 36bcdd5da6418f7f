/** Raises what an operator should hear of a budget: that it runs low, and that it has stopped messages. Each once a day. */
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import type { Events } from '../events/events.ts'
import type { BudgetOwner, SendBudget } from '../limits/send-budget.ts'

export interface BudgetWatch {
  /** So many messages are in the budget's day, as many as it tells of. */
  reached(owner: BudgetOwner, budget: SendBudget, sent: number): void
  /** It refused a message: `open` is who is still sent to. */
  refused(owner: BudgetOwner, budget: SendBudget, open: 'known' | 'none'): void
}

type WatchDependencies = { readonly clock: Clock; readonly events: Pick<Events, 'raise'> }

/** What was raised is kept in mind for the day, so that no further message costs anything. */
export function createBudgetWatch({ clock, events }: WatchDependencies): BudgetWatch {
  let today = ''
  let raised = new Set<string>()

  function isFirst(tenantId: TenantId, onceKey: string, day: string): boolean {
    if (day !== today) {
      today = day
      raised = new Set()
    }
    const key = `${tenantId} ${onceKey}`
    if (raised.has(key)) return false
    raised.add(key)
    return true
  }

  return {
    reached({ tenantId, service }, { daily }, sent) {
      const day = dayOf(clock.now())
      const onceKey = `${service} ${day}`
      if (!isFirst(tenantId, `alert ${onceKey}`, day)) return
      const data = { element: service, day, sent, budget: daily }
      events.raise(tenantId, { type: 'sms.budget.alert', data }, onceKey)
    },
    refused({ tenantId, service }, { daily }, open) {
      const day = dayOf(clock.now())
      const onceKey = `${service} ${day} ${open}`
      if (!isFirst(tenantId, `stop ${onceKey}`, day)) return
      const data = { element: service, day, budget: daily, open }
      events.raise(tenantId, { type: 'sms.budget.stopped', data }, onceKey)
    },
  }
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}
