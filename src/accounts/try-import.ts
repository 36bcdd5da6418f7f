/** A trial import: every row is planned, written and undone, so that it is rejected for exactly what would reject it. */
import { Refusal, refuse } from '../base/refusal.ts'
import { guarded, statement } from '../storage/database.ts'
import type { AccountServices } from './account-services.ts'
import { cellFault, type ReadCells } from './file-row.ts'
import type { ImportCounts } from './import-progress.ts'
import { type ImportOptions, isOfRow } from './import-users.ts'
import { type PlannedUser, planUser } from './plan-user.ts'
import { openSeenKeys, type SeenKeys } from './seen-keys.ts'
import type { UserFile } from './user-file.ts'
import { readUserRecord } from './user-record.ts'

const changeNothing = statement<[]>('accounts.change-nothing', 'update users set status = status where 1 = 0')

/** Changes nothing. What an earlier row of the file would take counts as taken. */
export async function tryImport(
  services: AccountServices,
  file: UserFile,
  options: ImportOptions,
): Promise<ImportCounts> {
  const { rejects, onProgress, signal } = options
  const counts = { rows: 0, imported: 0, rejected: 0, needsText: 0 }
  const seen = openSeenKeys()
  await rejects.resume(0)
  try {
    for await (const row of file.rows()) {
      const outcome = await tryRow(services, row, options, seen)
      counts.rows += 1
      if (outcome instanceof Refusal) {
        counts.rejected += 1
        rejects.write(row, outcome)
      } else {
        counts.imported += 1
        if (outcome.needsText) counts.needsText += 1
      }
      onProgress?.(counts, row.bytes)
      if (signal?.aborted === true) break
    }
  } finally {
    seen.close()
  }
  await rejects.flush()
  return counts
}

/** As a trial import does; what is taken is added to `seen`. */
export async function tryRow(
  services: AccountServices,
  { row, fault }: ReadCells,
  { defaults, call }: Pick<ImportOptions, 'defaults' | 'call'>,
  seen: SeenKeys,
): Promise<PlannedUser | Refusal> {
  const undone = refuse('BUSY')
  let planned: PlannedUser | undefined
  try {
    if (fault !== undefined) return fault
    planned = await planUser(services, readUserRecord(row), defaults, call)
    demandUnseen(planned, seen)
    await services.database.commit([...planned.steps, guarded(changeNothing, [], () => undone)])
    throw new Error('a trial import was not undone')
  } catch (error) {
    if (error === undone && planned !== undefined) {
      seen.add(keysOf(planned))
      return planned
    }
    if (isOfRow(error)) return error
    throw error
  }
}

function demandUnseen({ keys }: PlannedUser, seen: SeenKeys): void {
  if (seen.has(`id ${keys.userId}`)) throw cellFault('userId', 'is taken')
  if (keys.phones.some((phone) => seen.has(`phone ${phone}`))) throw refuse('PHONE_BOUND')
  if (keys.names.some((name) => seen.has(`name ${name}`))) throw refuse('USERNAME_TAKEN')
}

function keysOf({ keys }: PlannedUser): string[] {
  return [
    `id ${keys.userId}`,
    ...keys.phones.map((phone) => `phone ${phone}`),
    ...keys.names.map((name) => `name ${name}`),
  ]
}
