/**
 * What numbers are still to be told: written with what happened, in one transaction, and gone when it was sent or its time
 * is over. Times are epoch milliseconds.
 */
import type { ClientId, TenantId } from '../base/ids.ts'
import type { E164 } from '../base/phone-number.ts'
import { type Database, type Step, statement, step } from '../storage/database.ts'

export type NoticePurpose = 'phone-changed' | 'recovery-asked'

export type Notice = {
  readonly tenantId: TenantId
  /** Of `recovery-asked` the id of the request. */
  readonly id: string
  readonly purpose: NoticePurpose
  /** fullName of the phone login. */
  readonly loginType: string
  readonly clientId: ClientId | undefined
  readonly phone: E164
  /** When it is tried, unless it was sent by then. */
  readonly nextAt: number
  /** It is not tried any more. */
  readonly endsAt: number
}

type Row = {
  readonly tenant_id: TenantId
  readonly id: string
  readonly purpose: NoticePurpose
  readonly login_type: string
  readonly client_id: ClientId | null
  readonly phone: E164
  readonly next_at: number
  readonly ends_at: number
}

type Key = [tenant: string, id: string]

const insertOne = statement<
  [
    ...Key,
    purpose: string,
    loginType: string,
    client: string | null,
    phone: string,
    nextAt: number,
    endsAt: number,
  ]
>(
  'notices.insert',
  `insert into notices (tenant_id, id, purpose, login_type, client_id, phone, next_at, ends_at)
   values (?, ?, ?, ?, ?, ?, ?, ?)`,
)
const listDue = statement<[now: number, limit: number], Row>(
  'notices.due',
  `select tenant_id, id, purpose, login_type, client_id, phone, next_at, ends_at from notices
   where next_at <= ? order by next_at limit ?`,
)
const claimOne = statement<[next: number, ...Key, was: number]>(
  'notices.claim',
  'update notices set next_at = ? where tenant_id = ? and id = ? and next_at = ?',
)
const removeOne = statement<Key>('notices.remove', 'delete from notices where tenant_id = ? and id = ?')

type Named = Pick<Notice, 'tenantId' | 'id'>

export interface NoticeStore {
  insert(notice: Notice): Step
  /** Of all tenants, the first ones first. */
  listDue(now: number, limit: number): Promise<Notice[]>
  /** Moves a notice on: of several who try it one. */
  claim(notice: Named & Pick<Notice, 'nextAt'>, next: number): Promise<boolean>
  remove(notice: Named): Step
}

export function createNoticeStore(database: Database): NoticeStore {
  return {
    insert: ({ tenantId, id, purpose, loginType, clientId, phone, nextAt, endsAt }) =>
      step(insertOne, [tenantId, id, purpose, loginType, clientId ?? null, phone, nextAt, endsAt]),
    async listDue(now, limit) {
      return (await database.all(listDue, [now, limit])).map(toNotice)
    },
    async claim({ tenantId, id, nextAt }, next) {
      return (await database.change(claimOne, [next, tenantId, id, nextAt])) === 1
    },
    remove: ({ tenantId, id }) => step(removeOne, [tenantId, id]),
  }
}

function toNotice(row: Row): Notice {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    purpose: row.purpose,
    loginType: row.login_type,
    clientId: row.client_id ?? undefined,
    phone: row.phone,
    nextAt: row.next_at,
    endsAt: row.ends_at,
  }
}
