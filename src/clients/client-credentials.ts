/** Back ends that show id and secret of their client. Wrong secrets of one address cost it time. */
import { sha256 } from '../base/digest.ts'
import { addressBucket } from '../base/network-address.ts'
import { refuse } from '../base/refusal.ts'
import type { BrakePolicy, EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { Client, ClientDirectory } from './client.ts'
import { isSecretOf } from './client-secret.ts'

export type Credentials = { readonly clientId: string; readonly secret: string }

export interface ClientCredentials {
  /**
   * The client whose credentials these are, or nothing. `RATE_LIMITED` with the seconds after many wrong ones for
   * this client from this address.
   */
  check(credentials: Credentials, address: string | undefined): Promise<Client | undefined>
}

/** Twenty within a quarter of an hour: more than a back end needs whose secret was changed under it. */
const policy: BrakePolicy = { failures: 20, windowMs: 900_000, baseMs: 60_000, maxMs: 900_000 }

type CredentialsDependencies = {
  readonly ephemeral: Pick<EphemeralStore, 'strike'>
  readonly clients: () => Pick<ClientDirectory, 'find'>
}

export function createClientCredentials({ ephemeral, clients }: CredentialsDependencies): ClientCredentials {
  return {
    async check({ clientId, secret }, address) {
      const client = clients().find(clientId)
      if (client?.secretDigest === undefined) return undefined
      // A secret has 128 random bits or more: a wait keeps nobody from guessing it, so right ones never wait.
      if (isSecretOf(client, secret)) return client
      const key = `client-secret:{${sha256(`${clientId}\0${addressBucket(address ?? '')}`)}}`
      const brake = await ephemeral.strike({ key, policy })
      if (brake.state === 'braked')
        throw refuse('RATE_LIMITED', { seconds: Math.ceil(brake.retryAfterMs / 1000) })
      return undefined
    },
  }
}
