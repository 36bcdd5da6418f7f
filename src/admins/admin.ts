/** Who may use the console and the admin API, and what each of them may do there. */
import type { CallContext } from '../elements/caller.ts'

/** `auditor` reads, `operator` works with users and messages, `owner` also changes elements, keys and administrators. */
const adminRoles = ['auditor', 'operator', 'owner'] as const

export type AdminRole = (typeof adminRoles)[number]

export type Admin = {
  readonly id: string
  readonly name: string
  readonly role: AdminRole
}

/** Each role may also do what those before it may. */
export function mayActAs(role: AdminRole, needed: AdminRole): boolean {
  return adminRoles.indexOf(role) >= adminRoles.indexOf(needed)
}

/** What an administrator does is done by the system on somebody's word. */
export function actingAs(admin: Pick<Admin, 'name'>, call: Omit<CallContext, 'caller'>): CallContext {
  return { ...call, caller: { kind: 'system', reason: 'administrator', admin: admin.name } }
}
