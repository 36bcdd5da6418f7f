/** `latchkey webhook list`. */
import type { FolderOptions, JsonOptions, TenantOptions } from '../command-options.ts'
import { withWebhooks } from '../open-webhooks.ts'
import { printJson, printTable, time } from '../output.ts'

export async function webhookList(options: FolderOptions & TenantOptions & JsonOptions): Promise<void> {
  const endpoints = await withWebhooks(options, (webhooks, call) => webhooks.list(call))
  if (options.json === true) {
    printJson({ endpoints })
    return
  }
  printTable(
    endpoints.map(({ id, url, types, waiting, pausedAt, failingSince }) => [
      id,
      stateOf(pausedAt, failingSince),
      `${waiting} waiting`,
      url,
      types.length === 0 ? 'all events' : types.join(' '),
    ]),
  )
}

function stateOf(pausedAt: number | undefined, failingSince: number | undefined): string {
  if (pausedAt !== undefined) return `paused ${time(pausedAt)}`
  return failingSince === undefined ? 'active' : `failing since ${time(failingSince)}`
}
