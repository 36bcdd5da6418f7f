/** What an operator does with users: find, show, switch off and on, delete. */
import type { TenantId, UserId } from '../base/ids.ts'
import type { E164 } from '../base/phone-number.ts'
import { refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { LatchkeyEvent } from '../events/event-list.ts'
import { usernameKey } from '../login/password/username.ts'
import type { Step } from '../storage/database.ts'
import type { UserRow, UserStatus } from '../users/user.ts'
import type { UserPage } from '../users/user-list.ts'
import { expirePasswordStep } from '../users/user-marks.ts'
import type { AccountServices } from './account-services.ts'
import { numbersOf } from './numbers-of.ts'
import { removalSteps } from './removal-steps.ts'
import { type UserDetails, userDetails } from './user-details.ts'

export type UserQuery = {
  readonly id?: UserId | undefined
  readonly status?: UserStatus | undefined
  /** A whole number in any form, or some of its digits. */
  readonly phone?: string | undefined
  /** Who may not see numbers may not find them by some of their digits. */
  readonly wholeNumbers?: boolean
  /** A part of nick, name or user name. */
  readonly name?: string | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
  /** 1 to 500. */
  readonly limit: number
}

export interface UserAdmin {
  list(tenantId: TenantId, query: UserQuery): Promise<UserPage>
  /** Everyone whom the text may mean: by id, phone number in any form, or login name. */
  find(tenantId: TenantId, text: string): Promise<UserRow[]>
  show(tenantId: TenantId, userId: UserId): Promise<UserDetails>
  /** The user's sessions end at once; what was asked for or proven before is dead for good. */
  disable(userId: UserId, call: CallContext): Promise<void>
  enable(userId: UserId, call: CallContext): Promise<void>
  /** Every session ends at once; what was asked for or proven before is dead for good. */
  endSessions(userId: UserId, call: CallContext): Promise<void>
  /**
   * Begins a reset: the next login by password has to set a new one. Every session ends at once. Refused as `NOT_BOUND`
   * where there is no password.
   */
  expirePassword(userId: UserId, call: CallContext): Promise<void>
  /** Authenticator app and recovery codes; the sessions end at once. Refusal: `FACTOR_MISSING`. */
  removeFactor(userId: UserId, call: CallContext): Promise<void>
  /** The user with bindings, second factor, memberships, agreements and known devices; the sessions end at once. */
  remove(userId: UserId, call: CallContext): Promise<void>
}

const mostUsersOfPage = 500

export function createUserAdmin(services: AccountServices): UserAdmin {
  return {
    list: (tenantId, query) => listUsers(services, tenantId, query),
    find: (tenantId, text) => findUsers(services, tenantId, text),
    show: (tenantId, userId) => userDetails(services, tenantId, userId),
    disable: (userId, call) => disableUser(services, userId, call),
    enable: (userId, call) =>
      changeUser(
        services,
        { action: 'user.enable', event: { type: 'user.enabled', data: { userId } } },
        userId,
        call,
        [services.users.setStatus(call.tenantId, userId, 'active')],
      ),
    endSessions: (userId, call) => endSessions(services, userId, call),
    expirePassword: (userId, call) => expirePassword(services, userId, call),
    removeFactor: (userId, call) => removeFactor(services, userId, call),
    remove: (userId, call) => removeUser(services, userId, call),
  }
}

async function listUsers(
  services: AccountServices,
  tenantId: TenantId,
  { id, status, phone, wholeNumbers = false, name, after, limit }: UserQuery,
): Promise<UserPage> {
  if (!Number.isInteger(limit) || limit < 1 || limit > mostUsersOfPage)
    throw refuse('API_PARAMS_ERROR', { arguments: { limit: `has to be from 1 to ${mostUsersOfPage}` } })
  const byPhone = await phoneFilter(services, tenantId, phone, wholeNumbers)
  if (id !== undefined && byPhone.id !== undefined && byPhone.id !== id) return { users: [], next: undefined }
  const filter = { status, name, ...byPhone, ...(id === undefined ? {} : { id }) }
  return services.userList.page(tenantId, { filter, after, limit })
}

/** A whole number is looked up by its binding; its digits need not be compared with every user's. */
async function phoneFilter(
  services: AccountServices,
  tenantId: TenantId,
  phone: string | undefined,
  wholeNumbers: boolean,
): Promise<{ readonly id?: UserId; readonly phone?: string }> {
  if (phone === undefined) return {}
  const numbers = numbersOf(services, phone).filter(({ mobile }) => mobile)
  for (const { e164 } of numbers) {
    const owner = await services.bindings.findByPhone(tenantId, e164, undefined)
    if (owner !== undefined) return { id: owner.id }
  }
  if (wholeNumbers && numbers.length === 0)
    throw refuse('API_PARAMS_ERROR', { arguments: { phone: 'is no whole number' } })
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

function disableUser(
  { users, sessions, clock, ...services }: AccountServices,
  userId: UserId,
  call: CallContext,
) {
  const { tenantId } = call
  return changeUser(
    services,
    { action: 'user.disable', event: { type: 'user.disabled', data: { userId } } },
    userId,
    call,
    [
      users.setStatus(tenantId, userId, 'disabled'),
      users.markSecured(tenantId, userId, clock.now()),
      sessions.endOthers(tenantId, userId),
    ],
  )
}

function endSessions(
  { users, sessions, clock, ...services }: AccountServices,
  userId: UserId,
  call: CallContext,
) {
  const { tenantId } = call
  return changeUser(services, { action: 'user.end-sessions' }, userId, call, [
    users.markSecured(tenantId, userId, clock.now()),
    sessions.endOthers(tenantId, userId),
  ])
}

async function expirePassword(
  { users, passwordBindings, sessions, clock, ...services }: AccountServices,
  userId: UserId,
  call: CallContext,
): Promise<void> {
  const { tenantId } = call
  if ((await users.find(tenantId, userId)) === undefined) throw refuse('USER_AUTH_MISS')
  if ((await passwordBindings.changes(tenantId, userId)).length === 0) throw refuse('NOT_BOUND')
  const now = clock.now()
  await changeUser(
    services,
    { action: 'user.expire-password', event: { type: 'password.expired', data: { userId } } },
    userId,
    call,
    [
      expirePasswordStep(tenantId, userId, now),
      users.markSecured(tenantId, userId, now),
      sessions.endOthers(tenantId, userId),
    ],
  )
}

async function removeFactor(
  { users, sessions, factors, clock, ...services }: AccountServices,
  userId: UserId,
  call: CallContext,
): Promise<void> {
  const { tenantId } = call
  await changeUser(
    services,
    { action: 'user.remove-factor', event: { type: 'factor.removed', data: { userId, by: 'operator' } } },
    userId,
    call,
    [
      ...factors.remove({ tenantId, userId }),
      users.markSecured(tenantId, userId, clock.now()),
      sessions.endOthers(tenantId, userId),
    ],
  )
  await factors.forgetFailures({ tenantId, userId }, await users.knownDevices(tenantId, userId))
}

function removeUser(services: AccountServices, userId: UserId, call: CallContext): Promise<void> {
  return changeUser(
    services,
    { action: 'user.delete', event: { type: 'user.deleted', data: { userId } } },
    userId,
    call,
    removalSteps(services, call.tenantId, userId),
  )
}

/** What it is called on record, and what others hear of it. */
type Change = { readonly action: string; readonly event?: LatchkeyEvent }

function changeUser(
  { database, audit, events }: Pick<AccountServices, 'database' | 'audit' | 'events'>,
  { action, event }: Change,
  userId: UserId,
  call: CallContext,
  steps: readonly Step[],
): Promise<void> {
  return database.commit([
    ...steps,
    audit.step({ action, result: 'success', userId }, call),
    ...(event === undefined ? [] : events.steps(call.tenantId, event)),
  ])
}
