/** Imports a handful of rows at once, as they come from the console: each is a transaction of its own. */
import { Refusal } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { AccountServices } from './account-services.ts'
import type { ReadCells } from './file-row.ts'
import { isOfRow, planBatch } from './import-users.ts'
import { readCells } from './json-lines-file.ts'
import type { ImportDefaults, PlannedUser } from './plan-user.ts'
import { openSeenKeys } from './seen-keys.ts'
import { tryRow } from './try-import.ts'

type RowsOptions = {
  readonly defaults: ImportDefaults
  readonly call: CallContext
  /** Changes nothing, and tells what would be rejected. */
  readonly dryRun: boolean
}

export type RejectedRow = {
  /** From 0. */
  readonly row: number
  readonly refusal: Refusal
}

export type ImportedRows = { readonly imported: number; readonly rejected: readonly RejectedRow[] }

/** Rows have the keys of a file of JSON lines. What a row of another call would take is not known to a trial. */
export async function importRows(
  services: AccountServices,
  objects: readonly object[],
  options: RowsOptions,
): Promise<ImportedRows> {
  const rows = objects.map(readRow)
  const outcomes = options.dryRun
    ? await tryRows(services, rows, options)
    : await writeRows(services, rows, options)
  const rejected = outcomes.flatMap((outcome, row) =>
    outcome instanceof Refusal ? [{ row, refusal: outcome }] : [],
  )
  return { imported: rows.length - rejected.length, rejected }
}

function readRow(object: object): ReadCells {
  try {
    return { row: readCells(object) }
  } catch (error) {
    if (error instanceof Refusal) return { fault: error }
    throw error
  }
}

async function tryRows(services: AccountServices, rows: readonly ReadCells[], options: RowsOptions) {
  const seen = openSeenKeys()
  const outcomes: (PlannedUser | Refusal)[] = []
  try {
    for (const row of rows) outcomes.push(await tryRow(services, row, options, seen))
  } finally {
    seen.close()
  }
  return outcomes
}

async function writeRows(services: AccountServices, rows: readonly ReadCells[], options: RowsOptions) {
  const planned = await planBatch(services, rows, options)
  return Promise.all(planned.map((plan) => writeRow(services, plan)))
}

async function writeRow(
  { database }: AccountServices,
  planned: PlannedUser | Refusal,
): Promise<PlannedUser | Refusal> {
  if (planned instanceof Refusal) return planned
  try {
    await database.commit(planned.steps)
    return planned
  } catch (error) {
    if (isOfRow(error)) return error
    throw error
  }
}
