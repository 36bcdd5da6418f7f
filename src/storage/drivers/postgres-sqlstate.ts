/** What PostgreSQL's error codes say, as far as it matters to the driver. */
import { refuse } from '../../base/refusal.ts'

const uniqueViolation = '23505'

/** Serialization failure and deadlock: the same again may succeed at once. */
const worthAnotherTry = new Set(['40001', '40P01'])

/**
 * The server and the way to it, and not what was asked. Classes: connection, authorization, no such database,
 * resources, operator (a cancelled statement too), system; then a standby that only reads, and a lock not got.
 */
const unavailable = /^(?:08|28|3D|53|57|58|25006$|55P03$|40001$|40P01$)/

/** Was a row turned away by a unique constraint? */
export function isUniqueViolation(error: unknown): boolean {
  return sqlstateOf(error) === uniqueViolation
}

export function isWorthAnotherTry(error: unknown): boolean {
  return worthAnotherTry.has(sqlstateOf(error) ?? '')
}

/**
 * What a call to the server rejects with: `STORE_UNAVAILABLE` when it cannot be used at the moment. What the server
 * did not say itself is trouble on the way to it. The row that it quotes with some errors belongs in no log.
 */
export function reasonOf(error: unknown): unknown {
  if (error instanceof Error) Reflect.deleteProperty(error, 'detail')
  return isUnavailable(error) ? refuse('STORE_UNAVAILABLE', {}, error) : error
}

/** Can the server not be used at the moment? */
export function isUnavailable(error: unknown): boolean {
  return unavailable.test(sqlstateOf(error) ?? '08')
}

/** Is the connection of no use any more? The server goes on with its own after all other errors. */
export function hasLostConnection(error: unknown): boolean {
  return /^(?:08|57P)/.test(sqlstateOf(error) ?? '08')
}

/** Only errors of the server have a severity. */
function sqlstateOf(error: unknown): string | undefined {
  return error instanceof Error && 'severity' in error && 'code' in error ? String(error.code) : undefined
}
