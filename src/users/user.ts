/** A user as callers see one: every field is read as `user.userId.value`, `toDict()` gives plain values. */
import type { UserId } from '../base/ids.ts'

export type UserStatus = 'active' | 'disabled'

/** A row of the table, as both databases give it. */
export type UserRow = {
  readonly id: UserId
  readonly nick: string
  readonly name: string | null
  readonly email: string | null
  /** E.164; a copy for showing, the binding decides. */
  readonly phone: string | null
  readonly username: string | null
  readonly status: UserStatus
  readonly created_at: number
  /** When a number or password was last changed: codes, tickets and proofs from before are dead. */
  readonly secured_at: number
  /** When it is deleted for good: its user closed it. Epoch milliseconds. */
  readonly delete_at: number | null
  /** The open request for another number in place of a lost one. */
  readonly recovery_id: string | null
  /** When an operator declared the passwords expired that were set before. Epoch milliseconds. */
  readonly password_expired_at: number | null
}

/** Plain values of a user: what leaves over HTTP. */
export type UserDict = {
  readonly userId: string
  readonly nick: string
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly username: string | null
  readonly status: string
  readonly createTime: number
}

type Fields = { readonly [Name in keyof UserDict]: { readonly value: UserDict[Name] } }

/** A user row; `extra` are plain values that travel with it, such as a login code. */
export type User<Extra extends object = object> = Fields & Extra & { toDict(): UserDict & Extra }

export function toUserDict(row: UserRow): UserDict {
  return {
    userId: row.id,
    nick: row.nick,
    name: row.name,
    email: row.email,
    phone: row.phone,
    username: row.username,
    status: row.status,
    createTime: row.created_at,
  }
}

export function toUser<Extra extends object>(row: UserRow, extra: Extra): User<Extra> {
  const dict = toUserDict(row)
  const fields = Object.fromEntries(Object.entries(dict).map(([name, value]) => [name, { value }])) as Fields
  return { ...fields, ...extra, toDict: () => ({ ...dict, ...extra }) }
}
