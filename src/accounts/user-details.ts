/** Everything that is kept of one user, from the rooms that each own a part of it. No secret is among it. */
import type { TenantId, UserId } from '../base/ids.ts'
import { refuse } from '../base/refusal.ts'
import { listMemberships } from '../corps/membership-list.ts'
import type { FactorStatus } from '../factors/totp-factors.ts'
import { listPasswordBindings } from '../login/password/password-binding-list.ts'
import { type ListedPhoneBinding, listPhoneBindings } from '../login/phone/phone-binding-list.ts'
import type { SessionListItem } from '../sessions/session.ts'
import { listProfiles } from '../users/profile-list.ts'
import type { Profile } from '../users/profile-store.ts'
import type { ListedUser } from '../users/user-list.ts'
import type { AccountServices } from './account-services.ts'

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

export type DetailServices = Pick<AccountServices, 'database' | 'userList' | 'sessions' | 'factors'>

/** Refused as `USER_AUTH_MISS`. */
export async function userDetails(
  { database, userList, sessions, factors }: DetailServices,
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
