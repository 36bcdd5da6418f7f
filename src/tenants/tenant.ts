/** A tenant: users, logins and sessions that no other tenant's clients see. */
import type { TenantId } from '../base/ids.ts'

export type TenantState = 'active' | 'closed'

/** Times are epoch milliseconds. */
export type TenantRow = {
  readonly id: TenantId
  readonly title: string
  readonly state: TenantState
  readonly created_at: number
  readonly closed_at: number | null
}

/** What the id of a tenant looks like, as a regular expression. */
export const tenantIdPattern = '^[A-Za-z0-9_-]{1,64}$'

const form = new RegExp(tenantIdPattern)

export function isTenantId(text: string): text is TenantId {
  return form.test(text)
}
