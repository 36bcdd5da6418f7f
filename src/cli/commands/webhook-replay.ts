/** `latchkey webhook replay`. */
import type { Replayed } from '../../webhooks/webhook-admin.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions, TenantOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { withWebhooks } from '../open-webhooks.ts'
import { print } from '../output.ts'

export type WebhookReplayOptions = FolderOptions &
  TenantOptions & { readonly event?: string; readonly since?: string; readonly failed?: boolean }

export async function webhookReplay(id: string, options: WebhookReplayOptions): Promise<void> {
  const which = whichOf(options)
  const count = await withWebhooks(options, (webhooks, call) => webhooks.replay(id, which, call))
  print(`${count} ${count === 1 ? 'event is' : 'events are'} delivered again by the running server`)
  if (count === 0) process.exitCode = exitStatus.no
}

function whichOf({ event, since, failed = false }: WebhookReplayOptions): Replayed {
  if (event !== undefined && since === undefined && !failed) return { eventId: event }
  const time = Date.parse(since ?? '')
  if (event !== undefined || Number.isNaN(time))
    throw new CommandFault('give --event, or --since with a time such as 2026-11-21T09:00:00Z')
  return { since: time, onlyFailed: failed }
}
