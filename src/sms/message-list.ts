/** Messages by the page, for operators: numbers masked, never a code. */
import type { SqlBool } from 'kysely'
import type { TenantId } from '../base/ids.ts'
import { pageByTime, type TimePage, type TimePageRequest } from '../storage/page-by-time.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
import type { MessageState } from './message-records.ts'

export type ListedMessage = {
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly element: string
  readonly vendor: string
  /** Masked. */
  readonly phone: string
  readonly country: string
  readonly purpose: string
  readonly state: MessageState
  readonly reason: string | null
  readonly vendor_id: string | null
  readonly changed_at: number
}

export type MessageFilter = {
  readonly state?: MessageState | undefined
  readonly country?: string | undefined
  /** fullName of the service. */
  readonly element?: string | undefined
}

const columns = [
  'id',
  'at',
  'element',
  'vendor',
  'phone',
  'country',
  'purpose',
  'state',
  'reason',
  'vendor_id',
  'changed_at',
]

/** Newest first. Pages may be short and go on. */
export async function listMessages(
  database: QueryDatabase,
  tenantId: TenantId,
  { state, country, element }: MessageFilter,
  request: TimePageRequest,
): Promise<TimePage<ListedMessage>> {
  const { sql } = await import('kysely')
  const matching = [
    ...(state === undefined ? [] : [sql<SqlBool>`state = ${state}`]),
    ...(country === undefined ? [] : [sql<SqlBool>`country = ${country}`]),
    ...(element === undefined ? [] : [sql<SqlBool>`element = ${element}`]),
  ]
  const of = { table: 'sms_messages', columns, idIsNumber: false, within: [], matching }
  return pageByTime<ListedMessage>(database, tenantId, of, request)
}
