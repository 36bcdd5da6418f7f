/** Sessions as they are read: a living one with its user, and one of a list. */
import type { ClientId, SessionId, TenantId, UserId } from '../base/ids.ts'
import type { UserRow } from '../users/user.ts'

/** A living session with its user. Times are epoch milliseconds. */
export type Session = {
  readonly id: SessionId
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly clientId: ClientId
  readonly method: string
  readonly corpId: string | null
  /** What the device of the login is known by. */
  readonly device: string | null
  readonly authTime: number
  /** Made by a login at a page of this server: nobody but that page and the browser's cookie has held its token. */
  readonly atOwnPage: boolean
  readonly expiresAt: number
  readonly user: UserRow
}

export type LoginProofs = { readonly method: string; readonly secondFactor: string | undefined }

/** How a session tells what proved its login: `sms`, or `password+totp` with a second factor. */
export function methodOf({ method, secondFactor }: LoginProofs): string {
  return secondFactor === undefined ? method : `${method}+${secondFactor}`
}

export function proofsOf(text: string): LoginProofs {
  const [method = '', secondFactor] = text.split('+')
  return { method, secondFactor }
}

/** A session as its user sees it in a list. */
export type SessionListItem = {
  readonly id: SessionId
  readonly clientId: string
  readonly platform: string | null
  readonly agent: string | null
  readonly address: string | null
  readonly loginTime: number
  readonly lastSeen: number
  readonly expiresAt: number
}

/** A row of the table with its user's. */
export type SessionRow = {
  readonly sid: SessionId
  readonly tenant_id: TenantId
  readonly client_id: ClientId
  readonly method: string
  readonly corp_id: string | null
  readonly device: string | null
  readonly auth_time: number
  /** Nothing in sessions from before the column. */
  readonly at_own_page: number | null
  readonly last_seen_at: number
  readonly idle_ms: number
  readonly expires_at: number
} & UserRow

export type SessionListRow = {
  readonly id: SessionId
  readonly client_id: string
  readonly platform: string | null
  readonly agent: string | null
  readonly address: string | null
  readonly auth_time: number
  readonly last_seen_at: number
  readonly expires_at: number
  readonly idle_ms: number
}

export function toSession(row: SessionRow): Session {
  return {
    id: row.sid,
    tenantId: row.tenant_id,
    userId: row.id,
    clientId: row.client_id,
    method: row.method,
    corpId: row.corp_id,
    device: row.device,
    authTime: row.auth_time,
    atOwnPage: row.at_own_page === 1,
    expiresAt: row.expires_at,
    user: row,
  }
}

export function toListItem(row: SessionListRow): SessionListItem {
  return {
    id: row.id,
    clientId: row.client_id,
    platform: row.platform,
    agent: row.agent,
    address: row.address,
    loginTime: row.auth_time,
    lastSeen: row.last_seen_at,
    expiresAt: row.expires_at,
  }
}
