/** Stores and keys without the app: for an operator's work that concerns no element. */
import { type AuditLog, createAuditLog } from '../audit/audit-log.ts'
import { systemClock } from '../base/clock.ts'
import { hostNames } from '../base/host-names.ts'
import type { Settings } from '../config/load-settings.ts'
import { createEditStore, type EditStore } from '../edits/edit-store.ts'
import { createTotpFactors, type TotpFactors } from '../factors/totp-factors.ts'
import { createKeyring, type Keyring } from '../secrets/keyring.ts'
import { createSecretStore, type SecretStore } from '../secrets/secret-store.ts'
import type { QueryDatabase } from '../storage/query-database.ts'
import { createSigningKeys, type SigningKeys } from '../tokens/signing-keys.ts'
import type { WebhookAdmin } from '../webhooks/webhook-admin.ts'
import { requireSecret } from './require-secret.ts'
import { maxTokenTtlSeconds } from './rooms.ts'
import { rootSecrets } from './root-secrets.ts'
import { closeStores, openStores } from './stores.ts'
import { buildWebhooks } from './webhook-rooms.ts'

export type Installation = {
  readonly database: QueryDatabase
  readonly keyring: Keyring
  readonly secretStore: SecretStore
  readonly signingKeys: SigningKeys
  readonly factors: TotpFactors
  /** What the console changed of elements. */
  readonly edits: EditStore
  readonly audit: AuditLog
  readonly webhooks: WebhookAdmin
  /** Throws `SettingFaults` unless the secret opens everything that is stored. */
  requireSecret(): Promise<void>
  close(): Promise<void>
}

/** Brings the schema up to date. Throws `StoreFault` and `SettingFaults`. Whether the secret opens what is stored is not asked. */
export async function openInstallation(settings: Settings): Promise<Installation> {
  const clock = systemClock
  const secrets = rootSecrets(settings.secrets, settings)
  const stores = await openStores(settings, clock)
  const { database, ephemeral } = stores
  try {
    const keyring = createKeyring(secrets)
    const audit = createAuditLog({ database, clock, onEvent: () => {}, onLoss: tellLoss })
    const secretStore = createSecretStore({ database, keyring, clock })
    const { webhooks } = buildWebhooks(
      { database, clock, secretStore, audit },
      hostNames(settings.webhookInternalHosts),
    )
    return {
      database,
      keyring,
      audit,
      webhooks,
      secretStore,
      requireSecret: () => requireSecret(database, keyring, settings.data),
      signingKeys: createSigningKeys({ database, keyring, clock, maxTokenTtlSeconds }),
      edits: createEditStore({ database, keyring, clock }),
      factors: createTotpFactors({ database, ephemeral, keyring, clock }),
      async close() {
        await audit.close()
        await closeStores(stores)
      },
    }
  } catch (error) {
    await closeStores(stores)
    throw error
  }
}

/** What an operator does is not done without a record of it. */
function tellLoss(error: unknown): void {
  throw error
}
