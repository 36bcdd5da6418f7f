/** Users by the file: the console reads and writes files, a piece at a time. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { exportPage } from '../../accounts/export-users.ts'
import { importRows } from '../../accounts/import-rows.ts'
import { refuse } from '../../base/refusal.ts'
import type { HttpServices } from '../http-services.ts'
import { listOf, ofTenant, pageQuery, strict, text } from './call-schemas.ts'
import { defineAdminCall } from './define-admin-call.ts'
import { inTenant } from './in-tenant.ts'
import { serveAdminCall } from './serve-admin-call.ts'

const mostRowsOfPage = 500

const row = Type.Record(Type.String(), Type.Unknown(), {
  description: 'A row of the file: columns and cells, as in a file of JSON lines.',
})

const importUsers = defineAdminCall({
  method: 'POST',
  path: '/api/admin/users/import',
  role: 'operator',
  summary: 'Imports rows of a file of users, each for itself; with `dryRun` it tells what would be rejected.',
  body: Type.Object(
    {
      ...ofTenant,
      rows: Type.Array(row, { minItems: 1, maxItems: 200 }),
      dryRun: Type.Boolean(),
      phoneLogin: text(200),
      passwordLogin: text(200),
      over: Type.Optional(
        Type.Union([Type.Literal('text'), Type.Literal('md5')], {
          description: 'What digests were made over, where the rows do not say.',
        }),
      ),
    },
    strict,
  ),
  answer: Type.Object({
    imported: Type.Integer(),
    rejected: Type.Array(
      Type.Object({
        row: Type.Integer({ description: 'From 0.' }),
        error: Type.String(),
        reason: Type.String({ description: 'For people, in the language of the request.' }),
      }),
    ),
  }),
  errors: ['TENANT_UNKNOWN'],
})

const exportUsers = defineAdminCall({
  method: 'GET',
  path: '/api/admin/users/export',
  role: 'operator',
  summary: 'Users as rows of a file, by id; never with stored passwords.',
  query: Type.Object(
    {
      ...ofTenant,
      after: pageQuery.after,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostRowsOfPage, default: mostRowsOfPage })),
    },
    strict,
  ),
  answer: listOf(row),
})

export const userFileCalls = [importUsers, exportUsers]

export function registerUserFileCalls(server: FastifyInstance, services: HttpServices): void {
  const { accounts, tenants, explain } = services
  serveAdminCall(server, services, importUsers, async ({ body, call }) => {
    const { tenant, rows, dryRun, ...defaults } = body
    const asked = inTenant(call, { tenant })
    if (!(await tenants.isServed(asked.tenantId))) throw refuse('TENANT_UNKNOWN')
    const { imported, rejected } = await importRows(accounts, rows, { defaults, call: asked, dryRun })
    return {
      imported,
      rejected: rejected.map(({ row: number, refusal }) => ({
        row: number,
        error: refusal.code,
        reason: explain(refusal, call.language),
      })),
    }
  })
  serveAdminCall(server, services, exportUsers, async ({ query, call }) => {
    const { after = '', limit = mostRowsOfPage } = query
    const page = await exportPage(accounts, inTenant(call, query), { after, limit })
    return { items: page.rows.map((one) => ({ ...one })), next: page.next ?? null }
  })
}
