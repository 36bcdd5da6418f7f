/** The client that a call is of: the one that it names, else the one of calls that name none. */
import type { CallContext } from '../elements/caller.ts'
import type { Client, ClientDirectory } from './client.ts'

export function clientOfCall(
  { clients }: { readonly clients: () => Pick<ClientDirectory, 'find' | 'fallback'> },
  { clientId }: Pick<CallContext, 'clientId'>,
): Client | undefined {
  return clientId === undefined ? clients().fallback : clients().find(clientId)
}
