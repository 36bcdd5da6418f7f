/** All that the page asks of its server. */

import { callServer } from '../../src/client/call-server.ts'
import type { ClientOptions } from '../../src/client/client-options.ts'
import { createSdkClient, type SdkClient } from '../../src/client/sdk-client.ts'
import type { AuthorizeRequest, LoginPageFacts, LoginPageSession } from '../../src/wire/login-page-calls.ts'
import type { PageQuery } from './page-query.ts'

type Back = NonNullable<PageQuery['back']>

export type LoginServer = {
  readonly sdk: SdkClient
  readonly facts: LoginPageFacts
  /** Did the person agree to the texts of the application on this page? */
  readonly agreement: { isGiven: boolean }
  /** Whose session the cookie holds; with a token, of a login just made, it is put there first. */
  session(sessionToken?: string): Promise<LoginPageSession>
  /** The address to go back to, with a code of one use. */
  authorize(back: Back, corpId: string | undefined): Promise<string>
  logout(): Promise<void>
}

/** Refusals: `CLIENT_UNKNOWN`, `TENANT_UNKNOWN`, `REDIRECT_INVALID`. */
export async function openLoginServer({ clientId, tenantId, back }: PageQuery): Promise<LoginServer> {
  const query = new URLSearchParams()
  if (clientId !== undefined) query.set('client_id', clientId)
  if (back !== undefined) query.set('redirect_uri', back.redirectUri)
  const asking: ClientOptions = { clientId: clientId ?? '', tenantId }
  const facts = (await callServer(asking, {
    path: `/api/v1/login/page?${query}`,
    method: 'GET',
    isSafe: true,
    credentials: 'same-origin',
  })) as LoginPageFacts
  const agreement = { isGiven: false }
  const agreements = () => (agreement.isGiven ? facts.agreements.map(({ key }) => key) : [])
  const options: ClientOptions = { clientId: facts.client.clientId, tenantId, agreements }
  const call = <Answer>(path: string, body: object) =>
    callServer(options, { path, body, credentials: 'same-origin' }) as Promise<Answer>
  return {
    sdk: createSdkClient(options),
    facts,
    agreement,
    session: (sessionToken) => call('/api/v1/login/session', { sessionToken }),
    authorize: async (way, corpId) =>
      (
        await call<{ redirectTo: string }>('/api/v1/login/authorize', {
          ...way,
          corpId,
        } satisfies AuthorizeRequest)
      ).redirectTo,
    async logout() {
      await call(`${facts.elements}/auths/loginTypes/services/AuthSvc/logout`, {})
    },
  }
}
