/** Recoveries by the page, newest first, for administrators. */
import type { RawBuilder, Sql, SqlBool } from 'kysely'
import type { TenantId } from '../base/ids.ts'
import { pageByTime, type TimePageRequest } from '../storage/page-by-time.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
import {
  type Recovery,
  type RecoveryRow,
  type RecoveryState,
  recoveryColumns,
  toRecovery,
} from './recovery.ts'

export type RecoveryQuery = TimePageRequest & {
  /** `open`: asked or approved. */
  readonly state?: RecoveryState | 'open' | undefined
}

export type RecoveryPage = { readonly recoveries: readonly Recovery[]; readonly next: string | undefined }

/** An `after` that is no cursor is `API_PARAMS_ERROR`. */
export async function listRecoveries(
  database: QueryDatabase,
  tenantId: TenantId,
  { state, ...request }: RecoveryQuery,
): Promise<RecoveryPage> {
  const { sql } = await import('kysely')
  const of = {
    table: 'recoveries',
    columns: recoveryColumns,
    idIsNumber: false,
    within: state === undefined ? [] : [isOf(sql, state)],
    matching: [],
  }
  const { rows, next } = await pageByTime<RecoveryRow>(database, tenantId, of, request)
  return { recoveries: rows.map(toRecovery), next }
}

/** Each has an index. */
function isOf(sql: Sql, state: RecoveryState | 'open'): RawBuilder<SqlBool> {
  return state === 'open' ? sql<SqlBool>`ended_at is null` : sql<SqlBool>`state = ${state}`
}
