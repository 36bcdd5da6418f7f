/** Sessions of administrators: idle after 30 minutes, over after 12 hours; kept by the digest of their token. */
import type { Clock } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import { randomToken } from '../base/random-id.ts'
import { type Database, type Step, statement, step } from '../storage/database.ts'
import { type Pruning, pruneStatement } from '../storage/prune.ts'
import type { Admin } from './admin.ts'

const adminIdleMs = 1_800_000
export const adminSessionMs = 43_200_000
const touchEveryMs = 30_000

export interface AdminSessions {
  /** A new session as a step, and the token that opens it. */
  open(adminId: string, address: string | undefined): { readonly token: string; readonly step: Step }
  /** Whose living session it is; its use is noted. */
  find(token: string): Promise<Admin | undefined>
  end(token: string): Promise<void>
  /** As a step: all of one administrator's. */
  endAll(adminId: string): Step
  /** Removes at most `batch` that are over; answers how many. */
  prune(batch: number): Promise<number>
}

type Found = Admin & { readonly created_at: number; readonly last_seen_at: number }

const insert = statement<[string, string, string | null, number, number]>(
  'admin-sessions.insert',
  'insert into admin_sessions (id, admin_id, address, created_at, last_seen_at) values (?, ?, ?, ?, ?)',
)
const find = statement<[digest: string], Found>(
  'admin-sessions.find',
  `select a.id, a.name, a.role, s.created_at, s.last_seen_at
   from admin_sessions s join admins a on a.id = s.admin_id where s.id = ?`,
)
const touch = statement<[at: number, digest: string]>(
  'admin-sessions.touch',
  'update admin_sessions set last_seen_at = ? where id = ?',
)
const end = statement<[digest: string]>('admin-sessions.end', 'delete from admin_sessions where id = ?')
const endAll = statement<[admin: string]>(
  'admin-sessions.end-all',
  'delete from admin_sessions where admin_id = ?',
)
/** Over for good, oldest first. */
const over: Pruning = {
  name: 'admin-sessions.prune',
  table: 'admin_sessions',
  key: 'id',
  where: 'created_at < ?',
  orderBy: 'created_at',
}

export function createAdminSessions(database: Database, clock: Clock): AdminSessions {
  return {
    open(adminId, address) {
      const token = randomToken()
      const now = clock.now()
      return { token, step: step(insert, [sha256(token), adminId, address ?? null, now, now]) }
    },
    async find(token) {
      const digest = sha256(token)
      const found = await database.first(find, [digest])
      const now = clock.now()
      if (found === undefined || found.created_at + adminSessionMs <= now) return undefined
      if (found.last_seen_at + adminIdleMs <= now) return undefined
      if (now - found.last_seen_at >= touchEveryMs) await database.change(touch, [now, digest])
      return { id: found.id, name: found.name, role: found.role }
    },
    end: async (token) => {
      await database.change(end, [sha256(token)])
    },
    endAll: (adminId) => step(endAll, [adminId]),
    prune(batch) {
      const statement = pruneStatement<[before: number]>(database.dialect, over, batch)
      return database.change(statement, [clock.now() - adminSessionMs])
    },
  }
}
