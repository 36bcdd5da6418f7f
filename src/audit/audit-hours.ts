/**
 * How many records of each action and result an hour has: read from the log behind its back, each record once, so that
 * a login pays nothing for it and charts do not read a million records.
 */
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../base/ids.ts'
import { Refusal } from '../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'

export type AuditHour = {
  /** Epoch milliseconds of its beginning. */
  readonly at: number
  readonly action: string
  readonly result: string
  readonly count: number
}

export interface AuditHours {
  /** Counts the next `batch` records that are ten seconds old; answers how many. Of several processes one does. */
  advance(batch: number): Promise<number>
  /** From `from` on (epoch ms), the hour that it is in included. */
  list(tenantId: TenantId, from: number): Promise<AuditHour[]>
  /** Removes hours from before `before` (epoch ms). */
  prune(before: number): Promise<void>
}

export const hourMs = 3_600_000

/** By then every record with a lower id has been written, or never will be. */
const settledMs = 10_000

type LogRow = {
  readonly id: number
  readonly tenant_id: string
  readonly at: number
  readonly action: string
  readonly result: string
  readonly times: number | null
}

const readPlace = statement<[], { readonly last: number }>(
  'audit-hours.place',
  `select last from audit_hours_place where name = 'audit'`,
)
const readNext = statement<[after: number, limit: number], LogRow>(
  'audit-hours.next',
  'select id, tenant_id, at, action, result, times from audit where id > ? order by id limit ?',
)
const movePlace = statement<[last: number, from: number]>(
  'audit-hours.move',
  `insert into audit_hours_place (name, last) values ('audit', ?)
   on conflict (name) do update set last = excluded.last where audit_hours_place.last = ?`,
)
const addCount = statement<[tenant: string, at: number, action: string, result: string, count: number]>(
  'audit-hours.add',
  `insert into audit_hours (tenant_id, at, action, result, count) values (?, ?, ?, ?, ?)
   on conflict (tenant_id, at, action, result) do update set count = audit_hours.count + excluded.count`,
)
const readHours = statement<[tenant: string, from: number], AuditHour>(
  'audit-hours.list',
  'select at, action, result, count from audit_hours where tenant_id = ? and at >= ?',
)
const pruneHours = statement<[before: number]>('audit-hours.prune', 'delete from audit_hours where at < ?')

/** Never seen outside: another process was first. */
const movedByAnother = () => new Refusal('MOVED_BY_ANOTHER')

export function createAuditHours(database: Database, clock: Clock): AuditHours {
  return {
    async advance(batch) {
      const from = (await database.first(readPlace, []))?.last ?? 0
      const next = await database.all(readNext, [from, batch])
      const young = next.findIndex(({ at }) => at > clock.now() - settledMs)
      const rows = young === -1 ? next : next.slice(0, young)
      const last = rows.at(-1)?.id
      if (last === undefined) return 0
      try {
        await database.commit([guarded(movePlace, [last, from], movedByAnother), ...countingSteps(rows)])
        return rows.length
      } catch (error) {
        if (error instanceof Refusal && error.code === movedByAnother().code) return 0
        throw error
      }
    },
    list: (tenantId, from) => database.all(readHours, [tenantId, hourOf(from)]),
    prune: (before) => database.commit([step(pruneHours, [before])]),
  }
}

function countingSteps(rows: readonly LogRow[]): Step[] {
  const groups = Map.groupBy(rows, (row) =>
    JSON.stringify([row.tenant_id, hourOf(row.at), row.action, row.result]),
  )
  return [...groups].map(([key, of]) => {
    const [tenant, at, action, result] = JSON.parse(key) as [string, number, string, string]
    const count = of.reduce((sum, { times }) => sum + (times ?? 1), 0)
    return step(addCount, [tenant, at, action, result, count])
  })
}

/** The beginning of its hour. */
export function hourOf(at: number): number {
  return at - (at % hourMs)
}
