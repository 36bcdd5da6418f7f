/** Opens what must open: a value that does not is an operator's fault, and is told as one. */
import type { Keyring } from './keyring.ts'

/** What is in a sealed row besides its name. */
export type Sealed = { readonly sealed: string; readonly key_id: string }

/**
 * The plaintext of a row. Throws when it cannot be read: its key is missing from LATCHKEY_SECRET, or the row
 * was changed behind our back. `what` names the row to people.
 */
export function openSealed(
  keyring: Keyring,
  purpose: string,
  row: Sealed,
  context: string,
  what: string,
): string {
  const plaintext = keyring.open(purpose, row.sealed, context)
  if (plaintext !== undefined) return plaintext
  const reason = keyring.keyIds.includes(row.key_id)
    ? 'it was changed outside of this program'
    : `its key ${row.key_id} is not in LATCHKEY_SECRET, which holds ${keyring.keyIds.join(', ')}`
  throw new Error(`${what} cannot be read: ${reason}`)
}
