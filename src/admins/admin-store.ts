/** The administrators' table. Names are kept in lower case. */
import { type Refusal, refuse } from '../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'
import type { Admin, AdminRole } from './admin.ts'

export type AdminRow = Admin & { readonly password: string; readonly created_at: number }

export interface AdminStore {
  find(id: string): Promise<AdminRow | undefined>
  findByName(name: string): Promise<AdminRow | undefined>
  list(): Promise<AdminRow[]>
  isEmpty(): Promise<boolean>
  /** As a step. Refused as `USERNAME_TAKEN`. */
  insert(admin: AdminRow): Step
  /** As steps: never of the last owner, which is `refused`. */
  setRole(id: string, role: AdminRole, refused: () => Refusal): Step[]
  /** As steps: never the last owner, which is `FORBIDDEN`. */
  remove(id: string): Step[]
  /** As a step: whoever it is. */
  removeAnyone(id: string): Step
}

const columns = 'id, name, role, password, created_at'
const byId = statement<[id: string], AdminRow>('admins.by-id', `select ${columns} from admins where id = ?`)
const byName = statement<[name: string], AdminRow>(
  'admins.by-name',
  `select ${columns} from admins where name = ?`,
)
const all = statement<[], AdminRow>('admins.all', `select ${columns} from admins order by name`)
const any = statement<[], { id: string }>('admins.any', 'select id from admins limit 1')
const insert = statement<[string, string, string, string, number]>(
  'admins.insert',
  `insert into admins (${columns}) values (?, ?, ?, ?, ?)`,
)
/**
 * Two owners who take each other's role away at once would each still see the other. So whoever changes owners first
 * takes hold of all their rows; the second waits, and its next statement sees what the first has done.
 */
const holdOwners = statement<[]>('admins.hold-owners', "update admins set role = role where role = 'owner'")
/** Someone has to be left who can make others. */
const leavesAnOwner =
  "(role <> 'owner' or exists (select 1 from admins o where o.role = 'owner' and o.id <> ?))"
const setRole = statement<[role: string, id: string, role: string, id: string]>(
  'admins.set-role',
  `update admins set role = ? where id = ? and (? = 'owner' or ${leavesAnOwner})`,
)
const remove = statement<[id: string, id: string]>(
  'admins.remove',
  `delete from admins where id = ? and ${leavesAnOwner}`,
)

const removeAnyone = statement<[id: string]>('admins.remove-anyone', 'delete from admins where id = ?')

export function createAdminStore(database: Database): AdminStore {
  return {
    find: (id) => database.first(byId, [id]),
    findByName: (name) => database.first(byName, [name.toLowerCase()]),
    list: () => database.all(all, []),
    isEmpty: async () => (await database.first(any, [])) === undefined,
    insert: ({ id, name, role, password, created_at }) =>
      guarded(insert, [id, name.toLowerCase(), role, password, created_at], () => refuse('USERNAME_TAKEN')),
    setRole: (id, role, refused) => [step(holdOwners, []), guarded(setRole, [role, id, role, id], refused)],
    removeAnyone: (id) => guarded(removeAnyone, [id], () => refuse('FORBIDDEN')),
    remove: (id) => [step(holdOwners, []), guarded(remove, [id, id], () => refuse('FORBIDDEN'))],
  }
}
