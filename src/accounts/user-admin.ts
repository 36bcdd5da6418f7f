/** What an operator does with users: find, show, switch off and on, delete. */
import type { TenantId, UserId } from '../base/ids.ts'
import { type Country, type E164, type PhoneNumber, readInCountries } from '../base/phone-number.ts'
import { refuse } from '../base/refusal.ts'
import { listMemberships } from '../corps/membership-list.ts'
import type { CallContext } from '../elements/caller.ts'
import type { FactorStatus } from '../factors/totp-factors.ts'
import { listPasswordBindings } from '../login/password/password-binding-list.ts'
import { usernameKey } from '../login/password/username.ts'
import { type ListedPhoneBinding, listPhoneBindings } from '../login/phone/phone-binding-list.ts'
import type { SessionListItem } from '../sessions/session.ts'
import type { Step } from '../storage/database.ts'
import { listProfiles } from '../users/profile-list.ts'
import type { Profile } from '../users/profile-store.ts'
import type { UserRow, UserStatus } from '../users/user.ts'
import type { ListedUser, UserPage } from '../users/user-list.ts'
import type { AccountServices } from './account-services.ts'

export type UserQuery = {
  readonly status?: UserStatus | undefined
  /** A whole number in any form, or some of its digits. */
  readonly phone?: string | undefined
  /** A part of nick, name or user name. */
  readonly name?: string | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
  /** 1 to 500. */
  readonly limit: number
}

export type UserDetails = {
  readonly user: ListedUser
  readonly phones: readonly Omit<ListedPhoneBinding, 'userId'>[]
  /** Names without their passwords. */
  readonly names: readonly { readonly loginType: string; readonly name: string; readonly changedAt: number }[]
  /** Ids of organisations. */
  readonly corps: readonly string[]
  readonly sessions: readonly SessionListItem[]
  /** The authenticator app, where one is enrolled. */
  readonly factor: FactorStatus | undefined
  readonly profile: Profile
}

export interface UserAdmin {
  list(tenantId: TenantId, query: UserQuery): Promise<UserPage>
  /** Everyone whom the text may mean: by id, phone number in any form, or login name. */
  find(tenantId: TenantId, text: string): Promise<UserRow[]>
  show(tenantId: TenantId, userId: UserId): Promise<UserDetails>
  /** The user's sessions end at once; what was asked for or proven before is dead for good. */
  disable(userId: UserId, call: CallContext): Promise<void>
  enable(userId: UserId, call: CallContext): Promise<void>
  /** Authenticator app and recovery codes; the sessions end at once. Refusal: `FACTOR_MISSING`. */
  removeFactor(userId: UserId, call: CallContext): Promise<void>
  /** The user with bindings, second factor, memberships and known devices; the sessions end at once. */
  remove(userId: UserId, call: CallContext): Promise<void>
}

const mostUsersOfPage = 500

export function createUserAdmin(services: AccountServices): UserAdmin {
  return {
    list: (tenantId, query) => listUsers(services, tenantId, query),
    find: (tenantId, text) => findUsers(services, tenantId, text),
    show: (tenantId, userId) => showUser(services, tenantId, userId),
    disable: (userId, call) => disableUser(services, userId, call),
    enable: (userId, call) =>
      changeUser(services, 'user.enable', userId, call, [
        services.users.setStatus(call.tenantId, userId, 'active'),
      ]),
    removeFactor: (userId, call) => removeFactor(services, userId, call),
    remove: (userId, call) => removeUser(services, userId, call),
  }
}

async function listUsers(
  services: AccountServices,
  tenantId: TenantId,
  { status, phone, name, after, limit }: UserQuery,
): Promise<UserPage> {
  if (!Number.isInteger(limit) || limit < 1 || limit > mostUsersOfPage)
    throw refuse('API_PARAMS_ERROR', { arguments: { limit: `has to be from 1 to ${mostUsersOfPage}` } })
  const filter = { status, name, ...(await phoneFilter(services, tenantId, phone)) }
  return services.userList.page(tenantId, { filter, after, limit })
}

