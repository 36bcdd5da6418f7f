/** Access tokens of back ends: random, for half an hour, for one client in one tenant; kept by their digest. */
import { sha256 } from '../base/digest.ts'
import type { ClientId, TenantId } from '../base/ids.ts'
import { randomToken } from '../base/random-id.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'

export type AccessTokenHolder = { readonly clientId: ClientId; readonly tenantId: TenantId }

export interface AccessTokens {
  issue(holder: AccessTokenHolder): Promise<string>
  /** Whose token it is; nothing when it is wrong or has expired. */
  find(token: string): Promise<AccessTokenHolder | undefined>
}

/** Spec 5: half an hour. */
export const accessTokenTtlSeconds = 1_800

export function createAccessTokens(ephemeral: Pick<EphemeralStore, 'put' | 'get'>): AccessTokens {
  return {
    async issue({ clientId, tenantId }) {
      const token = randomToken()
      const holder: AccessTokenHolder = { clientId, tenantId }
      await ephemeral.put(keyOf(token), JSON.stringify(holder), accessTokenTtlSeconds * 1000)
      return token
    },
    async find(token) {
      const value = await ephemeral.get(keyOf(token))
      return value === undefined ? undefined : (JSON.parse(value) as AccessTokenHolder)
    },
  }
}

function keyOf(token: string): string {
  return `access-token:{${sha256(token)}}`
}
