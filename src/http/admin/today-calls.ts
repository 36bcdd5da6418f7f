/** What happens now: the last hours in counts. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { readToday } from '../../accounts/today.ts'
import { mostCounted } from '../../sessions/count-living.ts'
import type { HttpServices } from '../http-services.ts'
import { ofTenant, strict, time } from './call-schemas.ts'
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
        tracked: count('Messages through services that told of any.'),
      }),
    ),
    byVendor: Type.Array(
      Type.Object({
        vendor: Type.String({ description: 'fullName of the service.' }),
        ...fates,
        hasReceipts: Type.Boolean({ description: 'Did it tell what became of any message?' }),
      }),
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

export const todayCalls = [today]

export function registerTodayCalls(server: FastifyInstance, services: HttpServices): void {
  const { accounts } = services
  serveAdminCall(server, services, today, ({ query, call }) =>
    readToday(accounts, inTenant(call, query).tenantId, query.hours ?? usualHours),
  )
}
