/** Keys of programs for the admin API: each has a role and an end, and is shown once. */
import type { Clock } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import { orderedToken, randomToken } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'
import type { Admin, AdminRole } from './admin.ts'

export type AdminKey = {
  readonly id: string
  readonly title: string
  readonly role: AdminRole
  readonly created_by: string
  readonly created_at: number
  readonly expires_at: number
}

export type NewAdminKey = Pick<AdminKey, 'title' | 'role' | 'created_by' | 'expires_at'>

export interface AdminKeys {
  /** The key itself, which is kept nowhere, and the step that makes it good. */
  make(key: NewAdminKey): { readonly id: string; readonly secret: string; readonly step: Step }
  /** Who acts with the key, when it is one that has not ended. */
  find(secret: string): Promise<Admin | undefined>
  list(): Promise<AdminKey[]>
  /** As a step. Refused as `API_PARAMS_ERROR` when there is none. */
  remove(id: string): Step
  /** As a step: all that somebody made. */
  removeAllOf(createdBy: string): Step
}

/** Tells people, and programs that look for leaked secrets, what it is. */
export const adminKeyPrefix = 'lka_'

const columns = 'id, title, role, created_by, created_at, expires_at'
const insert = statement<[string, string, string, string, string, number, number]>(
  'admin-keys.insert',
  `insert into admin_keys (id, digest, title, role, created_by, created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)`,
)
const find = statement<[digest: string, now: number], AdminKey>(
  'admin-keys.find',
  `select ${columns} from admin_keys where digest = ? and expires_at > ?`,
)
const list = statement<[], AdminKey>('admin-keys.list', `select ${columns} from admin_keys order by id`)
const remove = statement<[id: string]>('admin-keys.remove', 'delete from admin_keys where id = ?')

const removeAllOf = statement<[createdBy: string]>(
  'admin-keys.remove-all-of',
  'delete from admin_keys where created_by = ?',
)

export function createAdminKeys(database: Database, clock: Clock): AdminKeys {
  return {
    make({ title, role, created_by, expires_at }) {
      const now = clock.now()
      const id = orderedToken(now, 20)
      const secret = adminKeyPrefix + randomToken(40)
      return {
        id,
        secret,
        step: step(insert, [id, sha256(secret), title, role, created_by, now, expires_at]),
      }
    },
    async find(secret) {
      if (!secret.startsWith(adminKeyPrefix)) return undefined
      const key = await database.first(find, [sha256(secret), clock.now()])
      return key && { id: key.id, name: `key ${key.title}`, role: key.role }
    },
    list: () => database.all(list, []),
    removeAllOf: (createdBy) => step(removeAllOf, [createdBy]),
    remove: (id) =>
      guarded(remove, [id], () => refuse('API_PARAMS_ERROR', { arguments: { id: 'is unknown' } })),
  }
}
