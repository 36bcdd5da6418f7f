/**
 * Rows of a tenant by the page, newest first, of a table that has an index on `(tenant_id, at)`: for operators. A page
 * looks at a bounded number of rows, however few of a million meet a condition that no index serves.
 */
import type { RawBuilder, Sql, SqlBool } from 'kysely'
import type { TenantId } from '../base/ids.ts'
import { refuse } from '../base/refusal.ts'
import type { QueryDatabase } from './query-database.ts'

export type TimePageRequest = {
  /** Epoch milliseconds; `to` is not in it. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** A page may hold fewer rows than asked for, or none, and have a `next`: there it goes on looking. */
export type TimePage<Row> = { readonly rows: readonly Row[]; readonly next: string | undefined }

export type TimePageOf = {
  readonly table: string
  /** `id` and `at` among them. */
  readonly columns: readonly string[]
  /** Ids of numbers are asked for as such. */
  readonly idIsNumber: boolean
  /** What an index begins with besides the tenant. */
  readonly within: readonly RawBuilder<SqlBool>[]
  /** What each row that is looked at must meet. */
  readonly matching: readonly RawBuilder<SqlBool>[]
}

type Placed = { readonly id: string | number; readonly at: number }

/** Rows that one page looks at, at most, where it has to look. */
const mostLookedAt = 10_000

/** An `after` that is no cursor is `API_PARAMS_ERROR`. */
export async function pageByTime<Row extends Placed>(
  database: QueryDatabase,
  tenantId: TenantId,
  of: TimePageOf,
  { from, to, after, limit }: TimePageRequest,
): Promise<TimePage<Row>> {
  const { sql } = await import('kysely')
  const bounds = [
    sql<SqlBool>`tenant_id = ${tenantId}`,
    ...of.within,
    ...(from === undefined ? [] : [sql<SqlBool>`at >= ${from}`]),
    ...(to === undefined ? [] : [sql<SqlBool>`at < ${to}`]),
    ...(after === undefined ? [] : [isBehind(sql, after, of.idIsNumber)]),
  ]
  const kysely = await database.kysely()
  const columns = sql.join(of.columns.map((column) => sql.ref(column)))
  const looked = (most: number, offset = 0) =>
    sql`select ${columns} from ${sql.table(of.table)} where ${sql.join(bounds, sql` and `)}
      order by at desc, id desc limit ${sql.lit(most)} offset ${sql.lit(offset)}`
  const isLooking = of.matching.length > 0
  const found = isLooking
    ? sql`select * from (${looked(mostLookedAt)}) looked where ${sql.join(of.matching, sql` and `)}
        order by at desc, id desc limit ${sql.lit(limit + 1)}`
    : looked(limit + 1)
  const rows = (await found.execute(kysely)).rows as Row[]
  if (rows.length > limit) return { rows: rows.slice(0, limit), next: toCursor(rows[limit - 1]) }
  if (!isLooking) return { rows, next: undefined }
  const [last] = (await looked(1, mostLookedAt - 1).execute(kysely)).rows as Row[]
  return { rows, next: toCursor(last) }
}

function isBehind(sql: Sql, cursor: string, idIsNumber: boolean): RawBuilder<SqlBool> {
  const [, at, id] = /^(\d{1,16})\.(.+)$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (at === undefined || id === undefined || (idIsNumber && !/^\d{1,16}$/.test(id)))
    throw refuse('API_PARAMS_ERROR', { arguments: { after: 'is no cursor of a page' } })
  return sql<SqlBool>`(at, id) < (${Number(at)}, ${idIsNumber ? Number(id) : id})`
}

function toCursor(last: Placed | undefined): string | undefined {
  return last && Buffer.from(`${last.at}.${last.id}`).toString('base64url')
}
