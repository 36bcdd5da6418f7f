/** `latchkey webhook resume`. */
import type { FolderOptions, TenantOptions } from '../command-options.ts'
import { withWebhooks } from '../open-webhooks.ts'
import { print, printable } from '../output.ts'

export async function webhookResume(id: string, options: FolderOptions & TenantOptions): Promise<void> {
  await withWebhooks(options, (webhooks, call) => webhooks.resume(id, call))
  print(printable(`${id} resumed: what waited is delivered by the running server`))
}
