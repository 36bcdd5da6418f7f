/** What owners do with administrators and with the keys of programs; each act is one transaction with its record. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { UserId } from '../base/ids.ts'
import { refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { TotpFactors } from '../factors/totp-factors.ts'
import type { Database, Step } from '../storage/database.ts'
import type { Admin, AdminRole } from './admin.ts'
import { type AdminInvites, adminTenant } from './admin-invites.ts'
import type { AdminKeys } from './admin-keys.ts'
import type { AdminSessions } from './admin-sessions.ts'
import type { AdminStore } from './admin-store.ts'

export interface AdminDesk {
  /** The token of a link of one use. */
  invite(role: AdminRole, by: string, call: CallContext): Promise<string>
  /** Keys and links of who is no owner any more end. Refused as `FORBIDDEN` for the last owner, and for nobody. */
  setRole(id: string, role: AdminRole, call: CallContext): Promise<void>
  /** Sessions, and the keys and links that were made, end at once. Refused as `FORBIDDEN` for the last owner, and for nobody. */
  remove(id: string, call: CallContext): Promise<void>
  /** Also the last owner: for who has the machine, and can make another. Refused as `FORBIDDEN` for nobody. */
  removeAnyone(id: string, call: CallContext): Promise<void>
  /** The key is shown this once. `days`: how long it is good. */
  makeKey(
    key: { readonly title: string; readonly role: AdminRole; readonly days: number },
    by: Pick<Admin, 'name'>,
    call: CallContext,
  ): Promise<{ readonly id: string; readonly secret: string }>
  removeKey(id: string, call: CallContext): Promise<void>
}

type DeskDependencies = {
  readonly database: Database
  readonly audit: AuditLog
  readonly now: () => number
  readonly factors: Pick<TotpFactors, 'removeAll'>
  readonly admins: AdminStore
  readonly invites: AdminInvites
  readonly sessions: AdminSessions
  readonly keys: AdminKeys
}

const dayMs = 86_400_000

export function createAdminDesk(needs: DeskDependencies): AdminDesk {
  const { database, audit, factors, admins, invites, sessions, keys } = needs

  /** What somebody has made does not outlive the right to make it. */
  const madeBy = async (id: string) => {
    const name = (await admins.find(id))?.name ?? ''
    return [keys.removeAllOf(name), invites.forgetAllOf(name)]
  }

  const rest = async (id: string) => [
    ...(await madeBy(id)),
    sessions.endAll(id),
    ...factors.removeAll({ tenantId: adminTenant, userId: id as UserId }),
  ]

  function act(
    what: { readonly action: string; readonly subject: string; readonly detail?: string },
    call: CallContext,
    steps: readonly Step[],
  ): Promise<void> {
    return database.commit([...steps, audit.step({ ...what, result: 'success' }, call)])
  }

  return {
    async invite(role, by, call) {
      const token = await invites.make(role, by)
      audit.note({ action: 'admin.invite', result: 'success', detail: role }, call)
      return token
    },
    async setRole(id, role, call) {
      const made = role === 'owner' ? [] : await madeBy(id)
      await act({ action: 'admin.role', subject: id, detail: role }, call, [
        ...admins.setRole(id, role, () => refuse('FORBIDDEN')),
        ...made,
      ])
    },
    async remove(id, call) {
      const others = await rest(id)
      await act({ action: 'admin.remove', subject: id }, call, [...admins.remove(id), ...others])
    },
    async removeAnyone(id, call) {
      const others = await rest(id)
      await act({ action: 'admin.remove', subject: id }, call, [admins.removeAnyone(id), ...others])
    },
    async makeKey({ title, role, days }, by, call) {
      const expires_at = needs.now() + days * dayMs
      const { id, secret, step } = keys.make({ title, role, created_by: by.name, expires_at })
      await act({ action: 'admin.key-make', subject: id, detail: role }, call, [step])
      return { id, secret }
    },
    removeKey: (id, call) => act({ action: 'admin.key-remove', subject: id }, call, [keys.remove(id)]),
  }
}
