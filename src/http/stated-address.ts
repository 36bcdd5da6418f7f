/** Back ends that call for their users: who of them may say where the user is (spec 5, `trustedBackends`). */
import type { FastifyRequest } from 'fastify'
import { contains, readAddress } from '../base/network-address.ts'
import type { Client } from '../clients/client.ts'
import { isSecretOf } from '../clients/client-secret.ts'
import { basicCredentials } from './basic-credentials.ts'

/**
 * The address in `X-device-ip` of a call that comes `from` a trusted back end of the client and shows its secret;
 * nothing where it is a mere hint.
 */
export function statedAddress(
  request: FastifyRequest,
  { clientId, secretDigest, trustedBackends }: Client,
  from: string,
): string | undefined {
  const stated = request.headers['x-device-ip']
  if (typeof stated !== 'string' || !contains(trustedBackends, from)) return undefined
  const shown = basicCredentials(request)
  if (shown?.clientId !== clientId || !isSecretOf({ secretDigest }, shown.secret)) return undefined
  return readAddress(stated)
}
