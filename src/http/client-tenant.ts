/** In which tenant a client calls (spec 5, `isv` and `X-tenant-id`). */
import type { FastifyRequest } from 'fastify'
import type { TenantId } from '../base/ids.ts'
import { type Client, clientOfTenant } from '../clients/client.ts'
import { header } from './call-context.ts'
import type { HttpServices } from './http-services.ts'

/**
 * The client as it serves the tenant of the request: `X-tenant-id` picks it for a template and may be left out by
 * all others; a host name never does. Nothing for a tenant that is unknown, closed or not the client's.
 */
export async function clientInTenant(
  client: Client,
  request: FastifyRequest,
  { tenants }: HttpServices,
): Promise<Client | undefined> {
  const stated = header(request, 'x-tenant-id')
  if (stated === undefined && client.isv) return undefined
  const served = clientOfTenant(client, (stated ?? client.tenantId) as TenantId)
  return served !== undefined && (await tenants.isServed(served.tenantId)) ? served : undefined
}
