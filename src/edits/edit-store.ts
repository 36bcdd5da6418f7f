/** Edited elements, as the database keeps them: settings in clear, secrets sealed. */
import type { Clock } from '../base/clock.ts'
import type { Refusal } from '../base/refusal.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { openSealed } from '../secrets/open-sealed.ts'
import { type ResealCount, resealRows, type SealedTable } from '../secrets/reseal-rows.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'
import { consoleAppId } from './console-app-id.ts'
import type { Edit, StoredEdit } from './edit.ts'
import { putSecrets, type Secrets, takeSecrets } from './secret-marks.ts'

export interface EditStore {
  /** Of one app, by fullName. Throws where one does not open: its key is missing, or it was tampered with. */
  list(appId: string): Promise<StoredEdit[]>
  /** Writes an edit in place of the one of version `over`, 0 for none. Else refused. */
  put(appId: string, edit: Edit, versions: EditVersions, by: string, refused: () => Refusal): Step
  /** Of any version where `version` is absent. Refused where there is none. */
  remove(appId: string, fullName: string, version: number | undefined, refused: () => Refusal): Step
  /** Encrypts anew what is under older secrets. */
  reseal(): Promise<ResealCount>
}

export type EditVersions = { readonly over: number; readonly version: number }

type Key = [appId: string, fullName: string]
type SealedRow = { readonly app_id: string; readonly full_name: string; readonly sealed: string }
type Row = SealedRow & {
  readonly title: string
  readonly type: string
  readonly description: string | null
  readonly settings: string
  readonly key_id: string
  readonly version: number
  readonly changed_at: number
  readonly changed_by: string
}

const purpose = 'element-edits'

const listAll = statement<[appId: string], Row>(
  'element-edits.list',
  `select app_id, full_name, title, type, description, settings, sealed, key_id, version, changed_at, changed_by
   from element_edits where app_id = ? order by full_name`,
)
type Content = [
  title: string,
  type: string,
  description: string | null,
  settings: string,
  sealed: string,
  keyId: string,
  version: number,
  at: number,
  by: string,
]

const insertOne = statement<[...Content, ...Key]>(
  'element-edits.insert',
  `insert into element_edits (title, type, description, settings, sealed, key_id, version, changed_at, changed_by,
     app_id, full_name)
   values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
)
const updateOne = statement<[...Content, ...Key, over: number]>(
  'element-edits.update',
  `update element_edits
   set title = ?, type = ?, description = ?, settings = ?, sealed = ?, key_id = ?, version = ?, changed_at = ?,
     changed_by = ?
   where app_id = ? and full_name = ? and version = ?`,
)
const removeOne = statement<[...Key, version: number]>(
  'element-edits.remove',
  'delete from element_edits where app_id = ? and full_name = ? and version = ?',
)
const removeAny = statement<Key>(
  'element-edits.remove-any',
  'delete from element_edits where app_id = ? and full_name = ?',
)
const readKeyIds = statement<[], { key_id: string }>(
  'element-edits.key-ids',
  'select distinct key_id from element_edits',
)
const pageOfOthers = statement<[...Key, keyId: string, limit: number], SealedRow>(
  'element-edits.page-of-other-keys',
  `select app_id, full_name, sealed from element_edits
   where (app_id, full_name) > (?, ?) and key_id <> ? order by app_id, full_name limit ?`,
)
const replaceSeal = statement<[sealed: string, keyId: string, ...Key, old: string]>(
  'element-edits.replace-seal',
  'update element_edits set sealed = ?, key_id = ? where app_id = ? and full_name = ? and sealed = ?',
)

type StoreNeeds = { readonly database: Database; readonly keyring: Keyring; readonly clock: Clock }

export function createEditStore({ database, keyring, clock }: StoreNeeds): EditStore {
  return {
    list: async (appId) => (await database.all(listAll, [appId])).map((row) => openRow(keyring, row)),
    put(appId, { fullName, title, type, description, settings, secretsAt }, { over, version }, by, refused) {
      const { marked, secrets } = takeSecrets(settings, secretsAt)
      const sealed = keyring.seal(purpose, JSON.stringify(secrets), contextOf(appId, fullName))
      const content: Content = [
        title,
        type,
        description ?? null,
        JSON.stringify(marked),
        sealed,
        keyring.keyIds[0],
        version,
        clock.now(),
        by,
      ]
      return over === 0
        ? guarded(insertOne, [...content, appId, fullName], refused)
        : guarded(updateOne, [...content, appId, fullName, over], refused)
    },
    remove: (appId, fullName, version, refused) =>
      version === undefined
        ? guarded(removeAny, [appId, fullName], refused)
        : guarded(removeOne, [appId, fullName, version], refused),
    reseal: () => resealRows(database, keyring, sealedTable(database)),
  }
}

/** The keys that edits are sealed under. */
export async function listEditKeyIds(database: Database): Promise<string[]> {
  return (await database.all(readKeyIds, [])).map(({ key_id }) => key_id)
}

function openRow(keyring: Keyring, row: Row): StoredEdit {
  const { app_id, full_name: fullName, description } = row
  const what = `${consoleAppId}/${fullName}`
  const secrets = JSON.parse(openSealed(keyring, purpose, row, contextOf(app_id, fullName), what)) as Secrets
  return {
    fullName,
    title: row.title,
    type: row.type,
    ...(description === null ? {} : { description }),
    settings: putSecrets(JSON.parse(row.settings), secrets),
    secretsAt: new Set(Object.keys(secrets)),
    version: row.version,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  }
}

/** A row moved to another element or app must not open there. */
function contextOf(appId: string, fullName: string): string {
  return JSON.stringify([appId, fullName])
}

function sealedTable(database: Database): SealedTable<SealedRow> {
  return {
    purpose,
    page: (after, keyId, limit) =>
      database.all(pageOfOthers, [after?.app_id ?? '', after?.full_name ?? '', keyId, limit]),
    contextOf: (row) => contextOf(row.app_id, row.full_name),
    replace: (row, sealed, keyId) =>
      step(replaceSeal, [sealed, keyId, row.app_id, row.full_name, row.sealed]),
  }
}
