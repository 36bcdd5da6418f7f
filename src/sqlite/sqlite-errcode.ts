/** What SQLite's error numbers say, as far as it matters to the drivers. */

/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY. */
const uniqueViolations = new Set([2067, 1555])

/** SQLITE_BUSY, with whatever stands in the higher bytes. */
const busy = 5

/** BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL: the file or its disk, and not what was asked. */
const unavailable = new Set([busy, 6, 7, 8, 10, 13, 14, 15])

/** Was a row turned away by a unique constraint? */
export function isUniqueViolation(error: unknown): boolean {
  return uniqueViolations.has(errcodeOf(error))
}

/** Did another connection hold the lock for too long? */
export function isBusy(error: unknown): boolean {
  return (errcodeOf(error) & 0xff) === busy
}

/** Can the file not be used at the moment: locked, disk full, out of reach? */
export function isUnavailable(error: unknown): boolean {
  return unavailable.has(errcodeOf(error) & 0xff)
}

function errcodeOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
}
