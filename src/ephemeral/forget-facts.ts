/** Forgets facts, and tells whether there were any. */
import type { EphemeralStore } from './ephemeral-store.ts'

export async function forgetFacts(
  ephemeral: Pick<EphemeralStore, 'get' | 'drop'>,
  keys: readonly string[],
): Promise<boolean> {
  const found = await Promise.all(keys.map((key) => ephemeral.get(key)))
  await ephemeral.drop(...keys)
  return found.some((fact) => fact !== undefined)
}
