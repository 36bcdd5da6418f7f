/**
 * Forgets devices that are known for long and have no session any more: one that comes again is asked what a new one
 * is asked. It walks over the table in the order of its key, so no index is written at logins for it.
 */
import { type Database, statement } from '../storage/database.ts'
import { pruneStatement } from '../storage/prune.ts'

type Place = [tenant: string, user: string, device: string]
type Row = { readonly tenant_id: string; readonly user_id: string; readonly device: string }

const key = 'tenant_id, user_id, device'

const endOfBatch = statement<[...Place, offset: number], Row>(
  'known-devices.end-of-batch',
  `select ${key} from known_devices where (${key}) > (?, ?, ?) order by ${key} limit 1 offset ?`,
)
const lastOfAll = statement<Place, Row>(
  'known-devices.last',
  `select ${key} from known_devices where (${key}) > (?, ?, ?)
   order by tenant_id desc, user_id desc, device desc limit 1`,
)
const unused = {
  name: 'known-devices.prune',
  table: 'known_devices',
  key,
  where: `(${key}) > (?, ?, ?) and (${key}) <= (?, ?, ?) and first_at < ? and not exists (select 1 from sessions s
    where s.tenant_id = known_devices.tenant_id and s.user_id = known_devices.user_id
      and s.device = known_devices.device)`,
  orderBy: key,
}

const start: Place = ['', '', '']

/** Each call looks at the next `batch` devices, and forgets those first seen before `before` (epoch ms). */
export type PruneDevices = (before: number, batch: number) => Promise<number>

export function createPruneDevices(database: Database): PruneDevices {
  let after = start

  return async (before, batch) => {
    const full = await database.first(endOfBatch, [...after, batch - 1])
    const end = full ?? (await database.first(lastOfAll, after))
    const from = after
    after = full === undefined ? start : placeOf(full)
    if (end === undefined) return 0
    const statement = pruneStatement<[...Place, ...Place, before: number]>(database.dialect, unused, batch)
    return database.change(statement, [...from, ...placeOf(end), before])
  }
}

function placeOf({ tenant_id, user_id, device }: Row): Place {
  return [tenant_id, user_id, device]
}
