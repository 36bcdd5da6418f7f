/** What happens now: the last hours in counts, and single messages. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { readToday } from '../../accounts/today.ts'
import { mostCounted } from '../../sessions/count-living.ts'
import { listMessages } from '../../sms/message-list.ts'
import type { HttpServices } from '../http-services.ts'
import { limitOf, listOf, nullable, ofTenant, pageQuery, strict, time } from './call-schemas.ts'
import { defineAdminCall } from './define-admin-call.ts'
import { inTenant } from './in-tenant.ts'
import { serveAdminCall } from './serve-admin-call.ts'

const count = (description?: string) => Type.Integer(description === undefined ? {} : { description })
const fates = {
  sent: count(),
  delivered: count(),
  failed: count('Of which a vendor said that they did not arrive.'),
}
const usualHours = 24

const today = defineAdminCall({
  method: 'GET',
  path: '/api/admin/today',
  role: 'auditor',
  summary: 'The last hours in counts, which are seconds old.',
  query: Type.Object(
    {
      ...ofTenant,
      hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168, default: usualHours })),
    },
    strict,
  ),
  answer: Type.Object({
    from: time,
    step: count('Milliseconds from one entry of logins and sends to the next.'),
    logins: Type.Array(
      Type.Object({
        at: time,
        success: count('Sessions that logins made.'),
        failed: count('Logins, passwords, codes and second factors that were refused.'),
      }),
    ),
    sends: Type.Array(Type.Object({ at: time, ...fates })),
    byCountry: Type.Array(
      Type.Object({
        country: Type.String(),
        sent: count(),
        right: count('Messages whose codes were right and have been used.'),
        delivered: count(),
      }),
    ),
    byVendor: Type.Array(
      Type.Object({ vendor: Type.String({ description: 'fullName of the service.' }), ...fates }),
    ),
    budgets: Type.Array(
      Type.Object({
        element: Type.String(),
        spent: count('Messages in the last 24 hours.'),
        daily: count('What the tenant may send.'),
      }),
    ),
    closedPrefixes: Type.Array(Type.Object({ prefix: Type.String(), until: time })),
    activeSessions: count(`Living sessions; no more than ${mostCounted} are looked at.`),
  }),
})

const word = nullable(Type.String())
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

export const todayCalls = [today, messages]

export function registerTodayCalls(server: FastifyInstance, services: HttpServices): void {
  const { accounts } = services
  serveAdminCall(server, services, today, ({ query, call }) =>
    readToday(accounts, inTenant(call, query).tenantId, query.hours ?? usualHours),
  )
  serveAdminCall(server, services, messages, async ({ query, call }) => {
    const { from, to, after } = query
    const { tenantId } = inTenant(call, query)
    const request = { from, to, after, limit: limitOf(query) }
    const page = await listMessages(accounts.database, tenantId, query, request)
    const items = page.rows.map(({ vendor_id, changed_at, ...row }) => ({
      ...row,
      vendorId: vendor_id,
      changedAt: changed_at,
    }))
    return { items, next: page.next ?? null }
  })
}
