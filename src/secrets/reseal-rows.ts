/** After a change of LATCHKEY_SECRET: encrypts the rows of a table anew under the newest secret. */
import type { Database, Step } from '../storage/database.ts'
import type { Keyring } from './keyring.ts'

/** A table with sealed values, as the room that owns it shows it. */
export interface SealedTable<Row extends { readonly sealed: string }> {
  readonly purpose: string
  /** Up to `limit` rows behind `after`, in a fixed order, that are not under the key `keyId`. */
  page(after: Row | undefined, keyId: string, limit: number): Promise<Row[]>
  contextOf(row: Row): string
  /** Writes the new form where the row still holds what was read, so that a newer value is never undone. */
  replace(row: Row, sealed: string, keyId: string): Step
}

/** The older secret may leave LATCHKEY_SECRET once a run finds nothing to do: both counts are 0. */
export type ResealCount = {
  readonly resealed: number
  /** Rows under a key that is not listed, or that were tampered with; they are left as they are. */
  readonly unreadable: number
}

const batchSize = 100

/** Goes through the table in batches, one commit each; may be stopped and run again at any time. */
export async function resealRows<Row extends { readonly sealed: string }>(
  database: Database,
  keyring: Keyring,
  table: SealedTable<Row>,
): Promise<ResealCount> {
  let resealed = 0
  let unreadable = 0
  let last: Row | undefined
  for (;;) {
    const rows = await table.page(last, keyring.keyIds[0], batchSize)
    const steps = rows.flatMap((row) => resealOne(keyring, table, row))
    if (steps.length > 0) await database.commit(steps)
    resealed += steps.length
    unreadable += rows.length - steps.length
    last = rows.at(-1)
    if (rows.length < batchSize) return { resealed, unreadable }
  }
}

function resealOne<Row extends { readonly sealed: string }>(
  keyring: Keyring,
  table: SealedTable<Row>,
  row: Row,
): Step[] {
  const context = table.contextOf(row)
  const plaintext = keyring.open(table.purpose, row.sealed, context)
  if (plaintext === undefined) return []
  return [table.replace(row, keyring.seal(table.purpose, plaintext, context), keyring.keyIds[0])]
}
