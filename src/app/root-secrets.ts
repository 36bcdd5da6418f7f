/** The root of all keys: what is set, or for the embedded default what the data folder holds. */
import { generatedSecret } from '../config/generated-secret.ts'
import { SettingFaults } from '../config/load-settings.ts'
import type { StorePlaces } from './stores.ts'

export const secretMissing =
  'LATCHKEY_SECRET: must be set with a PostgreSQL database: a secret that was generated here would be unknown to other processes and machines'

/** Throws `SettingFaults`. */
export function rootSecrets(
  secrets: readonly string[] | undefined,
  { data, databaseUrl }: StorePlaces,
): readonly string[] {
  if (secrets !== undefined) return secrets
  if (databaseUrl !== undefined) throw new SettingFaults([secretMissing])
  return [generatedSecret(data)]
}
