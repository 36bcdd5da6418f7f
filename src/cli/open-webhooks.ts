/** Opens what the commands about webhooks work on: stores and keys, without the app. */
import type { CallContext } from '../elements/caller.ts'
import type { WebhookAdmin } from '../webhooks/webhook-admin.ts'
import type { FolderOptions, TenantOptions } from './command-options.ts'
import { systemCall } from './open-accounts.ts'
import { withInstallation } from './open-keys.ts'

/** Throws `SettingFaults` also where the secret does not open what is stored. */
export function withWebhooks<Result>(
  options: FolderOptions & TenantOptions,
  work: (webhooks: WebhookAdmin, call: CallContext) => Promise<Result>,
): Promise<Result> {
  const call = systemCall(options.tenant)
  return withInstallation(options, async (installation) => {
    await installation.requireSecret()
    return work(installation.webhooks, call)
  })
}
