/** The table of recoveries: who wins when two answer at once is decided by the statements themselves. */
import type { TenantId, UserId } from '../base/ids.ts'
import { refuse } from '../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'
import { pruneStatement } from '../storage/prune.ts'
import {
  type Recovery,
  type RecoveryEnd,
  type RecoveryNotice,
  type RecoveryRow,
  recoveryColumns,
  toRecovery,
} from './recovery.ts'

const columns = recoveryColumns.join(', ')

type Key = [tenant: string, id: string]

const findOne = statement<Key, RecoveryRow>(
  'recoveries.find',
  `select ${columns} from recoveries where tenant_id = ? and id = ?`,
)
const insertOne = statement<
  [
    tenant: string,
    id: string,
    user: string,
    client: string,
    loginType: string,
    oldPhone: string,
    newPhone: string,
    reason: string,
    address: string | null,
    at: number,
    dueAt: number,
  ]
>(
  'recoveries.insert',
  `insert into recoveries (tenant_id, id, user_id, client_id, login_type, old_phone, new_phone, reason, address,
     at, due_at, state, notice)
   values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'asked', 'waiting')`,
)
const approveOne = statement<[by: string, at: number, ...Key]>(
  'recoveries.approve',
  `update recoveries set state = 'approved', decided_by = ?, decided_at = ?
   where tenant_id = ? and id = ? and state = 'asked'`,
)
const refuseOne = statement<[by: string, at: number, endedAt: number, ...Key]>(
  'recoveries.refuse',
  `update recoveries set state = 'refused', decided_by = ?, decided_at = ?, ended_at = ?
   where tenant_id = ? and id = ? and ended_at is null`,
)
const endOne = statement<[state: string, at: number, ...Key]>(
  'recoveries.end',
  `update recoveries set state = ?, ended_at = ?
   where tenant_id = ? and id = ? and ended_at is null`,
)
const completeOne = statement<[at: number, ...Key, now: number]>(
  'recoveries.complete',
  `update recoveries set state = 'completed', ended_at = ?
   where tenant_id = ? and id = ? and state = 'approved' and notice = 'sent' and due_at <= ?`,
)
const listDue = statement<[at: number, limit: number], RecoveryRow>(
  'recoveries.due',
  `select ${columns} from recoveries
   where ended_at is null and state = 'approved' and notice = 'sent' and due_at <= ? order by due_at limit ?`,
)
const listForgotten = statement<[state: string, at: number, limit: number], RecoveryRow>(
  'recoveries.forgotten',
  `select ${columns} from recoveries
   where ended_at is null and state = ? and (state = 'asked' or notice <> 'sent') and due_at <= ?
   order by due_at limit ?`,
)
const setTold = statement<[dueAt: number, ...Key]>(
  'recoveries.set-told',
  `update recoveries set notice = 'sent', due_at = ?
   where tenant_id = ? and id = ? and ended_at is null and notice <> 'sent'`,
)
const setUntold = statement<[notice: string, ...Key]>(
  'recoveries.set-untold',
  `update recoveries set notice = ?
   where tenant_id = ? and id = ? and ended_at is null and notice <> 'sent'`,
)
const removeAll = statement<[tenant: string, user: string]>(
  'recoveries.remove-all',
  // Always so. Without the time SQLite goes through those of the whole tenant, by their primary key.
  'delete from recoveries where tenant_id = ? and user_id = ? and at >= 0',
)
const ended = {
  name: 'recoveries.prune',
  table: 'recoveries',
  key: 'tenant_id, id',
  where: 'ended_at < ?',
  orderBy: 'ended_at',
}

export type NewRecovery = Omit<Recovery, 'state' | 'notice' | 'decidedBy' | 'decidedAt' | 'endedAt'>

type Named = Pick<Recovery, 'tenantId' | 'id'>

/** Every step that ends or answers one refuses `RECOVERY_OVER` where another was first. */
export interface RecoveryStore {
  find(tenantId: TenantId, id: string): Promise<Recovery | undefined>
  insert(recovery: NewRecovery): Step
  approve(recovery: Named, by: string, now: number): Step
  /** Also of one that was approved and is not completed yet. */
  refuse(recovery: Named, by: string, now: number): Step
  end(recovery: Named, state: Exclude<RecoveryEnd, 'refused' | 'completed'>, now: number): Step
  /** Approved, the old number was told, and the time since then is over. */
  complete(recovery: Named, now: number): Step
  /** Of all tenants, the first ones first: which can be completed by now. */
  listDue(now: number, limit: number): Promise<Recovery[]>
  /** Of all tenants: open, `dueAt` was before, and nobody answered or the old number could not be told. */
  listForgotten(before: number, limit: number): Promise<Recovery[]>
  /** The old number was told: the waiting time runs from now. */
  setTold(recovery: Named, dueAt: number): Step
  /** It could not be told yet. */
  setUntold(recovery: Named, notice: Exclude<RecoveryNotice, 'sent'>): Promise<void>
  /** Every one of a user who is deleted. */
  removeAll(tenantId: TenantId, userId: UserId): Step
  /** Removes at most `batch` that ended before. Answers how many. */
  prune(before: number, batch: number): Promise<number>
}

const over = () => refuse('RECOVERY_OVER')

export function createRecoveryStore(database: Database): RecoveryStore {
  return {
    async find(tenantId, id) {
      const row = await database.first(findOne, [tenantId, id])
      return row && toRecovery(row)
    },
    insert: (one) =>
      step(insertOne, [
        one.tenantId,
        one.id,
        one.userId,
        one.clientId,
        one.loginType,
        one.oldPhone,
        one.newPhone,
        one.reason,
        one.address,
        one.at,
        one.dueAt,
      ]),
    approve: ({ tenantId, id }, by, now) => guarded(approveOne, [by, now, tenantId, id], over),
    refuse: ({ tenantId, id }, by, now) => guarded(refuseOne, [by, now, now, tenantId, id], over),
    end: ({ tenantId, id }, state, now) => guarded(endOne, [state, now, tenantId, id], over),
    complete: ({ tenantId, id }, now) => guarded(completeOne, [now, tenantId, id, now], over),
    async listDue(now, limit) {
      return (await database.all(listDue, [now, limit])).map(toRecovery)
    },
    async listForgotten(before, limit) {
      const states = ['asked', 'approved'] as const
      const found = await Promise.all(
        states.map((state) => database.all(listForgotten, [state, before, limit])),
      )
      return found.flat().map(toRecovery)
    },
    setTold: ({ tenantId, id }, dueAt) => step(setTold, [dueAt, tenantId, id]),
    async setUntold({ tenantId, id }, notice) {
      await database.change(setUntold, [notice, tenantId, id])
    },
    removeAll: (tenantId, userId) => step(removeAll, [tenantId, userId]),
    prune: (before, batch) =>
      database.change(pruneStatement<[before: number]>(database.dialect, ended, batch), [before]),
  }
}
