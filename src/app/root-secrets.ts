/** The root of all keys: what is set, or for the embedded default what the data folder holds. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** As `rootSecrets`, and makes none. */
export function knownSecrets({
  secrets,
  data,
  databaseUrl,
}: StorePlaces & { readonly secrets?: readonly string[] | undefined }): readonly string[] | undefined {
  const file = join(data, 'secret')
  if (secrets !== undefined || databaseUrl !== undefined) return secrets
  return existsSync(file) ? [readFileSync(file, 'utf8').trim()] : undefined
}
