/** Does LATCHKEY_SECRET open what is stored? Asked at the start, not at somebody's first login. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SettingFaults } from '../config/load-settings.ts'
import { listEditKeyIds } from '../edits/edit-store.ts'
import { listSeedKeyIds } from '../factors/factor-rows.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { listSecretKeyIds } from '../secrets/secret-store.ts'
import type { Database } from '../storage/database.ts'
import { listSigningKeyIds } from '../tokens/signing-key-table.ts'

/** Ids of the keys that something is sealed under, and that are not in the keyring. */
export async function findUnlistedKeys(database: Database, keyring: Keyring): Promise<string[]> {
  const ids = await Promise.all(
    [listSecretKeyIds, listSigningKeyIds, listSeedKeyIds, listEditKeyIds].map((list) => list(database)),
  )
  return [...new Set(ids.flat())].filter((id) => !keyring.keyIds.includes(id)).toSorted()
}

/** Throws `SettingFaults`. `data` is the folder that a generated secret lies in. */
export async function requireSecret(database: Database, keyring: Keyring, data: string): Promise<void> {
  const unlisted = await findUnlistedKeys(database, keyring)
  if (unlisted.length === 0) return
  const generated = existsSync(join(data, 'secret')) ? `, perhaps the one in ${join(data, 'secret')}` : ''
  throw new SettingFaults([
    `LATCHKEY_SECRET: does not open what is stored, which was written under key ${unlisted.join(', ')}; ` +
      `it holds key ${keyring.keyIds.join(', ')}. Put the older secret${generated} behind the new one, ` +
      'separated by a comma; once "latchkey keys reseal" has run it is not needed any more.',
  ])
}
