/** The users' table: reads, and changes as steps that go into a caller's transaction. */
import type { TenantId, UserId } from '../base/ids.ts'
import { orderedToken } from '../base/random-id.ts'
import { type Refusal, refuse } from '../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'
import { removeProfileStep } from './profile-store.ts'
import type { UserRow, UserStatus } from './user.ts'

/** The columns of a `UserRow`, for statements that join users. */
export const userColumns = `u.id, u.nick, u.name, u.email, u.phone, u.username, u.status, u.created_at, u.secured_at, u.delete_at,
   u.recovery_id, u.password_expired_at`

type Key = [tenant: string, id: string]

const findUser = statement<Key, UserRow>(
  'users.find',
  `select ${userColumns} from users u where u.tenant_id = ? and u.id = ?`,
)
const insertUser = statement<
  [
    string,
    string,
    string,
    string | null,
    string | null,
    string | null,
    string | null,
    string,
    number,
    number,
    number,
  ]
>(
  'users.insert',
  `insert into users (tenant_id, id, nick, name, email, phone, username, status, login_methods, created_at, secured_at)
   values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
)
const setStatus = statement<[status: string, ...Key]>(
  'users.set-status',
  'update users set status = ? where tenant_id = ? and id = ?',
)
const markLogin = statement<[at: number, ...Key, provenSince: number]>(
  'users.mark-login',
  `update users set last_login_at = ?
   where tenant_id = ? and id = ? and status = 'active' and secured_at <= ?`,
)
const markSecured = statement<[at: number, ...Key]>(
  'users.mark-secured',
  'update users set secured_at = ? where tenant_id = ? and id = ?',
)
const requireCurrent = statement<[...Key, provenSince: number]>(
  'users.require-current',
  `update users set status = status
   where tenant_id = ? and id = ? and status = 'active' and secured_at <= ?`,
)
const addMethod = statement<Key>(
  'users.add-method',
  'update users set login_methods = login_methods + 1 where tenant_id = ? and id = ?',
)
const removeMethod = statement<Key>(
  'users.remove-method',
  'update users set login_methods = login_methods - 1 where tenant_id = ? and id = ? and login_methods > 1',
)
const setPhone = statement<[phone: string | null, ...Key]>(
  'users.set-phone',
  'update users set phone = ? where tenant_id = ? and id = ?',
)
const setUsername = statement<[username: string | null, ...Key]>(
  'users.set-username',
  'update users set username = ? where tenant_id = ? and id = ?',
)
const setNick = statement<[nick: string, ...Key]>(
  'users.set-nick',
  'update users set nick = ? where tenant_id = ? and id = ?',
)
const setName = statement<[name: string | null, ...Key]>(
  'users.set-name',
  'update users set name = ? where tenant_id = ? and id = ?',
)
const closeUser = statement<[deleteAt: number, ...Key]>(
  'users.close',
  'update users set delete_at = ? where tenant_id = ? and id = ? and delete_at is null',
)
const reopenUser = statement<Key>(
  'users.reopen',
  'update users set delete_at = null where tenant_id = ? and id = ?',
)
const listDue = statement<[now: number, limit: number], { tenant_id: TenantId; id: UserId }>(
  'users.list-due',
  'select tenant_id, id from users where delete_at <= ? order by delete_at limit ?',
)
const deleteDue = statement<[...Key, now: number]>(
  'users.delete-due',
  'delete from users where tenant_id = ? and id = ? and delete_at <= ?',
)
const deleteUser = statement<Key>('users.delete', 'delete from users where tenant_id = ? and id = ?')
const forgetDevices = statement<Key>(
  'users.forget-devices',
  'delete from known_devices where tenant_id = ? and user_id = ?',
)
const listDevices = statement<Key, { device: string }>(
  'users.devices',
  'select device from known_devices where tenant_id = ? and user_id = ?',
)
const rememberDevice = statement<[...Key, device: string, at: number]>(
  'users.remember-device',
  `insert into known_devices (tenant_id, user_id, device, first_at) values (?, ?, ?, ?)
   on conflict do nothing`,
)

export type NewUser = {
  readonly nick: string
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly username?: string | undefined
  readonly status?: UserStatus | undefined
  /** How many login bindings are made in the same transaction. */
  readonly loginMethods: number
}

export type ChangedProfile = { readonly nick?: string | undefined; readonly name?: string | null | undefined }

/** Who proved something, and when the proof began (epoch ms). */
export type ProofMark = {
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly provenSince: number
}

export type LoginMark = ProofMark & { readonly now: number }

export interface UserStore {
  find(tenantId: TenantId, userId: UserId): Promise<UserRow | undefined>
  /** Makes the row of a new user, without writing it. */
  prepare(user: NewUser, now: number): UserRow
  insert(tenantId: TenantId, row: UserRow, loginMethods: number): Step
  setStatus(tenantId: TenantId, userId: UserId, status: UserStatus): Step
  /**
   * Notes a login. Refused when at that moment the user is not active, or has changed a number or password
   * since `provenSince` (epoch ms), where the proof of this login began.
   */
  markLogin(login: LoginMark, refused: () => Refusal): Step
  /** Changes nothing: refuses the transaction where `markLogin` would. */
  requireCurrent(mark: ProofMark, refused: () => Refusal): Step
  /** A number or password was changed: what was proven or asked for before is dead. */
  markSecured(tenantId: TenantId, userId: UserId, now: number): Step
  addLoginMethod(tenantId: TenantId, userId: UserId): Step
  /** Refused as `LAST_LOGIN_METHOD` when it is the user's last. */
  removeLoginMethod(tenantId: TenantId, userId: UserId): Step
  setPhone(tenantId: TenantId, userId: UserId, phone: string | null): Step
  setUsername(tenantId: TenantId, userId: UserId, username: string | null): Step
  /** What is not given stays. */
  setProfile(tenantId: TenantId, userId: UserId, profile: ChangedProfile): Step[]
  /** It is deleted at `deleteAt`. Refused as `USER_AUTH_MISS` where that was said before. */
  close(tenantId: TenantId, userId: UserId, deleteAt: number): Step
  /** Takes a closing back. */
  reopen(tenantId: TenantId, userId: UserId): Step
  /** Closed ones whose time has come, of all tenants, the oldest first. */
  listDue(now: number, limit: number): Promise<{ readonly tenantId: TenantId; readonly userId: UserId }[]>
  /**
   * The user, the profile and the known devices; bindings and sessions are their rooms' own. `dueBy`: only a closed
   * one whose time has come by then.
   */
  remove(tenantId: TenantId, userId: UserId, dueBy?: number): Step[]
  rememberDevice(tenantId: TenantId, userId: UserId, device: string, now: number): Step
  /** The devices that have logged in to the account before. */
  knownDevices(tenantId: TenantId, userId: UserId): Promise<string[]>
}

const missing = () => refuse('USER_AUTH_MISS')

export function createUserStore(database: Database): UserStore {
  return {
    find: (tenantId, userId) => database.first(findUser, [tenantId, userId]),
    prepare: (user, now) => ({
      id: orderedToken(now, 20) as UserId,
      nick: user.nick,
      name: user.name ?? null,
      email: user.email ?? null,
      phone: user.phone ?? null,
      username: user.username ?? null,
      status: user.status ?? 'active',
      created_at: now,
      secured_at: 0,
      delete_at: null,
      recovery_id: null,
      password_expired_at: null,
    }),
    insert: (tenantId, row, loginMethods) =>
      step(insertUser, [
        tenantId,
        row.id,
        row.nick,
        row.name,
        row.email,
        row.phone,
        row.username,
        row.status,
        loginMethods,
        row.created_at,
        row.secured_at,
      ]),
    setStatus: (tenantId, userId, status) => guarded(setStatus, [status, tenantId, userId], missing),
    markLogin: ({ tenantId, userId, now, provenSince }, refused) =>
      guarded(markLogin, [now, tenantId, userId, provenSince], refused),
    requireCurrent: ({ tenantId, userId, provenSince }, refused) =>
      guarded(requireCurrent, [tenantId, userId, provenSince], refused),
    markSecured: (tenantId, userId, now) => guarded(markSecured, [now, tenantId, userId], missing),
    addLoginMethod: (tenantId, userId) => guarded(addMethod, [tenantId, userId], missing),
    removeLoginMethod: (tenantId, userId) =>
      guarded(removeMethod, [tenantId, userId], () => refuse('LAST_LOGIN_METHOD')),
    setPhone: (tenantId, userId, phone) => guarded(setPhone, [phone, tenantId, userId], missing),
    setUsername: (tenantId, userId, username) => guarded(setUsername, [username, tenantId, userId], missing),
    setProfile: (tenantId, userId, { nick, name }) => [
      ...(nick === undefined ? [] : [guarded(setNick, [nick, tenantId, userId], missing)]),
      ...(name === undefined ? [] : [guarded(setName, [name, tenantId, userId], missing)]),
    ],
    close: (tenantId, userId, deleteAt) => guarded(closeUser, [deleteAt, tenantId, userId], missing),
    reopen: (tenantId, userId) => step(reopenUser, [tenantId, userId]),
    async listDue(now, limit) {
      const rows = await database.all(listDue, [now, limit])
      return rows.map(({ tenant_id: tenantId, id: userId }) => ({ tenantId, userId }))
    },
    remove: (tenantId, userId, dueBy) => [
      // First, so that who changes the user at the same moment is done, or comes too late, before the rest is removed.
      dueBy === undefined
        ? guarded(deleteUser, [tenantId, userId], missing)
        : guarded(deleteDue, [tenantId, userId, dueBy], missing),
      step(forgetDevices, [tenantId, userId]),
      removeProfileStep(tenantId, userId),
    ],
    rememberDevice: (tenantId, userId, device, now) => step(rememberDevice, [tenantId, userId, device, now]),
    async knownDevices(tenantId, userId) {
      return (await database.all(listDevices, [tenantId, userId])).map(({ device }) => device)
    },
  }
}
