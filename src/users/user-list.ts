/** Users by the page: for operators and exports, never on a login path. */
import type { Sql, SqlBool } from 'kysely'
import type { TenantId, UserId } from '../base/ids.ts'
import { refuse } from '../base/refusal.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
import type { UserRow, UserStatus } from './user.ts'

/** A user as operators see one. */
export type ListedUser = UserRow & {
  readonly login_methods: number
  /** Epoch milliseconds. */
  readonly last_login_at: number | null
}

/** All parts must meet. */
export type UserFilter = {
  readonly id?: UserId | undefined
  readonly status?: UserStatus | undefined
  /** A part of the E.164 number. */
  readonly phone?: string | undefined
  /** A part of nick, name or user name, without regard to case. */
  readonly name?: string | undefined
}

export type PageRequest = {
  readonly filter?: UserFilter
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

export type UserPage = { readonly users: readonly ListedUser[]; readonly next: string | undefined }

export interface UserList {
  /** Newest first. An `after` that is no cursor is `API_PARAMS_ERROR`. */
  page(tenantId: TenantId, request: PageRequest): Promise<UserPage>
  /** In the order of their ids, from behind `after`: every user once, however many come and go meanwhile. */
  byId(tenantId: TenantId, after: string, limit: number): Promise<ListedUser[]>
  /** How many there are, as far as it can be told at this moment. */
  count(tenantId: TenantId): Promise<number>
}

const columns = [
  'id',
  'nick',
  'name',
  'email',
  'phone',
  'username',
  'status',
  'created_at',
  'secured_at',
  'delete_at',
  'recovery_id',
  'password_expired_at',
  'login_methods',
  'last_login_at',
] as const

export function createUserList(database: QueryDatabase): UserList {
  const select = async (tenantId: TenantId) =>
    (await database.kysely())
      .selectFrom('users')
      .select([...columns])
      .where('tenant_id', '=', tenantId)

  return {
    async page(tenantId, { filter = {}, after, limit }) {
      const { sql } = await import('kysely')
      const behind = after === undefined ? [] : [isBehind(sql, after)]
      const conditions = [...conditionsOf(sql, filter), ...behind]
      const rows = (await conditions
        .reduce((query, condition) => query.where(condition), await select(tenantId))
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()) as ListedUser[]
      const users = rows.slice(0, limit)
      return { users, next: rows.length > limit ? toCursor(users.at(-1)) : undefined }
    },
    async byId(tenantId, after, limit) {
      const query = (await select(tenantId)).where('id', '>', after).orderBy('id').limit(limit)
      return (await query.execute()) as ListedUser[]
    },
    async count(tenantId) {
      const query = (await database.kysely()).selectFrom('users').where('tenant_id', '=', tenantId)
      const { sql } = await import('kysely')
      const { users } = await query.select(sql<number>`count(*)`.as('users')).executeTakeFirstOrThrow()
      return Number(users)
    },
  }
}

function conditionsOf(sql: Sql, { id, status, phone, name }: UserFilter) {
  const conditions = [
    id === undefined ? undefined : sql<SqlBool>`id = ${id}`,
    // As a literal, so that the index of disabled users serves it.
    status === undefined ? undefined : sql<SqlBool>`status = ${sql.lit(status)}`,
    phone === undefined ? undefined : sql<SqlBool>`phone like ${containing(phone)} escape '\\'`,
    name === undefined ? undefined : isNamed(sql, name),
  ]
  return conditions.filter((condition) => condition !== undefined)
}

function isNamed(sql: Sql, name: string) {
  const like = (column: string) =>
    sql<SqlBool>`lower(${sql.ref(column)}) like lower(${containing(name)}) escape '\\'`
  return sql<SqlBool>`(${like('nick')} or ${like('name')} or ${like('username')})`
}

function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}

function isBehind(sql: Sql, cursor: string) {
  const [, at, id] = /^(\d{1,16})\.(.+)$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (at === undefined || id === undefined)
    throw refuse('API_PARAMS_ERROR', { arguments: { after: 'is no cursor of a page' } })
  return sql<SqlBool>`(created_at, id) < (${Number(at)}, ${id})`
}

function toCursor(last: ListedUser | undefined): string | undefined {
  return last && Buffer.from(`${last.created_at}.${last.id}`).toString('base64url')
}
