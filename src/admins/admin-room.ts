/** Administrators: who they are, how they come in, and what their programs show. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { TotpFactors } from '../factors/totp-factors.ts'
import type { CommonPasswords } from '../login/password/common-passwords.ts'
import type { ElementHashers } from '../login/password/element-hashers.ts'
import type { Database } from '../storage/database.ts'
import { createAdminDesk } from './admin-desk.ts'
import { createAdminInvites } from './admin-invites.ts'
import { createAdminKeys } from './admin-keys.ts'
import { createAdminLogin } from './admin-login.ts'
import { createAdminPasswords } from './admin-passwords.ts'
import { createAdminSessions } from './admin-sessions.ts'
import { createAdminStore } from './admin-store.ts'

export type AdminRoom = ReturnType<typeof createAdminRoom>

type AdminDependencies = {
  readonly database: Database
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly audit: AuditLog
  readonly factors: TotpFactors
  readonly passwordHashers: ElementHashers
  readonly commonPasswords: CommonPasswords
}

export function createAdminRoom(needs: AdminDependencies) {
  const { database, clock } = needs
  const admins = createAdminStore(database)
  const passwords = createAdminPasswords(needs)
  const sessions = createAdminSessions(database, clock)
  const invites = createAdminInvites({ ...needs, admins, passwords })
  const login = createAdminLogin({ ...needs, admins, invites, passwords, sessions })
  const keys = createAdminKeys(database, clock)
  const now = () => clock.now()
  const desk = createAdminDesk({ ...needs, now, admins, invites, sessions, keys })
  return { admins, sessions, invites, login, keys, desk }
}
