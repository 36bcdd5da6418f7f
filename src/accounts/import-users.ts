/**
 * Imports a file of users: each row is a transaction of its own, so a bad one undoes no other and none is half in.
 * Memory does not grow with the file.
 */
import { Refusal, refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import type { Database, Step } from '../storage/database.ts'
import type { AccountServices } from './account-services.ts'
import type { ReadCells, ReadRow } from './file-row.ts'
import { createImportProgress, type ImportCounts, type ImportState } from './import-progress.ts'
import { type ImportDefaults, type PlannedUser, planUser } from './plan-user.ts'
import type { UserFile } from './user-file.ts'
import { readUserRecord } from './user-record.ts'

/** Where rejected rows go. */
export interface RejectSink {
  /** Before the first row: what stands behind `bytes` was written by a run that was interrupted there. */
  resume(bytes: number): Promise<void>
  write(row: ReadRow, refusal: Refusal): void
  /** Puts everything on disk and answers its length in bytes. */
  flush(): Promise<number>
}

export type ImportOptions = {
  readonly defaults: ImportDefaults
  readonly call: CallContext
  readonly rejects: RejectSink
  /** `bytes` of the file have been read. */
  readonly onProgress?: (counts: ImportCounts, bytes: number) => void
  /** Stops after the rows at hand; the next run goes on from there. */
  readonly signal?: AbortSignal
}

export type ImportResult = ImportCounts & {
  /** `done`: by this run. `done-before`: an earlier run did it all. */
  readonly state: 'done' | 'done-before' | 'stopped'
  /** Rows that an earlier run had dealt with. */
  readonly before: number
}

/** What becomes of a row that is not rejected. */
type Imported = Pick<PlannedUser, 'needsText'>

const batchSize = 200

/** Refused as `BUSY` when another process imports the same file at the same time. */
export async function importUsers(
  services: AccountServices,
  file: UserFile,
  options: ImportOptions,
): Promise<ImportResult> {
  const { clock, database } = services
  const { call, rejects, onProgress, signal } = options
  const progress = createImportProgress(database, call.tenantId, file.id)
  const begun = await progress.open(clock.now())
  if (begun.finishedAt !== undefined) return { ...countsOf(begun), state: 'done-before', before: begun.rows }
  await rejects.resume(begun.rejectsBytes)
  let counts = countsOf(begun)
  for await (const batch of inBatches(file.rows(), begun.rows)) {
    const planned = await planBatch(services, batch, options)
    const { rows } = counts
    const commits = planned.map((plan, i) =>
      commitRow(database, plan, (isIn) => progress.noteRow(rows, i, isIn)),
    )
    const next = addUp(counts, batch, await Promise.all(commits), rejects)
    await progress.advance(counts, { ...next, rejectsBytes: await rejects.flush() })
    counts = next
    onProgress?.(counts, batch.at(-1)?.bytes ?? 0)
    if (signal?.aborted === true) return { ...counts, state: 'stopped', before: begun.rows }
  }
  await progress.finish(clock.now())
  return { ...counts, state: 'done', before: begun.rows }
}

function countsOf({ rows, imported, rejected, needsText }: ImportState): ImportCounts {
  return { rows, imported, rejected, needsText }
}

async function* inBatches(rows: AsyncIterable<ReadRow>, skip: number): AsyncGenerator<ReadRow[]> {
  let batch: ReadRow[] = []
  let number = 0
  for await (const row of rows) {
    if (number >= skip) batch.push(row)
    number += 1
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** In the order of the file, so that of two rows for one number the first is asked first. */
export async function planBatch(
  services: AccountServices,
  batch: readonly ReadCells[],
  { defaults, call }: Pick<ImportOptions, 'defaults' | 'call'>,
): Promise<(PlannedUser | Refusal)[]> {
  const planned: (PlannedUser | Refusal)[] = []
  for (const { row, fault } of batch) {
    try {
      planned.push(fault ?? (await planUser(services, readUserRecord(row), defaults, call)))
    } catch (error) {
      if (!isOfRow(error)) throw error
      planned.push(error)
    }
  }
  return planned
}

async function commitRow(
  database: Database,
  planned: PlannedUser | Refusal,
  noteRow: (isIn: () => Refusal) => Step,
): Promise<Imported | Refusal> {
  if (planned instanceof Refusal) return planned
  const isIn = refuse('BUSY')
  try {
    await database.commit([noteRow(() => isIn), ...planned.steps])
  } catch (error) {
    if (error !== isIn) {
      if (isOfRow(error)) return error
      throw error
    }
  }
  return planned
}

/** What another row, or the same row at another time, would meet too is not the row's fault. */
export function isOfRow(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code !== 'STORE_UNAVAILABLE' && error.code !== 'BUSY'
}

function addUp(
  counts: ImportCounts,
  batch: readonly ReadRow[],
  outcomes: readonly (Imported | Refusal)[],
  rejects: RejectSink,
): ImportCounts {
  let { rows, imported, rejected, needsText } = counts
  for (const [i, row] of batch.entries()) {
    const outcome = outcomes[i]
    rows += 1
    if (outcome instanceof Refusal) {
      rejected += 1
      rejects.write(row, outcome)
    } else {
      imported += 1
      if (outcome?.needsText === true) needsText += 1
    }
  }
  return { rows, imported, rejected, needsText }
}
