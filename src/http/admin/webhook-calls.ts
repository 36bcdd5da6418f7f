/** Webhooks: endpoints of a tenant, what was delivered to them, and delivering it again. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { refuse } from '../../base/refusal.ts'
import { eventSchemas } from '../../events/event-list.ts'
import type { HttpServices } from '../http-services.ts'
import { limitOf, nullable, ofTenant, pageQuery, strict, time } from './call-schemas.ts'
import { defineAdminCall } from './define-admin-call.ts'
import { inTenant } from './in-tenant.ts'
import { serveAdminCall } from './serve-admin-call.ts'

const word = nullable(Type.String())
const deliveryState = Type.Union([Type.Literal('pending'), Type.Literal('delivered'), Type.Literal('failed')])

const list = defineAdminCall({
  method: 'GET',
  path: '/api/admin/webhooks',
  role: 'auditor',
  summary: 'Endpoints of a tenant.',
  query: Type.Object(ofTenant, strict),
  answer: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        host: Type.String({ description: 'The path may be a secret of the receiver.' }),
        events: Type.Array(Type.String(), { description: 'Empty for all.' }),
        createdAt: time,
        failingSince: nullable(time),
        pausedAt: nullable(time),
        waiting: Type.Integer({ description: 'Events that wait for it.' }),
      }),
    ),
    eventTypes: Type.Array(Type.String(), { description: 'All that an endpoint can hear of.' }),
  }),
})

const add = defineAdminCall({
  method: 'POST',
  path: '/api/admin/webhooks',
  role: 'owner',
  summary: 'Adds an endpoint; its secret is shown this once.',
  body: Type.Object(
    {
      ...ofTenant,
      url: Type.String({ minLength: 1, maxLength: 2000 }),
      events: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100 })),
    },
    strict,
  ),
  answer: Type.Object({ id: Type.String(), secret: Type.String() }),
})

const remove = defineAdminCall({
  method: 'DELETE',
  path: '/api/admin/webhooks/:id',
  role: 'owner',
  summary: 'Removes an endpoint with all that waits for it.',
  query: Type.Object(ofTenant, strict),
})

const deliveries = defineAdminCall({
  method: 'GET',
  path: '/api/admin/webhooks/:id/deliveries',
  role: 'auditor',
  summary: 'The newest deliveries to an endpoint.',
  query: Type.Object({ ...ofTenant, state: Type.Optional(deliveryState), limit: pageQuery.limit }, strict),
  answer: Type.Object({
    items: Type.Array(
      Type.Object({
        eventId: Type.String(),
        type: Type.String(),
        at: time,
        state: deliveryState,
        attempts: Type.Integer(),
        dueAt: time,
        result: word,
        triedAt: nullable(time),
      }),
    ),
  }),
})

const replay = defineAdminCall({
  method: 'POST',
  path: '/api/admin/webhooks/:id/replay',
  role: 'owner',
  summary: 'Delivers again: one event, or all since a time, or of these only what failed.',
  body: Type.Object(
    {
      ...ofTenant,
      eventId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      since: Type.Optional(time),
      onlyFailed: Type.Optional(Type.Boolean()),
    },
    strict,
  ),
  answer: Type.Object({ events: Type.Integer() }),
})

const pause = defineAdminCall({
  method: 'POST',
  path: '/api/admin/webhooks/:id/pause',
  role: 'owner',
  summary: 'Delivers nothing to an endpoint until it is resumed; what happens meanwhile waits.',
  body: Type.Object(ofTenant, strict),
})

const resume = defineAdminCall({
  method: 'POST',
  path: '/api/admin/webhooks/:id/resume',
  role: 'owner',
  summary: 'Goes on delivering to an endpoint that was paused.',
  body: Type.Object(ofTenant, strict),
})

const tryOut = defineAdminCall({
  method: 'POST',
  path: '/api/admin/webhooks/:id/try',
  role: 'owner',
  summary: 'Sends one `webhook.test` at once.',
  body: Type.Object(ofTenant, strict),
  answer: Type.Object({
    ok: Type.Boolean(),
    result: Type.String({ description: 'A status, or a short word such as `TIMEOUT`.' }),
  }),
})

export const webhookCalls = [list, add, remove, deliveries, replay, pause, resume, tryOut]

export function registerWebhookCalls(server: FastifyInstance, services: HttpServices): void {
  const { webhooks } = services
  serveAdminCall(server, services, list, async ({ query, call }) => {
    const items = await webhooks.list(inTenant(call, query))
    return {
      items: items.map(({ id, url, types, createdAt, failingSince = null, pausedAt = null, waiting }) => ({
        id,
        host: new URL(url).host,
        events: [...types],
        createdAt,
        failingSince,
        pausedAt,
        waiting,
      })),
      eventTypes: Object.keys(eventSchemas),
    }
  })
  serveAdminCall(server, services, add, ({ body, call }) =>
    webhooks.add(body.url, body.events ?? [], inTenant(call, body)),
  )
  serveAdminCall(server, services, remove, ({ params, query, call }) =>
    webhooks.remove(params.id, inTenant(call, query)),
  )
  serveAdminCall(server, services, deliveries, async ({ params, query, call }) => {
    const asked = { state: query.state, limit: limitOf(query) }
    const items = await webhooks.deliveries(params.id, asked, inTenant(call, query))
    return {
      items: items.map(({ result = null, triedAt = null, ...one }) => ({ ...one, result, triedAt })),
    }
  })
  serveAdminCall(server, services, replay, async ({ params, body, call }) => {
    const { eventId, since, onlyFailed = false } = body
    if ((eventId === undefined) === (since === undefined))
      throw refuse('API_PARAMS_ERROR', { arguments: { since: 'or eventId is needed, and not both' } })
    const which = eventId === undefined ? { since: since ?? 0, onlyFailed } : { eventId }
    return { events: await webhooks.replay(params.id, which, inTenant(call, body)) }
  })
  serveAdminCall(server, services, pause, ({ params, body, call }) =>
    webhooks.pause(params.id, inTenant(call, body)),
  )
  serveAdminCall(server, services, resume, ({ params, body, call }) =>
    webhooks.resume(params.id, inTenant(call, body)),
  )
  serveAdminCall(server, services, tryOut, ({ params, body, call }) =>
    webhooks.try(params.id, inTenant(call, body)),
  )
}
