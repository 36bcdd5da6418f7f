/** The audit log. */
import type { FastifyInstance } from 'fastify'
import Type, { type Static } from 'typebox'
import { type AuditRecord, createAuditList } from '../../audit/audit-list.ts'
import type { UserId } from '../../base/ids.ts'
import type { HttpServices } from '../http-services.ts'
import { limitOf, listOf, nullable, ofTenant, pageQuery, strict, text, time } from './call-schemas.ts'
import { defineAdminCall } from './define-admin-call.ts'
import { inTenant } from './in-tenant.ts'
import { serveAdminCall } from './serve-admin-call.ts'

const word = nullable(Type.String())

export const auditItem = Type.Object({
  id: Type.String(),
  at: time,
  action: Type.String(),
  result: Type.String({ description: '`success`, or the code of the refusal.' }),
  actor: Type.String({ description: '`user:ID`, `admin:NAME`, `system` or `anonymous`.' }),
  userId: word,
  clientId: word,
  address: word,
  subject: word,
  detail: word,
  times: nullable(Type.Integer({ description: 'Of refusals that are told of together: how many.' })),
})

const listAudit = defineAdminCall({
  method: 'GET',
  path: '/api/admin/audit',
  role: 'auditor',
  summary: 'Audit records, newest first; a page may be short, or empty, and have a `next`.',
  query: Type.Object(
    {
      ...ofTenant,
      action: Type.Optional(
        Type.String({ minLength: 1, maxLength: 64, description: 'Or its beginning with the dot: `login.`.' }),
      ),
      result: Type.Optional(
        Type.String({ minLength: 1, maxLength: 64, description: '`!success`: all that failed.' }),
      ),
      user: text(64),
      actor: text(80),
      from: Type.Optional(time),
      to: Type.Optional(time),
      ...pageQuery,
    },
    strict,
  ),
  answer: listOf(auditItem),
})

export const auditCalls = [listAudit]

export function registerAuditCalls(server: FastifyInstance, services: HttpServices): void {
  const list = createAuditList(services.accounts.database)
  serveAdminCall(server, services, listAudit, async ({ query, call }) => {
    const { action, result, user, actor, from, to, after } = query
    const filter = { action, result, userId: user as UserId | undefined, actor }
    const { tenantId } = inTenant(call, query)
    const page = await list.page(tenantId, { filter, from, to, after, limit: limitOf(query) })
    return { items: page.records.map(toAuditItem), next: page.next ?? null }
  })
}

export function toAuditItem({ id, ...record }: AuditRecord): Static<typeof auditItem> {
  return { id: String(id), ...record }
}
