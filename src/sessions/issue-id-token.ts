/** The id_token of a session, as its client wants it signed. */
import type { SessionId } from '../base/ids.ts'
import type { Client } from '../clients/client.ts'
import type { IdTokens } from '../tokens/id-token.ts'
import type { UserRow } from '../users/user.ts'
import { apiClaim } from './api-claim.ts'

export type TokenFacts = {
  readonly client: Client
  readonly sessionId: SessionId
  readonly user: UserRow
  /** Epoch milliseconds. */
  readonly authTime: number
}

export type IssueIdToken = (facts: TokenFacts) => Promise<string>

type IssuerDependencies = {
  readonly idTokens: IdTokens
  /** What the server is called from outside. */
  readonly issuer: () => string
}

export function createIdTokenIssuer({ idTokens, issuer }: IssuerDependencies): IssueIdToken {
  return async ({ client, sessionId, user, authTime }) => {
    const { token } = await idTokens.sign({
      algorithm: client.idTokenAlg,
      issuer: issuer(),
      audience: client.clientId,
      subject: user.id,
      sessionId,
      authenticatedAt: authTime,
      ttlSeconds: client.idTokenTtlSeconds,
      api: JSON.stringify(apiClaim(user)),
      ...(client.isv ? { tenant: client.tenantId } : {}),
    })
    return token
  }
}
