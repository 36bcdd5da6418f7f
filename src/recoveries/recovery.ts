/** A request for another number in place of one that was lost, which an administrator answers. */
import type { ClientId, TenantId, UserId } from '../base/ids.ts'
import type { E164 } from '../base/phone-number.ts'

/**
 * `asked` and `approved` are open. It ends `refused` by an administrator, `cancelled` by a login with the old number,
 * `completed` when the number was replaced, `failed` where that was not possible any more, `expired` without an answer
 * or where the old number could not be told.
 */
export type RecoveryState = 'asked' | 'approved' | RecoveryEnd

export type RecoveryEnd = 'refused' | 'cancelled' | 'completed' | 'failed' | 'expired'

/** Was the old number told? `waiting`: it is tried again; `failed` likewise, and the service did not take it. */
export type RecoveryNotice = 'waiting' | 'sent' | 'failed'

/** Times are epoch milliseconds. */
export type Recovery = {
  readonly id: string
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly clientId: ClientId
  /** fullName of the phone login. */
  readonly loginType: string
  readonly oldPhone: E164
  /** It was proven by a code when it was asked. */
  readonly newPhone: E164
  /** What the person wrote. */
  readonly reason: string
  readonly address: string | null
  readonly state: RecoveryState
  readonly at: number
  /** The number is not replaced before, nor before the old one was told: then it moves, to the waiting time after that. */
  readonly dueAt: number
  readonly notice: RecoveryNotice
  /** `admin:NAME`. */
  readonly decidedBy: string | null
  readonly decidedAt: number | null
  readonly endedAt: number | null
}

/** A row of the table. */
export type RecoveryRow = {
  readonly tenant_id: TenantId
  readonly id: string
  readonly user_id: UserId
  readonly client_id: ClientId
  readonly login_type: string
  readonly old_phone: E164
  readonly new_phone: E164
  readonly reason: string
  readonly address: string | null
  readonly state: RecoveryState
  readonly at: number
  readonly due_at: number
  readonly notice: RecoveryNotice
  readonly decided_by: string | null
  readonly decided_at: number | null
  readonly ended_at: number | null
}

export const recoveryColumns = [
  'tenant_id',
  'id',
  'user_id',
  'client_id',
  'login_type',
  'old_phone',
  'new_phone',
  'reason',
  'address',
  'state',
  'at',
  'due_at',
  'notice',
  'decided_by',
  'decided_at',
  'ended_at',
] as const satisfies readonly (keyof RecoveryRow)[]

export function toRecovery(row: RecoveryRow): Recovery {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    userId: row.user_id,
    clientId: row.client_id,
    loginType: row.login_type,
    oldPhone: row.old_phone,
    newPhone: row.new_phone,
    reason: row.reason,
    address: row.address,
    state: row.state,
    at: row.at,
    dueAt: row.due_at,
    notice: row.notice,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    endedAt: row.ended_at,
  }
}
