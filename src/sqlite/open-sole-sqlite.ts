/** A SQLite file for one connection alone. */
import { DatabaseSync } from 'node:sqlite'

/**
 * Opens the file at `path`, which must be there, and keeps every other connection out until it is closed or the
 * process dies. Throws `SQLITE_BUSY` while anybody has it open. Nothing is written to it.
 */
export function openSoleSqlite(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    // A lock that is taken in this mode stays, and every open connection to a file with a log holds one against it.
    database.exec('pragma locking_mode = exclusive; begin exclusive; commit')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
