/** How often the elements of an app were changed while it ran: processes that see another number load them anew. */
import type { Refusal } from '../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'

const read = statement<[appId: string], { readonly version: number }>(
  'elements.version',
  'select version from element_versions where app_id = ?',
)
const raise = statement<[appId: string]>(
  'elements.raise-version',
  `insert into element_versions (app_id, version) values (?, 1)
   on conflict (app_id) do update set version = element_versions.version + 1`,
)
const raiseFrom = statement<[appId: string, from: number]>(
  'elements.raise-version-from',
  `insert into element_versions (app_id, version) values (?, 1)
   on conflict (app_id) do update set version = element_versions.version + 1
   where element_versions.version = ?`,
)

/** 0 where they were never changed. */
export async function readElementVersion(database: Database, appId: string): Promise<number> {
  return (await database.first(read, [appId]))?.version ?? 0
}

export function raiseElementVersion(database: Database, appId: string): Promise<void> {
  return database.commit([raiseVersionStep(appId)])
}

export function raiseVersionStep(appId: string): Step {
  return step(raise, [appId])
}

/** Refused where somebody else has raised it meanwhile. */
export function raiseVersionFrom(appId: string, from: number, refused: () => Refusal): Step {
  return guarded(raiseFrom, [appId, from], refused)
}
