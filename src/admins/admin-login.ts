/** Name, password and a code of the authenticator app, all three at once: which of them is wrong is not told. */
import type { AuditLog } from '../audit/audit-log.ts'
import { secondsUntil } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import type { UserId } from '../base/ids.ts'
import { addressBucket } from '../base/network-address.ts'
import { Refusal, refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { BrakePolicy, EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { TotpFactors } from '../factors/totp-factors.ts'
import type { Database } from '../storage/database.ts'
import { type Admin, actingAs } from './admin.ts'
import { type AdminInvites, adminTenant } from './admin-invites.ts'
import type { AdminPasswords } from './admin-passwords.ts'
import type { AdminSessions } from './admin-sessions.ts'
import type { AdminStore } from './admin-store.ts'

export type AdminCredentials = { readonly name: string; readonly password: string; readonly code: string }

export type AdminEntry = { readonly admin: Admin; readonly token: string }

export interface AdminLogin {
  /** Refusals: `CREDENTIALS_WRONG`, `RATE_LIMITED` with the seconds, `BUSY`. */
  login(credentials: AdminCredentials, call: CallContext): Promise<AdminEntry>
  /** Makes the administrator of an invitation and logs in. Refusals: those of `AdminInvites.confirm`. */
  accept(
    token: string,
    code: string,
    call: CallContext,
  ): Promise<AdminEntry & { readonly recoveryCodes: readonly string[] }>
}

/** Of one address, and of one name from there: who mistypes waits a little, a guesser for an hour. */
const policy: BrakePolicy = { failures: 5, windowMs: 900_000, baseMs: 30_000, maxMs: 3_600_000 }

type LoginDependencies = {
  readonly database: Database
  readonly ephemeral: Pick<EphemeralStore, 'strike' | 'drop'>
  readonly audit: AuditLog
  readonly factors: TotpFactors
  readonly admins: AdminStore
  readonly invites: AdminInvites
  readonly passwords: AdminPasswords
  readonly sessions: AdminSessions
}

export function createAdminLogin(needs: LoginDependencies): AdminLogin {
  const { database, audit, invites, sessions } = needs
  return {
    async login(credentials, call) {
      const keys = brakeKeys(credentials.name, call.address)
      await requireCalm(needs, keys)
      const admin = await proven(needs, credentials, call)
      const session = sessions.open(admin.id, call.address)
      const event = { action: 'admin.login', result: 'success', subject: admin.name }
      await database.commit([...admin.steps, session.step, audit.step(event, actingAs(admin, call))])
      await needs.ephemeral.drop(...keys)
      return { admin: { id: admin.id, name: admin.name, role: admin.role }, token: session.token }
    },

    async accept(token, code, call) {
      const { admin, recoveryCodes, steps } = await invites.confirm(token, code)
      const session = sessions.open(admin.id, call.address)
      const event = { action: 'admin.create', result: 'success', subject: admin.name, detail: admin.role }
      await database.commit([...steps, session.step, audit.step(event, actingAs(admin, call))])
      return { admin, token: session.token, recoveryCodes }
    },
  }
}

/** Counted ahead of the slow check; a login that is right forgets the count. */
async function requireCalm({ ephemeral }: LoginDependencies, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const brake = await ephemeral.strike({ key, policy })
    if (brake.state === 'braked')
      throw refuse('RATE_LIMITED', { seconds: secondsUntil(brake.retryAfterMs, 0) })
  }
}

async function proven(
  { admins, passwords, factors, audit }: LoginDependencies,
  { name, password, code }: AdminCredentials,
  call: CallContext,
) {
  const row = await admins.findByName(name)
  const isRight = await passwords.matches(row?.password, password)
  const wrong = () => {
    audit.note({ action: 'admin.login', result: 'CREDENTIALS_WRONG', subject: name.slice(0, 64) }, call)
    return refuse('CREDENTIALS_WRONG')
  }
  if (row === undefined || !isRight) throw wrong()
  try {
    const factor = await factors.check({ tenantId: adminTenant, userId: row.id as UserId }, code)
    return { ...row, steps: factor.steps }
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'TOO_MANY_ATTEMPTS') throw wrong()
    throw error
  }
}

function brakeKeys(name: string, address: string | undefined): string[] {
  const bucket = addressBucket(address ?? '')
  // A name counts for each address: nobody keeps an administrator out from elsewhere.
  const places = [`address\0${bucket}`, `name\0${bucket}\0${name.toLowerCase()}`]
  return places.map((place) => `admin-login:{${sha256(place)}}`)
}
