/** Which number belongs to whom: at most one user for a number, at most one number for a user and login type. */
import type { TenantId, UserId } from '../../base/ids.ts'
import type { E164 } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../../storage/database.ts'
import type { UserRow } from '../../users/user.ts'
import { userColumns } from '../../users/user-store.ts'

/** The user that a number is bound to, and whether the asking device has logged in to the account before. */
export type BoundUser = UserRow & { readonly login_type: string; readonly known: number }

/** A user with the number of one login type, if there is one. */
export type Holder = Pick<UserRow, 'status' | 'secured_at'> & { readonly phone: E164 | null }

/** Always so. Without it SQLite goes through the bindings of the whole tenant, by their primary key. */
const byUser = "login_type >= ''"

const findByPhone = statement<[device: string, tenant: string, phone: string], BoundUser>(
  'phone-bindings.by-phone',
  `select ${userColumns}, b.login_type, exists (select 1 from known_devices k
     where k.tenant_id = b.tenant_id and k.user_id = b.user_id and k.device = ?) as known
   from phone_bindings b join users u on u.tenant_id = b.tenant_id and u.id = b.user_id
   where b.tenant_id = ? and b.phone = ?`,
)
const findHolder = statement<[loginType: string, tenant: string, user: string], Holder>(
  'phone-bindings.holder',
  `select u.status, u.secured_at, b.phone from users u
   left join phone_bindings b on b.tenant_id = u.tenant_id and b.user_id = u.id and b.login_type = ?
   where u.tenant_id = ? and u.id = ?`,
)
const findStanding = statement<
  [device: string, tenant: string, phone: string],
  { readonly user_id: UserId; readonly bound_at: number; readonly known: number }
>(
  'phone-bindings.standing',
  `select b.user_id, b.bound_at, exists (select 1 from known_devices k
     where k.tenant_id = b.tenant_id and k.user_id = b.user_id and k.device = ?) as known
   from phone_bindings b join users u on u.tenant_id = b.tenant_id and u.id = b.user_id
   where b.tenant_id = ? and b.phone = ? and u.status = 'active'`,
)
const findOther = statement<[tenant: string, user: string, loginType: string], { phone: E164 }>(
  'phone-bindings.other',
  `select phone from phone_bindings where tenant_id = ? and user_id = ? and login_type <> ? and ${byUser}
   order by bound_at desc limit 1`,
)
const insertBinding = statement<[tenant: string, phone: string, loginType: string, user: string, at: number]>(
  'phone-bindings.insert',
  `insert into phone_bindings (tenant_id, phone, login_type, user_id, bound_at) values (?, ?, ?, ?, ?)
   on conflict do nothing`,
)
const changePhone = statement<
  [phone: string, at: number, tenant: string, oldPhone: string, user: string, loginType: string]
>(
  'phone-bindings.change',
  `update phone_bindings set phone = ?, bound_at = ?
   where tenant_id = ? and phone = ? and user_id = ? and login_type = ?`,
)
const removeBinding = statement<[tenant: string, phone: string, user: string, loginType: string]>(
  'phone-bindings.remove',
  'delete from phone_bindings where tenant_id = ? and phone = ? and user_id = ? and login_type = ?',
)
const removeAll = statement<[tenant: string, user: string]>(
  'phone-bindings.remove-all',
  `delete from phone_bindings where tenant_id = ? and user_id = ? and ${byUser}`,
)

export type NumberStanding = {
  readonly userId: UserId
  /** Since when the user has the number (epoch ms). */
  readonly boundAt: number
  /** Has the device logged in to the account before? */
  readonly knownDevice: boolean
}

/** The place of a binding: whose, in which login type. */
export type BindingOwner = {
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly loginType: string
}

export interface PhoneBindings {
  findByPhone(tenantId: TenantId, phone: E164, device: string | undefined): Promise<BoundUser | undefined>
  /** What the number and the device are to each other; nothing when nobody has the number, or who has it is disabled. */
  findStanding(
    tenantId: TenantId,
    phone: E164,
    device: string | undefined,
  ): Promise<NumberStanding | undefined>
  /** The user, with the number in that login type; nothing when there is no such user. */
  findHolder(owner: BindingOwner): Promise<Holder | undefined>
  /** The newest number that the user has in another login type. */
  findOther(owner: BindingOwner): Promise<E164 | undefined>
  /** Refused as `PHONE_BOUND` when the number is taken at that moment, or the user has one in the login type. */
  insert(owner: BindingOwner, phone: E164, now: number): Step
  /** Refused as `PHONE_BOUND` when the new number is taken or the old one is not the user's any more. */
  change(owner: BindingOwner, from: E164, to: E164, now: number): Step
  remove(owner: BindingOwner, phone: E164): Step
  /** Every binding of a user who is deleted. */
  removeAll(tenantId: TenantId, userId: UserId): Step
}

const taken = () => refuse('PHONE_BOUND')

export function createPhoneBindings(database: Database): PhoneBindings {
  return {
    findByPhone: (tenantId, phone, device = '') => database.first(findByPhone, [device, tenantId, phone]),
    async findStanding(tenantId, phone, device = '') {
      const row = await database.first(findStanding, [device, tenantId, phone])
      return row && { userId: row.user_id, boundAt: row.bound_at, knownDevice: row.known === 1 }
    },
    findHolder: ({ tenantId, userId, loginType }) =>
      database.first(findHolder, [loginType, tenantId, userId]),
    async findOther({ tenantId, userId, loginType }) {
      return (await database.first(findOther, [tenantId, userId, loginType]))?.phone
    },
    insert: ({ tenantId, userId, loginType }, phone, now) =>
      guarded(insertBinding, [tenantId, phone, loginType, userId, now], taken),
    change: ({ tenantId, userId, loginType }, from, to, now) =>
      guarded(changePhone, [to, now, tenantId, from, userId, loginType], taken),
    remove: ({ tenantId, userId, loginType }, phone) =>
      guarded(removeBinding, [tenantId, phone, userId, loginType], () => refuse('NOT_BOUND')),
    removeAll: (tenantId, userId) => step(removeAll, [tenantId, userId]),
  }
}
