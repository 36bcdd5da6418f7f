/** `latchkey webhook try`. */
import type { FolderOptions, TenantOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { withWebhooks } from '../open-webhooks.ts'
import { print } from '../output.ts'

export async function webhookTry(id: string, options: FolderOptions & TenantOptions): Promise<void> {
  const { ok, result } = await withWebhooks(options, (webhooks, call) => webhooks.try(id, call))
  print(`${ok ? 'accepted' : 'not accepted'}: ${result}`)
  if (!ok) process.exitCode = exitStatus.no
}
