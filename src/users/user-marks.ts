/** Marks on a user's row, which a login finds without another look; as steps of a caller's transaction. */
import type { TenantId, UserId } from '../base/ids.ts'
import { type Refusal, refuse } from '../base/refusal.ts'
import { guarded, type Step, statement, step } from '../storage/database.ts'

type Key = [tenant: string, id: string]

const beginRecovery = statement<[recovery: string, ...Key]>(
  'users.begin-recovery',
  `update users set recovery_id = ?
   where tenant_id = ? and id = ? and status = 'active' and recovery_id is null`,
)
const endRecovery = statement<[...Key, recovery: string]>(
  'users.end-recovery',
  'update users set recovery_id = null where tenant_id = ? and id = ? and recovery_id = ?',
)
const expirePassword = statement<[at: number, ...Key]>(
  'users.expire-password',
  'update users set password_expired_at = ? where tenant_id = ? and id = ?',
)

/** Refused where the user is not active, or has an open one: of several at once, one. */
export function beginRecoveryStep(
  tenantId: TenantId,
  userId: UserId,
  recoveryId: string,
  refused: () => Refusal,
): Step {
  return guarded(beginRecovery, [recoveryId, tenantId, userId], refused)
}

export function endRecoveryStep(tenantId: TenantId, userId: UserId, recoveryId: string): Step {
  return step(endRecovery, [tenantId, userId, recoveryId])
}

/** Passwords that were set by now have to be replaced. Refused as `USER_AUTH_MISS`. */
export function expirePasswordStep(tenantId: TenantId, userId: UserId, now: number): Step {
  return guarded(expirePassword, [now, tenantId, userId], () => refuse('USER_AUTH_MISS'))
}
