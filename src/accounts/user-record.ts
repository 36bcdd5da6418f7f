/** From the cells of a row to a user: what each column may hold. */
import { isPersonText } from '../users/person-text.ts'
import type { Profile } from '../users/profile-store.ts'
import type { UserStatus } from '../users/user.ts'
import { type Cell, cellFault, type FileColumn, type FileRow } from './file-row.ts'
import { readProfileCell } from './profile-cell.ts'

export type PhoneCell = { readonly number: string; readonly loginType: string | undefined }

export type PasswordCell = {
  readonly username: string
  readonly loginType: string | undefined
  readonly stored: string
  readonly over: 'text' | 'md5' | undefined
}

export type UserRecord = {
  readonly userId: string | undefined
  readonly nick: string | undefined
  readonly name: string | undefined
  readonly email: string | undefined
  readonly phones: readonly PhoneCell[]
  readonly passwords: readonly PasswordCell[]
  readonly status: UserStatus
  /** Nothing where the file does not say. */
  readonly corps: readonly string[] | undefined
  /** Epoch milliseconds. */
  readonly createTime: number | undefined
  readonly profile: Profile
}

/** Refused as `API_PARAMS_ERROR`, which names the column and what is wrong with it. */
export function readUserRecord(row: FileRow): UserRecord {
  const record = {
    userId: textOf(row, 'userId', 64, /^[\w.:@-]+$/),
    nick: textOf(row, 'nick', 64, /\S/),
    name: textOf(row, 'name', 128, /\S/),
    email: textOf(row, 'email', 254, /^\S+@\S+$/),
    phones: readPhones(row),
    passwords: readPasswords(row),
    status: readStatus(row),
    corps: row.corps === undefined ? undefined : listOf(row.corps),
    createTime: readTime(row.createTime),
    profile: readProfileCell(row.profile),
  }
  if (record.phones.length === 0 && record.passwords.length === 0)
    throw cellFault('phone', 'is empty, and so is username: nobody could log in')
  return record
}

function textOf(row: FileRow, column: FileColumn, most: number, pattern: RegExp): string | undefined {
  const cell = row[column]
  if (cell === undefined) return undefined
  const text = typeof cell === 'number' ? String(cell) : cell
  if (typeof text !== 'string') throw cellFault(column, 'may hold only one value')
  if ([...text].length > most) throw cellFault(column, `is longer than ${most} characters`)
  if (!pattern.test(text) || !isPersonText(text)) throw cellFault(column, 'holds characters that it may not')
  return text
}

function readPhones(row: FileRow): PhoneCell[] {
  const numbers = listOf(row.phone)
  const loginTypes = besides(row, 'phoneLogin', numbers)
  return numbers.map((number, i) => ({ number, loginType: loginTypes[i] }))
}

function readPasswords(row: FileRow): PasswordCell[] {
  const usernames = listOf(row.username)
  const loginTypes = besides(row, 'passwordLogin', usernames)
  const stored = besides(row, 'password', usernames)
  const over = besides(row, 'over', usernames)
  return usernames.map((username, i) => ({
    username,
    loginType: loginTypes[i],
    stored: stored[i] ?? missing(),
    over: readOver(over[i]),
  }))
}

function missing(): never {
  throw cellFault('password', 'is empty: a user name needs the stored form of its password')
}

/** A column that says more of each value of another: as many values as that, or none. */
function besides(row: FileRow, column: FileColumn, main: readonly string[]): readonly (string | undefined)[] {
  const values = listOf(row[column])
  if (values.length !== 0 && values.length !== main.length)
    throw cellFault(column, `has ${values.length} values and not ${main.length}`)
  return values.map((value) => (value === '' ? undefined : value))
}

function readOver(text: string | undefined): 'text' | 'md5' | undefined {
  if (text === undefined || text === 'text' || text === 'md5') return text
  throw cellFault('over', 'has to be text or md5')
}

function readStatus({ status = 'active' }: FileRow): UserStatus {
  if (status === 'active' || status === 'disabled') return status
  throw cellFault('status', 'has to be active or disabled')
}

const zonedTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/

/** Epoch milliseconds, or ISO 8601 with its zone; a bare day begins at midnight UTC. */
function readTime(cell: Cell | undefined): number | undefined {
  if (cell === undefined) return undefined
  const text = String(cell)
  const time = /^\d{1,15}$/.test(text) ? Number(text) : zonedTime.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isSafeInteger(time))
    throw cellFault('createTime', 'is neither milliseconds nor ISO 8601 with a zone')
  return time
}

function listOf(cell: Cell | undefined): readonly string[] {
  if (cell === undefined) return []
  return typeof cell === 'object' ? cell : [String(cell)]
}
