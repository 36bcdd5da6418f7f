/** `latchkey webhook remove`. */
import { confirmed } from '../ask.ts'
import type { FolderOptions, TenantOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { withWebhooks } from '../open-webhooks.ts'
import { note, print, printable } from '../output.ts'

export type WebhookRemoveOptions = FolderOptions & TenantOptions & { readonly yes?: boolean }

export async function webhookRemove(id: string, options: WebhookRemoveOptions): Promise<void> {
  const question = printable(`Remove ${id} with all that waits for it?`)
  if (options.yes !== true && !(await confirmed(question))) {
    note('nothing was removed')
    process.exitCode = exitStatus.no
    return
  }
  await withWebhooks(options, (webhooks, call) => webhooks.remove(id, call))
  print(printable(`${id} removed`))
}
