/** What every SDK call states in its headers, checked in the order of the spec (spec 5, "Headers"). */
import type { FastifyRequest } from 'fastify'
import type { Client } from '../../clients/client.ts'
import type { CallContext } from '../../elements/caller.ts'
import { callOf, fingerprintKey, header } from '../call-context.ts'
import { clientInTenant } from '../client-tenant.ts'
import type { HttpServices } from '../http-services.ts'
import { SdkFailure } from './sdk-failure.ts'

/** The client is of the tenant that it calls in. */
export type SdkRequest = { readonly client: Client; readonly call: CallContext }

/** Refusals in this order: device headers, client id empty, client unknown, tenant. */
export async function readSdkRequest(request: FastifyRequest, services: HttpServices): Promise<SdkRequest> {
  const fingerprint = header(request, 'x-device-fingerprint')
  const complete =
    header(request, 'x-operating-sys-version') !== undefined && header(request, 'x-agent') !== undefined
  if (fingerprint === undefined || !complete) throw new SdkFailure('deviceIncomplete')
  const clientId = header(request, 'x-client-id')
  if (clientId === undefined) throw new SdkFailure('clientIdEmpty')
  const known = services.clients().find(clientId)
  if (known === undefined) throw new SdkFailure('clientUnknown')
  const client = await clientInTenant(known, request, services)
  if (client === undefined) throw new SdkFailure('tenantUnknown')
  return { client, call: callOf(request, services, client, { key: fingerprintKey(fingerprint) }) }
}
