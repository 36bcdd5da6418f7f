/** A call of the admin API: a JSON call that needs a role, or none where it is how one gets in. */
import type { AdminRole } from '../../admins/admin.ts'
import { defineJsonCall, type JsonCall } from '../json/define-json-call.ts'

export type AdminCall = JsonCall & {
  /** The least role that may; `anyone` only for the ways in. */
  readonly role: AdminRole | 'anyone'
}

type Given = Omit<AdminCall, 'security' | 'tag'>

/** Every one is below `/api/admin`, and refuses `LOGIN_REQUIRED` and `FORBIDDEN` besides its own. */
export function defineAdminCall<const C extends Given>(call: C) {
  const errors = [...(call.errors ?? []), ...(call.role === 'anyone' ? [] : rightsErrors)]
  return defineJsonCall({
    ...call,
    tag: 'Admin API',
    security: call.role === 'anyone' ? 'none' : 'admin',
    errors,
  }) as unknown as C & Pick<AdminCall, 'tag' | 'security'>
}

const rightsErrors = ['LOGIN_REQUIRED', 'FORBIDDEN'] as const
