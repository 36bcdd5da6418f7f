/** A user with everything, as steps: bindings, second factor, memberships, agreements, requests, devices; the sessions end. */
import type { TenantId, UserId } from '../base/ids.ts'
import type { Step } from '../storage/database.ts'
import type { AccountServices } from './account-services.ts'

export type RemovalServices = Pick<
  AccountServices,
  'users' | 'bindings' | 'passwordBindings' | 'factors' | 'corps' | 'agreements' | 'recoveries' | 'sessions'
>

/**
 * Rows of ended sessions stay until they are pruned, so that what made them is not used again. `dueBy`: only where the
 * user's own time for it has come by then. Refused as `USER_AUTH_MISS`.
 */
export function removalSteps(
  { users, bindings, passwordBindings, factors, corps, agreements, recoveries, sessions }: RemovalServices,
  tenantId: TenantId,
  userId: UserId,
  dueBy?: number,
): Step[] {
  return [
    ...users.remove(tenantId, userId, dueBy),
    bindings.removeAll(tenantId, userId),
    passwordBindings.removeAll(tenantId, userId),
    ...factors.removeAll({ tenantId, userId }),
    corps.leaveAll(tenantId, userId),
    agreements.removeAll(tenantId, userId),
    recoveries.removeAll(tenantId, userId),
    sessions.endOthers(tenantId, userId),
  ]
}
