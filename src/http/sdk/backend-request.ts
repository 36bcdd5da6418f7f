/** Calls of back ends, `/api/v2/tenant/*`: no device headers, but the client's secret or an access token. */
import type { FastifyRequest } from 'fastify'
import { clientOfTenant } from '../../clients/client.ts'
import type { Credentials } from '../../clients/client-credentials.ts'
import { basicCredentials } from '../basic-credentials.ts'
import { bearerToken } from '../bearer-token.ts'
import { callOf, header } from '../call-context.ts'
import { clientInTenant } from '../client-tenant.ts'
import type { HttpServices } from '../http-services.ts'
import { SdkFailure } from './sdk-failure.ts'
import type { SdkRequest } from './sdk-request.ts'

/**
 * `Authorization: Basic` with id and secret of the client, or both as fields of the form, which is read later: until
 * then nothing. Refused as `clientSecretWrong`, then by the tenant.
 */
export async function readClientSecret(
  request: FastifyRequest,
  services: HttpServices,
): Promise<SdkRequest | undefined> {
  const isBasic = request.headers.authorization !== undefined
  if (!isBasic && request.body === undefined) return undefined
  const shown = isBasic ? basicCredentials(request) : formCredentials(request)
  const { address } = callOf(request, services, undefined, {})
  const known = shown && (await services.clientCredentials.check(shown, address))
  if (known === undefined) throw new SdkFailure('clientSecretWrong')
  const client = await clientInTenant(known, request, services)
  if (client === undefined) throw new SdkFailure('tenantUnknown')
  return { client, call: callOf(request, services, client, {}) }
}

/** RFC 6749, 2.3.1: what OneAccess documents besides Basic. */
function formCredentials({ body }: FastifyRequest): Credentials | undefined {
  const { client_id: clientId, client_secret: secret } = (body ?? {}) as Record<string, unknown>
  return typeof clientId === 'string' && typeof secret === 'string' ? { clientId, secret } : undefined
}

/** `Authorization: Bearer` with an access token, which says client and tenant; `X-tenant-id` may say the same. */
export async function readAccessToken(request: FastifyRequest, services: HttpServices): Promise<SdkRequest> {
  const token = bearerToken(request)
  const holder = token === undefined ? undefined : await services.accessTokens.find(token)
  const known = holder && services.clients().find(holder.clientId)
  const client = known && clientOfTenant(known, holder.tenantId)
  if (client === undefined) throw new SdkFailure('accessTokenInvalid')
  const isSame = (header(request, 'x-tenant-id') ?? client.tenantId) === client.tenantId
  if (!isSame || !(await services.tenants.isServed(client.tenantId))) throw new SdkFailure('tenantUnknown')
  return { client, call: callOf(request, services, client, {}) }
}
