/** Audit records by the page, for operators. */
import type { RawBuilder, Sql, SqlBool } from 'kysely'
import type { TenantId, UserId } from '../base/ids.ts'
import { pageByTime, type TimePageRequest } from '../storage/page-by-time.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
import { adminActorPrefix } from './audit-log.ts'

/** A record as operators see it. */
export type AuditRecord = {
  readonly id: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly action: string
  readonly result: string
  /** `user:ID`, `admin:NAME`, `system` or `anonymous`. */
  readonly actor: string
  readonly userId: string | null
  readonly clientId: string | null
  readonly address: string | null
  readonly subject: string | null
  readonly detail: string | null
  /** Of refusals that are told of together: how many. */
  readonly times: number | null
}

/** All parts must meet. */
export type AuditFilter = {
  /** The whole name, or the beginning that a `.` ends: `login.`. */
  readonly action?: string | undefined
  /** `success`, the code of a refusal, or `!success` for all that failed. */
  readonly result?: string | undefined
  readonly userId?: UserId | undefined
  readonly actor?: string | undefined
}

export type AuditQuery = TimePageRequest & { readonly filter?: AuditFilter }

export type AuditPage = { readonly records: readonly AuditRecord[]; readonly next: string | undefined }

export interface AuditList {
  /** Newest first. Pages may be short and go on. An `after` that is no cursor is `API_PARAMS_ERROR`. */
  page(tenantId: TenantId, query: AuditQuery): Promise<AuditPage>
}

type Row = Omit<AuditRecord, 'userId' | 'clientId'> & {
  readonly user_id: string | null
  readonly client_id: string | null
}

const columns = [
  'id',
  'at',
  'action',
  'result',
  'actor',
  'user_id',
  'client_id',
  'address',
  'subject',
  'detail',
  'times',
]

export function createAuditList(database: QueryDatabase): AuditList {
  return {
    async page(tenantId, { filter = {}, ...request }) {
      const { sql } = await import('kysely')
      const of = { table: 'audit', columns, idIsNumber: true, ...conditionsOf(sql, filter) }
      const { rows, next } = await pageByTime<Row>(database, tenantId, of, request)
      const records = rows.map(({ user_id, client_id, ...row }) => ({
        ...row,
        userId: user_id,
        clientId: client_id,
      }))
      return { records, next }
    },
  }
}

/** Users and administrators have their own indexes; what is left is looked for. */
function conditionsOf(sql: Sql, { action, result, userId, actor }: AuditFilter) {
  const within: RawBuilder<SqlBool>[] = []
  const matching: RawBuilder<SqlBool>[] = []
  if (userId !== undefined) within.push(sql<SqlBool>`user_id = ${userId}`)
  if (actor?.startsWith(adminActorPrefix))
    // As a literal, so that the index of administrators serves it.
    within.push(sql<SqlBool>`substr(actor, 1, 6) = 'admin:' and actor = ${actor}`)
  else if (actor !== undefined) matching.push(sql<SqlBool>`actor = ${actor}`)
  if (action?.endsWith('.'))
    matching.push(sql<SqlBool>`substr(action, 1, ${sql.lit(action.length)}) = ${action}`)
  else if (action !== undefined) matching.push(sql<SqlBool>`action = ${action}`)
  if (result?.startsWith('!')) matching.push(sql<SqlBool>`result <> ${result.slice(1)}`)
  else if (result !== undefined) matching.push(sql<SqlBool>`result = ${result}`)
  return { within, matching }
}
