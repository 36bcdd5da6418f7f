/** What SQLite's error numbers say, as far as it matters to the drivers. */

/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY. */
const uniqueViolations = new Set([2067, 1555])

/** SQLITE_BUSY, with whatever stands in the higher bytes. */
const busy = 5

/** Was a row turned away by a unique constraint? */
export function isUniqueViolation(error: unknown): boolean {
  return uniqueViolations.has(errcodeOf(error))
}

/** Did another connection hold the lock for too long? */
export function isBusy(error: unknown): boolean {
  return (errcodeOf(error) & 0xff) === busy
}

function errcodeOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
}
