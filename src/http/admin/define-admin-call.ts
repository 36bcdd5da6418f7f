/** A call of the admin API: a JSON call that needs a role, or none where it is how one gets in. */
import type { AdminRole } from '../../admins/admin.ts'
import type { RefusalCode } from '../../wire/refusal-codes.ts'
import type { JsonCall, JsonCallSecurity } from '../json/define-json-call.ts'

export type AdminCall = JsonCall & {
  /** The least role that may; `anyone` only for the ways in. */
  readonly role: AdminRole | 'anyone'
  /** Refused to keys of programs: what lets somebody in would outlive the key. */
  readonly byPerson?: true
}

type Given = Omit<AdminCall, 'security' | 'tag'>

/** Every one is below `/api/admin`, and refuses `LOGIN_REQUIRED` and `FORBIDDEN` besides its own. */
export function defineAdminCall<const C extends Given>(call: C) {
  const isForAnyone = call.role === 'anyone'
  const security: JsonCallSecurity = isForAnyone ? 'none' : 'admin'
  const errors: readonly RefusalCode[] = [...(call.errors ?? []), ...(isForAnyone ? [] : rightsErrors)]
  return { ...call, tag: 'Admin API', security, errors }
}

const rightsErrors = ['LOGIN_REQUIRED', 'FORBIDDEN'] as const
