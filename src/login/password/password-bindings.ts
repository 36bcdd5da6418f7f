/** Whose password it is: at most one user for a name, at most one name for a user and login type. */
import type { TenantId, UserId } from '../../base/ids.ts'
import { type Refusal, refuse } from '../../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../../storage/database.ts'
import type { UserRow } from '../../users/user.ts'
import { userColumns } from '../../users/user-store.ts'
import { parseStoredForm } from './stored-form.ts'

/** A user with name and password, and whether the asking device has logged in to the account before. */
export type Account = UserRow & {
  readonly login_type: string
  readonly username_folded: string
  readonly stored: string
  /** Counts the passwords that the account has had; a form that is rewritten keeps it. */
  readonly version: number
  readonly known: number
}

/** The place of a binding: whose, in which login type. */
export type BindingOwner = {
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly loginType: string
}

/** A stored form with where it lies. */
export type StoredPassword = {
  readonly tenant_id: TenantId
  readonly user_id: UserId
  readonly stored: string
}

/** Always so. Without it SQLite goes through the bindings of the whole tenant, by their primary key. */
const byUser = "login_type >= ''"

const select = `select ${userColumns}, b.login_type, b.username_folded, b.stored, b.version,
    exists (select 1 from known_devices k
      where k.tenant_id = b.tenant_id and k.user_id = b.user_id and k.device = ?) as known
  from password_bindings b join users u on u.tenant_id = b.tenant_id and u.id = b.user_id`

const findByName = statement<[device: string, tenant: string, name: string], Account>(
  'password-bindings.by-name',
  `${select} where b.tenant_id = ? and b.username_folded = ?`,
)
const findByUser = statement<[device: string, ...Owner], Account>(
  'password-bindings.by-user',
  `${select} where b.tenant_id = ? and b.user_id = ? and b.login_type = ?`,
)
const insertBinding = statement<
  [
    tenant: string,
    name: string,
    loginType: string,
    user: string,
    stored: string,
    salt: string | null,
    at: number,
  ]
>(
  'password-bindings.insert',
  `insert into password_bindings
     (tenant_id, username_folded, login_type, user_id, stored, salt_id, version, changed_at)
   values (?, ?, ?, ?, ?, ?, 1, ?) on conflict do nothing`,
)
const renameBinding = statement<[name: string, ...Owner]>(
  'password-bindings.rename',
  'update password_bindings set username_folded = ? where tenant_id = ? and user_id = ? and login_type = ?',
)
const changePassword = statement<
  [stored: string, salt: string | null, at: number, ...Owner, version: number]
>(
  'password-bindings.change',
  `update password_bindings set stored = ?, salt_id = ?, changed_at = ?, version = version + 1
   where tenant_id = ? and user_id = ? and login_type = ? and version = ?`,
)
const rewriteForm = statement<[stored: string, salt: string | null, ...Owner, old: string]>(
  'password-bindings.rewrite',
  `update password_bindings set stored = ?, salt_id = ?
   where tenant_id = ? and user_id = ? and login_type = ? and stored = ?`,
)
const removeBinding = statement<Owner>(
  'password-bindings.remove',
  'delete from password_bindings where tenant_id = ? and user_id = ? and login_type = ?',
)
const removeAll = statement<[tenant: string, user: string]>(
  'password-bindings.remove-all',
  `delete from password_bindings where tenant_id = ? and user_id = ? and ${byUser}`,
)
const pageOfForms = statement<
  [loginType: string, tenant: string, user: string, limit: number],
  StoredPassword
>(
  'password-bindings.page',
  `select tenant_id, user_id, stored from password_bindings
   where login_type = ? and (tenant_id, user_id) > (?, ?) order by tenant_id, user_id limit ?`,
)
const countForms = statement<[loginType: string], { forms: number }>(
  'password-bindings.count',
  'select count(*) as forms from password_bindings where login_type = ?',
)
const findChanges = statement<[tenant: string, user: string], { login_type: string; changed_at: number }>(
  'password-bindings.changes',
  `select login_type, changed_at from password_bindings where tenant_id = ? and user_id = ? and ${byUser}`,
)

type Owner = [tenant: string, user: string, loginType: string]

export interface PasswordBindings {
  /** By the folded name, in any login type of the tenant. */
  findByName(tenantId: TenantId, nameKey: string, device: string | undefined): Promise<Account | undefined>
  findByUser(owner: BindingOwner, device: string | undefined): Promise<Account | undefined>
  /** Refused as `USERNAME_TAKEN` when the name is taken at that moment, or the user has one in the login type. */
  insert(owner: BindingOwner, nameKey: string, stored: string, changedAt: number): Step
  /** Refused as `USERNAME_TAKEN` when the new name is taken at that moment. */
  rename(owner: BindingOwner, nameKey: string): Step
  /** A new password in place of the one of this version; refused when that is not the password any more. */
  change(owner: BindingOwner, version: number, stored: string, now: number, refused: () => Refusal): Step
  /** Another form of the same password; nothing happens when `from` is not stored any more. */
  rewrite(owner: BindingOwner, from: string, to: string): Step
  /** Refused as `NOT_BOUND` when there is none. */
  remove(owner: BindingOwner): Step
  /** Every binding of a user who is deleted. */
  removeAll(tenantId: TenantId, userId: UserId): Step
  /** Up to `limit` forms of a login type behind `after`, over all tenants, in a fixed order. */
  page(loginType: string, after: StoredPassword | undefined, limit: number): Promise<StoredPassword[]>
  count(loginType: string): Promise<number>
  /** When the passwords of a user were set, by login type. */
  changes(tenantId: TenantId, userId: UserId): Promise<{ login_type: string; changed_at: number }[]>
}

const taken = () => refuse('USERNAME_TAKEN')
const notBound = () => refuse('NOT_BOUND')

export function createPasswordBindings(database: Database): PasswordBindings {
  return {
    findByName: (tenantId, nameKey, device = '') => database.first(findByName, [device, tenantId, nameKey]),
    findByUser: (owner, device = '') => database.first(findByUser, [device, ...valuesOf(owner)]),
    insert: ({ tenantId, userId, loginType }, nameKey, stored, changedAt) =>
      guarded(
        insertBinding,
        [tenantId, nameKey, loginType, userId, stored, saltIdOf(stored), changedAt],
        taken,
      ),
    rename: (owner, nameKey) => guarded(renameBinding, [nameKey, ...valuesOf(owner)], taken),
    change: (owner, version, stored, now, refused) =>
      guarded(changePassword, [stored, saltIdOf(stored), now, ...valuesOf(owner), version], refused),
    rewrite: (owner, from, to) => step(rewriteForm, [to, saltIdOf(to), ...valuesOf(owner), from]),
    remove: (owner) => guarded(removeBinding, valuesOf(owner), notBound),
    removeAll: (tenantId, userId) => step(removeAll, [tenantId, userId]),
    page: (loginType, after, limit) =>
      database.all(pageOfForms, [loginType, after?.tenant_id ?? '', after?.user_id ?? '', limit]),
    count: async (loginType) => (await database.first(countForms, [loginType]))?.forms ?? 0,
    changes: (tenantId, userId) => database.all(findChanges, [tenantId, userId]),
  }
}

function valuesOf({ tenantId, userId, loginType }: BindingOwner): Owner {
  return [tenantId, userId, loginType]
}

function saltIdOf(stored: string): string | null {
  const form = parseStoredForm(stored)
  return form?.kind === 'keyed' ? form.saltId : null
}
