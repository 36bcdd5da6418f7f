/** Tenants, and the keys that tokens are signed with. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { createTenantAdmin } from '../../accounts/tenant-admin.ts'
import type { TenantId } from '../../base/ids.ts'
import { tenantIdPattern } from '../../tenants/tenant.ts'
import { rotateKeys } from '../../tokens/rotate-keys.ts'
import type { HttpServices } from '../http-services.ts'
import { nullable, strict, time } from './call-schemas.ts'
import { defineAdminCall } from './define-admin-call.ts'
import { serveAdminCall } from './serve-admin-call.ts'

const listTenants = defineAdminCall({
  method: 'GET',
  path: '/api/admin/tenants',
  role: 'auditor',
  summary: 'Tenants, those that only clients name among them.',
  answer: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        title: Type.String(),
        state: Type.Union([Type.Literal('active'), Type.Literal('closed')]),
        createdAt: nullable(time),
        closedAt: nullable(time),
      }),
    ),
  }),
})

const createTenant = defineAdminCall({
  method: 'POST',
  path: '/api/admin/tenants',
  role: 'owner',
  summary: 'Makes a tenant.',
  body: Type.Object(
    { id: Type.String({ pattern: tenantIdPattern }), title: Type.String({ minLength: 1, maxLength: 128 }) },
    strict,
  ),
})

const closeTenant = defineAdminCall({
  method: 'POST',
  path: '/api/admin/tenants/:id/close',
  role: 'owner',
  summary: 'Closes a tenant for good: its sessions are dead and nobody logs in any more.',
  errors: ['TENANT_UNKNOWN'],
})

const listKeys = defineAdminCall({
  method: 'GET',
  path: '/api/admin/signing-keys',
  role: 'auditor',
  summary: 'The keys that tokens are signed with: public facts only.',
  answer: Type.Object({
    items: Type.Array(
      Type.Object({
        kid: Type.String(),
        algorithm: Type.String(),
        state: Type.Union([Type.Literal('next'), Type.Literal('current'), Type.Literal('retired')]),
        createdAt: time,
        retiredAt: nullable(time),
        verifiesUntil: nullable(time),
      }),
    ),
  }),
})

const rotate = defineAdminCall({
  method: 'POST',
  path: '/api/admin/signing-keys/rotate',
  role: 'owner',
  summary: 'Signs with the next keys from now on.',
  body: Type.Object(
    {
      force: Type.Optional(
        Type.Boolean({
          description: 'Also while applications may not know the next key: where one got out.',
        }),
      ),
    },
    strict,
  ),
  errors: ['RATE_LIMITED'],
})

export const tenantCalls = [listTenants, createTenant, closeTenant, listKeys, rotate]

export function registerTenantCalls(server: FastifyInstance, services: HttpServices): void {
  const { accounts, signingKeys } = services
  const tenants = createTenantAdmin(accounts)
  serveAdminCall(server, services, listTenants, async () => {
    const items = await tenants.list()
    return {
      items: items.map(({ createdAt = null, closedAt = null, ...tenant }) => ({
        ...tenant,
        createdAt,
        closedAt,
      })),
    }
  })
  serveAdminCall(server, services, createTenant, ({ body, call }) =>
    tenants.create(body.id as TenantId, body.title, call),
  )
  serveAdminCall(server, services, closeTenant, ({ params, call }) =>
    tenants.close(params.id as TenantId, call),
  )
  serveAdminCall(server, services, listKeys, async () => {
    const items = await signingKeys.list()
    return {
      items: items.map(({ retiredAt = null, verifiesUntil = null, ...key }) => ({
        ...key,
        retiredAt,
        verifiesUntil,
      })),
    }
  })
  serveAdminCall(server, services, rotate, ({ body, call }) =>
    rotateKeys({ ...accounts, signingKeys }, body.force === true, call),
  )
}
