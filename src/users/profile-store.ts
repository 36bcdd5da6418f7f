/**
 * What users told of themselves beyond name and address: texts by the name of their field, one row for a user. They
 * are shown and exported; nothing that decides about a user is read from them (spec 6, A17 and A18).
 */
import type { TenantId, UserId } from '../base/ids.ts'
import { type Step, statement, step } from '../storage/database.ts'

/** Texts by the name of their field. */
export type Profile = Readonly<Record<string, string>>

type Key = [tenant: string, user: string]

const insertProfile = statement<[...Key, fields: string]>(
  'profiles.insert',
  'insert into user_profiles (tenant_id, user_id, fields) values (?, ?, ?)',
)
const removeProfile = statement<Key>(
  'profiles.remove',
  'delete from user_profiles where tenant_id = ? and user_id = ?',
)

/** The row of a new user; none where there is nothing to keep. */
export function insertProfileSteps(tenantId: TenantId, userId: UserId, profile: Profile): Step[] {
  if (Object.keys(profile).length === 0) return []
  return [step(insertProfile, [tenantId, userId, JSON.stringify(profile)])]
}

export function removeProfileStep(tenantId: TenantId, userId: UserId): Step {
  return step(removeProfile, [tenantId, userId])
}
