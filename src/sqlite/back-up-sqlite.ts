/** A copy of a SQLite file as it was at one moment, taken while other processes write to it. */
import { closeSync, openSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'

const lockTimeoutMs = 5_000
const pagesPerStep = 1_000

/**
 * Writes what is committed in the file `from` into the new file `to`, which its owner alone can read. `onStep` is told
 * of pages; what it throws ends the work. A file `to` that was begun is left to the caller. Throws what SQLite throws.
 */
export async function backUpSqlite(
  from: string,
  to: string,
  onStep: (done: number, total: number) => void,
): Promise<void> {
  closeSync(openSync(to, 'wx', 0o600))
  const source = new DatabaseSync(from, { timeout: lockTimeoutMs })
  try {
    // The read of one moment is held: else every commit of another process would begin the copy anew.
    source.exec('begin; select count(*) from sqlite_schema')
    await backup(source, to, {
      rate: pagesPerStep,
      progress: ({ totalPages, remainingPages }) => onStep(totalPages - remainingPages, totalPages),
    })
  } finally {
    source.close()
  }
}
