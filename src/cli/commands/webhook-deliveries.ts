/** `latchkey webhook deliveries`. */
import type { DeliveryState, ListedDelivery } from '../../events/outbox.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions, JsonOptions, TenantOptions } from '../command-options.ts'
import { withWebhooks } from '../open-webhooks.ts'
import { printJson, printTable, time } from '../output.ts'

export type WebhookDeliveriesOptions = FolderOptions &
  TenantOptions &
  JsonOptions & { readonly state?: string; readonly limit: string }

const states: readonly DeliveryState[] = ['pending', 'delivered', 'failed']
const most = 500

export async function webhookDeliveries(id: string, options: WebhookDeliveriesOptions): Promise<void> {
  const query = { state: stateOf(options.state), limit: limitOf(options.limit) }
  const deliveries = await withWebhooks(options, (webhooks, call) => webhooks.deliveries(id, query, call))
  if (options.json === true) {
    printJson({ deliveries })
    return
  }
  printTable(deliveries.map(rowOf))
}

function rowOf({ eventId, type, at, state, attempts, dueAt, result }: ListedDelivery): string[] {
  const next = state === 'pending' ? `due ${time(dueAt)}` : '-'
  return [eventId, type, time(at), state, `${attempts} tried`, result ?? '-', next]
}

function stateOf(text: string | undefined): DeliveryState | undefined {
  const state = states.find((one) => one === text)
  if (text !== undefined && state === undefined)
    throw new CommandFault(`--state: one of ${states.join(', ')}`)
  return state
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    throw new CommandFault(`--limit: has to be from 1 to ${most}`)
  return limit
}
