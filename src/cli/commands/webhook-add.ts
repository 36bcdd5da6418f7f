/** `latchkey webhook add`. */
import type { FolderOptions, JsonOptions, TenantOptions } from '../command-options.ts'
import { withWebhooks } from '../open-webhooks.ts'
import { note, print, printJson } from '../output.ts'

export type WebhookAddOptions = FolderOptions &
  TenantOptions &
  JsonOptions & { readonly event?: readonly string[] }

export async function webhookAdd(url: string, options: WebhookAddOptions): Promise<void> {
  const added = await withWebhooks(options, (webhooks, call) => webhooks.add(url, options.event ?? [], call))
  if (options.json === true) {
    printJson(added)
    return
  }
  print(`id      ${added.id}`)
  print(`secret  ${added.secret}`)
  note('The secret is shown this once.')
}
