/** Messages: single ones, what became of them by prefix, country and service, and prefixes that are closed. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { reopenPrefix } from '../../accounts/reopen-prefix.ts'
import { listMessages } from '../../sms/message-list.ts'
import { listClosedPrefixes, readTrackedRates } from '../../spend/message-rates.ts'
import type { HttpServices } from '../http-services.ts'
import { limitOf, listOf, nullable, ofTenant, pageQuery, strict, text, time } from './call-schemas.ts'
import { defineAdminCall } from './define-admin-call.ts'
import { inTenant } from './in-tenant.ts'
import { serveAdminCall } from './serve-admin-call.ts'

const word = nullable(Type.String())
const count = (description?: string) => Type.Integer(description === undefined ? {} : { description })
const hourMs = 3_600_000
const usualHours = 24
const mostNames = 100

const state = Type.Union([
  Type.Literal('queued'),
  Type.Literal('sent'),
  Type.Literal('delivered'),
  Type.Literal('undelivered'),
])

const messages = defineAdminCall({
  method: 'GET',
  path: '/api/admin/messages',
  role: 'auditor',
  summary: 'Messages, newest first, without their codes; a page may be short, or empty, and have a `next`.',
  query: Type.Object(
    {
      ...ofTenant,
      state: Type.Optional(state),
      country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
      element: text(200),
      from: Type.Optional(time),
      to: Type.Optional(time),
      ...pageQuery,
    },
    strict,
  ),
  answer: listOf(
    Type.Object({
      id: Type.String(),
      at: time,
      element: Type.String(),
      vendor: Type.String({ description: 'fullName of the service’s Type.' }),
      phone: Type.String({ description: 'Masked.' }),
      country: Type.String(),
      purpose: Type.String(),
      state,
      reason: word,
      vendorId: word,
      changedAt: time,
    }),
  ),
})

const rates = defineAdminCall({
  method: 'GET',
  path: '/api/admin/message-rates',
  role: 'auditor',
  summary: `What became of the messages of the last hours; the ${mostNames} groups with the most.`,
  query: Type.Object(
    {
      ...ofTenant,
      by: Type.Union([Type.Literal('prefix'), Type.Literal('country'), Type.Literal('service')]),
      hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168, default: usualHours })),
    },
    strict,
  ),
  answer: Type.Object({
    items: Type.Array(
      Type.Object({
        name: Type.String({ description: 'A prefix such as `+86138`, a country, or a fullName.' }),
        sent: count(),
        right: count('Messages whose codes were right and have been used.'),
        delivered: count(),
        failed: count('Of which a vendor said that they did not arrive.'),
        tracked: count('Messages through services that told of any.'),
      }),
    ),
  }),
})

const closedPrefixes = defineAdminCall({
  method: 'GET',
  path: '/api/admin/closed-prefixes',
  role: 'auditor',
  summary: 'Prefixes of numbers that strangers get no message at: too few of their codes were entered.',
  query: Type.Object(ofTenant, strict),
  answer: Type.Object({
    items: Type.Array(
      Type.Object({ prefix: Type.String(), country: Type.String(), closedAt: time, until: time }),
    ),
  }),
})

const open = defineAdminCall({
  method: 'POST',
  path: '/api/admin/closed-prefixes/open',
  role: 'operator',
  summary: 'Opens a prefix before its time; every process sends there again within five minutes.',
  body: Type.Object(
    { ...ofTenant, prefix: Type.String({ pattern: '^\\+\\d{2,12}$', description: 'As it is listed.' }) },
    strict,
  ),
})

export const messageCalls = [messages, rates, closedPrefixes, open]

export function registerMessageCalls(server: FastifyInstance, services: HttpServices): void {
  const { accounts } = services
  const { database, clock } = accounts
  serveAdminCall(server, services, messages, async ({ query, call }) => {
    const { from, to, after } = query
    const { tenantId } = inTenant(call, query)
    const page = await listMessages(database, tenantId, query, { from, to, after, limit: limitOf(query) })
    const items = page.rows.map(({ vendor_id, changed_at, ...row }) => ({
      ...row,
      vendorId: vendor_id,
      changedAt: changed_at,
    }))
    return { items, next: page.next ?? null }
  })
  serveAdminCall(server, services, rates, async ({ query, call }) => {
    const now = clock.now()
    const from = now - (query.hours ?? usualHours) * hourMs
    const asked = { by: query.by, tenantId: inTenant(call, query).tenantId, from, to: now + 1 }
    const found = await readTrackedRates(database, asked, mostNames)
    return {
      items: found.map(({ proven, undelivered, ...rate }) => ({
        ...rate,
        right: proven,
        failed: undelivered,
      })),
    }
  })
  serveAdminCall(server, services, closedPrefixes, async ({ query, call }) => {
    const items = await listClosedPrefixes(database, inTenant(call, query).tenantId, clock.now())
    return { items }
  })
  serveAdminCall(server, services, open, ({ body, call }) =>
    reopenPrefix(accounts, body.prefix, inTenant(call, body)),
  )
}
