/** Which share of the last minute's checks of a tenant went right, as far as this process saw them. */
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import type { LimitWindow } from '../ephemeral/ephemeral-store.ts'
import { countEvent, countIn, keepCurrent } from '../ephemeral/limit-windows.ts'

const smallestSample = 20

type Result = 'right' | 'wrong'

export interface RightShare {
  count(tenantId: TenantId, result: Result): void
  /** From 0 to 1; 1 where too little was checked to say: a process that has just started judges nobody. */
  of(tenantId: TenantId): number
}

/** `window.max`: above 20, so that the counts are packed. */
export function createRightShare(clock: Clock, window: LimitWindow): RightShare {
  const logs = new Map<TenantId, Record<Result, number[]>>()

  function current(tenantId: TenantId, result: Result): number[] {
    return keepCurrent(logs.get(tenantId)?.[result] ?? [], window, clock.now())
  }

  function total(tenantId: TenantId, result: Result): number {
    return countIn(current(tenantId, result))
  }

  return {
    count(tenantId, result) {
      const log = current(tenantId, result)
      countEvent(log, window, clock.now())
      logs.set(tenantId, { ...(logs.get(tenantId) ?? { right: [], wrong: [] }), [result]: log })
    },
    of(tenantId) {
      const right = total(tenantId, 'right')
      const all = right + total(tenantId, 'wrong')
      return all < smallestSample ? 1 : right / all
    },
  }
}
