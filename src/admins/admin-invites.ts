/**
 * How administrators come to be: by a link of one use that expires after an hour (spec 6, L2). Who opens it chooses a
 * name and a password and enrols an authenticator app, without which there is no administrator.
 */
import type { Clock } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import type { TenantId, UserId } from '../base/ids.ts'
import { orderedToken, randomToken } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { TotpEnrolment, TotpFactors } from '../factors/totp-factors.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'
import type { Admin, AdminRole } from './admin.ts'
import type { AdminPasswords } from './admin-passwords.ts'
import type { AdminRow, AdminStore } from './admin-store.ts'

export type Enrolled = {
  readonly admin: Admin
  readonly recoveryCodes: readonly string[]
  /** Make the administrator, and spend the link. */
  readonly steps: readonly Step[]
}

export interface AdminInvites {
  /** A new link's token. A first one that nobody has used is void when another is made. */
  make(role: AdminRole, createdBy: string): Promise<string>
  /** As a step: the links of somebody are void. */
  forgetAllOf(createdBy: string): Step
  /** The role that the link gives; nothing for one that is used or over. */
  look(token: string): Promise<AdminRole | undefined>
  /** Begins: the seed waits ten minutes for its first code. Refusals: `TICKET_INVALID`, those of name and password. */
  enrol(token: string, name: string, password: string): Promise<TotpEnrolment>
  /** Refusals: `TICKET_INVALID`, those of the code; behind the steps `USERNAME_TAKEN`. */
  confirm(token: string, code: string): Promise<Enrolled>
}

type Invite = { readonly role: AdminRole }
type Waiting = Pick<AdminRow, 'id' | 'name' | 'password'>

const inviteMs = 3_600_000
const waitingMs = 600_000
const nameForm = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u

const insert = statement<[string, string, string, number]>(
  'admin-invites.insert',
  'insert into admin_invites (id, role, created_by, expires_at) values (?, ?, ?, ?)',
)
const forget = statement<[createdBy: string, now: number]>(
  'admin-invites.forget',
  'delete from admin_invites where created_by = ? or expires_at <= ?',
)
const find = statement<[digest: string, now: number], Invite>(
  'admin-invites.find',
  'select role from admin_invites where id = ? and expires_at > ?',
)
const spend = statement<[digest: string, now: number]>(
  'admin-invites.spend',
  'delete from admin_invites where id = ? and expires_at > ?',
)

type InviteDependencies = {
  readonly database: Database
  readonly ephemeral: Pick<EphemeralStore, 'put' | 'get' | 'drop'>
  readonly clock: Clock
  readonly factors: TotpFactors
  readonly admins: AdminStore
  readonly passwords: AdminPasswords
}

const gone = () => refuse('TICKET_INVALID')

/** Administrators' factors lie beside the users', under an id that no tenant can have. */
export const adminTenant = '$admins' as TenantId

export function createAdminInvites(needs: InviteDependencies): AdminInvites {
  const { database, ephemeral, clock, factors, admins, passwords } = needs

  const look = async (token: string) => (await database.first(find, [sha256(token), clock.now()]))?.role

  return {
    look,
    forgetAllOf: (createdBy) => step(forget, [createdBy, clock.now()]),

    async make(role, createdBy) {
      const token = randomToken()
      const now = clock.now()
      const made = step(insert, [sha256(token), role, createdBy, now + inviteMs])
      await database.commit([step(forget, [createdBy, now]), made])
      return token
    },

    async enrol(token, name, password) {
      if ((await look(token)) === undefined) throw gone()
      if (!nameForm.test(name)) throw refuse('USERNAME_INVALID')
      if ((await admins.findByName(name)) !== undefined) throw refuse('USERNAME_TAKEN')
      const id = orderedToken(clock.now(), 20)
      const waiting: Waiting = { id, name, password: await passwords.hash(password) }
      await ephemeral.put(waitingKey(token), JSON.stringify(waiting), waitingMs)
      return factors.enrol(
        { tenantId: adminTenant, userId: id as UserId },
        { issuer: 'Latchkey', account: name },
      )
    },

    async confirm(token, code) {
      const text = await ephemeral.get(waitingKey(token))
      const role = await look(token)
      if (text === undefined || role === undefined) throw gone()
      const { id, name, password } = JSON.parse(text) as Waiting
      const owner = { tenantId: adminTenant, userId: id as UserId }
      const { recoveryCodes, steps } = await factors.confirm(owner, code)
      const now = clock.now()
      const made = [
        guarded(spend, [sha256(token), now], gone),
        admins.insert({ id, name, role, password, created_at: now }),
        ...steps,
      ]
      return { admin: { id, name, role }, recoveryCodes, steps: made }
    },
  }
}

function waitingKey(token: string): string {
  return `admin-invite:{${sha256(token)}}`
}