/** A whole number is looked up by its binding; its digits need not be compared with every user's. */
async function phoneFilter(services: AccountServices, tenantId: TenantId, phone: string | undefined) {
  if (phone === undefined) return {}
  const numbers = numbersOf(services, phone).filter(({ mobile }) => mobile)
  for (const { e164 } of numbers) {
    const owner = await services.bindings.findByPhone(tenantId, e164, undefined)
    if (owner !== undefined) return { id: owner.id }
  }
  const digits = phone.normalize('NFKC').replaceAll(/\D/g, '')
  if (digits === '') throw refuse('API_PARAMS_ERROR', { arguments: { phone: 'holds no digit' } })
  return { phone: numbers[0]?.e164 ?? digits }
}

async function findUsers(
  { users, bindings, passwordBindings, ...services }: AccountServices,
  tenantId: TenantId,
  text: string,
): Promise<UserRow[]> {
  const numbers: readonly E164[] = numbersOf(services, text).map(({ e164 }) => e164)
  const found = await Promise.all([
    users.find(tenantId, text as UserId),
    passwordBindings.findByName(tenantId, usernameKey(text), undefined),
    ...numbers.map((number) => bindings.findByPhone(tenantId, number, undefined)),
  ])
  const known = found.filter((user) => user !== undefined)
  return [...new Map(known.map((user) => [user.id, user])).values()]
}

/** What a text is as a number in each country that the app's phone logins take for granted. */
export function numbersOf(
  { phoneLogins }: Pick<AccountServices, 'phoneLogins'>,
  text: string,
): PhoneNumber[] {
  const countries = phoneLogins().map(({ settings }) => settings.defaultCountry as Country)
  return readInCountries(text, countries)
}

async function showUser(
  { database, userList, sessions, factors }: AccountServices,
  tenantId: TenantId,
  userId: UserId,
): Promise<UserDetails> {
  const { users } = await userList.page(tenantId, { filter: { id: userId }, limit: 1 })
  const [user] = users
  if (user === undefined) throw refuse('USER_AUTH_MISS')
  const [phones, names, corps, living, factor, profiles] = await Promise.all([
    listPhoneBindings(database, tenantId, [userId]),
    listPasswordBindings(database, tenantId, [userId]),
    listMemberships(database, tenantId, [userId]),
    sessions.list(tenantId, userId),
    factors.status({ tenantId, userId }),
    listProfiles(database, tenantId, [userId]),
  ])
  return {
    user,
    phones: phones.map(({ loginType, phone, boundAt }) => ({ loginType, phone, boundAt })),
    names: names.map(({ loginType, nameKey, changedAt }) => ({ loginType, name: nameKey, changedAt })),
    corps: corps.map(({ corpId }) => corpId),
    sessions: living,
    factor,
    profile: profiles.get(userId) ?? {},
  }
}

function disableUser(
  { users, sessions, clock, ...services }: AccountServices,
  userId: UserId,
  call: CallContext,
) {
  const { tenantId } = call
  return changeUser(services, 'user.disable', userId, call, [
    users.setStatus(tenantId, userId, 'disabled'),
    users.markSecured(tenantId, userId, clock.now()),
    sessions.endOthers(tenantId, userId),
  ])
}

async function removeFactor(
  { users, sessions, factors, clock, ...services }: AccountServices,
  userId: UserId,
  call: CallContext,
): Promise<void> {
  const { tenantId } = call
  await changeUser(services, 'user.remove-factor', userId, call, [
    ...factors.remove({ tenantId, userId }),
    users.markSecured(tenantId, userId, clock.now()),
    sessions.endOthers(tenantId, userId),
  ])
  await factors.forgetFailures({ tenantId, userId }, await users.knownDevices(tenantId, userId))
}

/** Rows of ended sessions stay until they are pruned, so that what made them is not used again. */
function removeUser(services: AccountServices, userId: UserId, call: CallContext): Promise<void> {
  const { users, bindings, passwordBindings, factors, corps, sessions } = services
  const { tenantId } = call
  return changeUser(services, 'user.delete', userId, call, [
    ...users.remove(tenantId, userId),
    bindings.removeAll(tenantId, userId),
    passwordBindings.removeAll(tenantId, userId),
    ...factors.removeAll({ tenantId, userId }),
    corps.leaveAll(tenantId, userId),
    sessions.endOthers(tenantId, userId),
  ])
}

function changeUser(
  { database, audit }: Pick<AccountServices, 'database' | 'audit'>,
  action: string,
  userId: UserId,
  call: CallContext,
  steps: readonly Step[],
): Promise<void> {
  return database.commit([...steps, audit.step({ action, result: 'success', userId }, call)])
}
