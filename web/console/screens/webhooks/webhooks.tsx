/** Endpoints of webhooks, and what was delivered to one. */
import { WebhookDeliveries } from './webhook-deliveries.tsx'
import { WebhookList } from './webhook-list.tsx'

export function Webhooks({ id }: { readonly id: string | undefined }) {
  return id === undefined ? <WebhookList /> : <WebhookDeliveries id={id} />
}
