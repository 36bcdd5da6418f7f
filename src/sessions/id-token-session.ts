/** Who stands behind an id_token: the token is ours, for this client, and its session is alive (spec 5, "Tokens"). */
import type { SessionId, UserId } from '../base/ids.ts'
import type { Client } from '../clients/client.ts'
import type { IdTokens } from '../tokens/id-token.ts'
import type { Session } from './session.ts'
import type { SessionStore } from './session-store.ts'

export interface IdTokenSessions {
  find(idToken: string, client: Client): Promise<Session | undefined>
}

type ReaderDependencies = {
  readonly idTokens: IdTokens
  readonly sessions: Pick<SessionStore, 'findById'>
  /** What the server is called from outside. */
  readonly issuer: () => string
}

export function createIdTokenSessions({ idTokens, sessions, issuer }: ReaderDependencies): IdTokenSessions {
  return {
    async find(idToken, { clientId, tenantId }) {
      const result = await idTokens.verify(idToken, { issuer: issuer(), audience: clientId })
      if (!result.valid) return undefined
      const { sub, sid } = result.claims
      const session = await sessions.findById(tenantId, sub as UserId, sid as SessionId)
      return session?.clientId === clientId ? session : undefined
    },
  }
}
