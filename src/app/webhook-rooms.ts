/** Puts together what delivers events to the endpoints of operators. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { InternalHosts } from '../base/allowed-target.ts'
import type { Clock } from '../base/clock.ts'
import type { Events } from '../events/events.ts'
import { createOutbox } from '../events/outbox.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { Database } from '../storage/database.ts'
import { createCourier } from '../webhooks/courier.ts'
import { createEndpointStore } from '../webhooks/endpoint-store.ts'
import { createWebhookAdmin } from '../webhooks/webhook-admin.ts'

export type WebhookNeeds = {
  readonly database: Database
  readonly clock: Clock
  readonly secretStore: SecretStore
  readonly audit: AuditLog
}

const deadlineMs = 5_000

/** `internal`: hosts that may have any address, and http. */
export function buildWebhooks(needs: WebhookNeeds, internal: InternalHosts) {
  const outbox = createOutbox(needs.database)
  const endpoints = createEndpointStore(needs.database)
  const services = { ...needs, outbox, endpoints, post: { internal, deadlineMs } }
  return {
    outbox,
    webhooks: createWebhookAdmin(services),
    createCourier: (events: Events, onError: (error: unknown) => void) =>
      createCourier({ ...services, events, onError }),
  }
}
