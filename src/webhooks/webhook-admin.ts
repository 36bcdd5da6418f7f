/** What an operator does with webhooks. Everything that changes something is on record. */
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../base/clock.ts'
import { orderedToken } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import type { CallContext } from '../elements/caller.ts'
import { type EventType, eventSchemas } from '../events/event-list.ts'
import type { DeliveryState, ListedDelivery, Outbox } from '../events/outbox.ts'
import { pause, resume } from '../events/subscribers.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { Database, Step } from '../storage/database.ts'
import type { Endpoint, EndpointStore, ListedEndpoint } from './endpoint-store.ts'
import { type PostOptions, type PostResult, postMessage } from './post-message.ts'
import { readEndpointUrl } from './read-endpoint-url.ts'
import { secretNameOf } from './secret-name.ts'
import { newSigningSecret, signMessage } from './sign-message.ts'

/** Everything refuses an unknown endpoint, or one of another tenant, as `API_PARAMS_ERROR`. */
export interface WebhookAdmin {
  /** The secret is told this once. Without types: all of them. Refused as `API_PARAMS_ERROR`. */
  add(url: string, types: readonly string[], call: CallContext): Promise<{ id: string; secret: string }>
  list(call: CallContext): Promise<ListedEndpoint[]>
  /** With all that waits for it. */
  remove(id: string, call: CallContext): Promise<void>
  /** What happens from now on waits. Refused as `API_PARAMS_ERROR` where it is paused already. */
  pause(id: string, call: CallContext): Promise<void>
  /** What waited is delivered. Refused as `API_PARAMS_ERROR` where it is not paused. */
  resume(id: string, call: CallContext): Promise<void>
  /** Newest first, at most `limit`. */
  deliveries(id: string, query: DeliveryQuery, call: CallContext): Promise<ListedDelivery[]>
  /** Delivers again: the events keep their ids. Answers with how many. */
  replay(id: string, which: Replayed, call: CallContext): Promise<number>
  /** Sends one `webhook.test` at once, once, without the outbox. */
  try(id: string, call: CallContext): Promise<PostResult>
}

export type DeliveryQuery = { readonly state?: DeliveryState | undefined; readonly limit: number }

/** One event, or all that the endpoint hears of since a time (epoch ms), or of these only what failed. */
export type Replayed = { readonly eventId: string } | { readonly since: number; readonly onlyFailed: boolean }

export type WebhookServices = {
  readonly database: Database
  readonly clock: Clock
  readonly outbox: Outbox
  readonly endpoints: EndpointStore
  readonly secretStore: SecretStore
  readonly audit: AuditLog
  readonly post: PostOptions
}

const idLength = 20

export function createWebhookAdmin(services: WebhookServices): WebhookAdmin {
  const { database, clock, outbox, endpoints, secretStore, audit } = services

  async function require(id: string, { tenantId }: CallContext): Promise<Endpoint> {
    const endpoint = await endpoints.find(id)
    if (endpoint?.tenantId !== tenantId) throw wrong('id', 'is no endpoint of this tenant')
    return endpoint
  }

  /** The host alone: a path may be a secret of the receiver. */
  function recorded(action: string, { id, url }: Endpoint, call: CallContext, detail?: string): Step {
    const told = detail ?? new URL(url).host
    return audit.step({ action, result: 'success', subject: id, detail: told }, call)
  }

  return {
    async add(text, types, call) {
      const { href } = readEndpointUrl(text, services.post.internal)
      const known = readTypes(types)
      const now = clock.now()
      const endpoint = { id: `wh_${orderedToken(now, idLength)}`, tenantId: call.tenantId, url: href }
      const secret = newSigningSecret()
      await secretStore.write(call.tenantId, secretNameOf(endpoint.id), secret)
      await database.commit([
        ...endpoints.insert(endpoint, known, now),
        recorded('webhook.add', endpoint, call),
      ])
      return { id: endpoint.id, secret }
    },

    list: ({ tenantId }) => endpoints.list(tenantId),

    async remove(id, call) {
      const endpoint = await require(id, call)
      await database.commit([...endpoints.remove(id), recorded('webhook.remove', endpoint, call)])
      await secretStore.remove(endpoint.tenantId, secretNameOf(id))
    },

    async pause(id, call) {
      const endpoint = await require(id, call)
      await database.commit([pause(id, clock.now()), recorded('webhook.pause', endpoint, call)])
    },

    async resume(id, call) {
      const endpoint = await require(id, call)
      await database.commit([resume(id), recorded('webhook.resume', endpoint, call)])
    },

    async deliveries(id, { state, limit }, call) {
      await require(id, call)
      return outbox.list(id, state, limit)
    },

    async replay(id, which, call) {
      const endpoint = await require(id, call)
      const now = clock.now()
      const count =
        'eventId' in which
          ? await outbox.replayOne(id, which.eventId, now)
          : await outbox.replaySince(id, which.since, which.onlyFailed, now)
      await database.commit([recorded('webhook.replay', endpoint, call, JSON.stringify({ ...which, count }))])
      return count
    },

    async try(id, call) {
      const endpoint = await require(id, call)
      const secret = await secretStore.read(endpoint.tenantId, secretNameOf(id))
      if (secret === undefined) throw new Error(`the secret of ${id} is missing`)
      const message = signMessage(testEvent(endpoint, clock.now()), secret, clock.now())
      return postMessage(new URL(endpoint.url), message, services.post)
    },
  }
}

function testEvent({ id, tenantId }: Endpoint, now: number) {
  const eventId = `evt_${orderedToken(now, idLength)}`
  return {
    eventId,
    type: 'webhook.test',
    tenantId,
    at: now,
    data: JSON.stringify({ endpoint: id }),
    attempts: 1,
  }
}

function readTypes(types: readonly string[]): EventType[] {
  const unknown = types.filter((type) => !isEventType(type))
  if (unknown.length > 0) throw wrong('events', `${unknown.join(', ')}: no such event`)
  return [...new Set(types.filter(isEventType))]
}

function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventSchemas, text)
}

function wrong(argument: string, reason: string) {
  return refuse('API_PARAMS_ERROR', { arguments: { [argument]: reason } })
}
