/**
 * How the login page hands a session over to an application: a code of one use and 60 seconds, for one client, one
 * address and whoever holds the verifier (PKCE, RFC 7636, S256). No token ever stands in a URL.
 */
import type { Clock } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import type { ClientId, SessionId, TenantId, UserId } from '../base/ids.ts'
import { randomToken } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import { sameBytes } from '../base/same-bytes.ts'
import type { Client } from '../clients/client.ts'
import { chooseCorp } from '../corps/choose-corp.ts'
import type { CorpStore } from '../corps/corp-store.ts'
import type { CallContext, Device } from '../elements/caller.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { CompleteLogin, OpenedSession } from './complete-login.ts'
import { agreedWith } from './consent.ts'
import { proofsOf, type Session } from './session.ts'
import type { SessionStore } from './session-store.ts'
import type { RequireSsoEntry } from './sso-entry.ts'

export type Authorization = {
  readonly client: Client
  /** Exactly as the client lists it. */
  readonly redirectUri: string
  /** Base64url of the SHA-256 of the verifier. */
  readonly codeChallenge: string
  /** corpId or corpName; empty for who belongs to one or none. */
  readonly corp: string
}

export type Redemption = {
  readonly client: Client
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier: string
}

export interface AuthorizationCodes {
  /**
   * A code for the session; `call` is of the browser that it was asked from. A session that was not made at a page of
   * this server is handed to its own client only. Refusals: `REDIRECT_INVALID`, `LOGIN_REQUIRED`, `CORP_INVALID`, and what the client asks of a login: `AGREEMENT_REQUIRED`, `FORBIDDEN`, `SECOND_FACTOR_REQUIRED`.
   */
  issue(session: Session, authorization: Authorization, call: CallContext): Promise<string>
  /**
   * Spends the code for a session of the client. Whatever is wrong with it, also with the session that it was given
   * for: `LOGIN_CODE_INVALID`.
   */
  redeem(redemption: Redemption, call: CallContext): Promise<OpenedSession>
}

const authorizationCodeTtlSeconds = 60

type StoredCode = {
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly redirectUri: string
  readonly codeChallenge: string
  readonly corpId: string | undefined
  readonly agreed: readonly string[] | undefined
  readonly issuedAt: number
  readonly address: string | undefined
  readonly device: Device
}

type CodeDependencies = {
  readonly ephemeral: Pick<EphemeralStore, 'put' | 'spend'>
  readonly sessions: Pick<SessionStore, 'findById'>
  readonly completeLogin: Pick<CompleteLogin, 'open'>
  readonly requireEntry: RequireSsoEntry
  readonly corps: Pick<CorpStore, 'listFor'>
  readonly clock: Clock
}

export function createAuthorizationCodes(needs: CodeDependencies): AuthorizationCodes {
  const { ephemeral, sessions, completeLogin, corps, clock } = needs

  return {
    async issue(session, { client, redirectUri, codeChallenge, corp }, call) {
      const { tenantId, userId, id: sessionId } = session
      if (!client.redirectUris.includes(redirectUri)) throw refuse('REDIRECT_INVALID')
      // Its client has held the token: it opens no other one (decision 0017).
      if (session.clientId !== client.clientId && !session.atOwnPage) throw refuse('LOGIN_REQUIRED')
      const corpId = chooseCorp(await corps.listFor(tenantId, userId), corp)?.corpId
      await needs.requireEntry(session, client, call, call.address)
      const code = randomToken()
      const asked = {
        redirectUri,
        codeChallenge,
        corpId,
        agreed: agreedWith({ client }, call),
        issuedAt: clock.now(),
      }
      const stored: StoredCode = { userId, sessionId, ...asked, address: call.address, device: call.device }
      await ephemeral.put(keyOf(code, client), JSON.stringify(stored), authorizationCodeTtlSeconds * 1000)
      return code
    },

    async redeem({ client, code, redirectUri, codeVerifier }, call) {
      const value = await ephemeral.spend(keyOf(code, client))
      const stored = value === undefined ? undefined : (JSON.parse(value) as StoredCode)
      if (stored === undefined || stored.redirectUri !== redirectUri) throw spent()
      if (!sameBytes(sha256(codeVerifier), stored.codeChallenge)) throw spent()
      const session = await sessions.findById(client.tenantId, stored.userId, stored.sessionId)
      if (session === undefined) throw spent()
      const { address, device } = stored
      // The session is the browser's, though a back end fetches it.
      const ofBrowser = { ...call, device, ...(address === undefined ? {} : { address }) }
      return completeLogin.open(loginOf(session, client, code, stored), ofBrowser, 'login.redirect')
    },
  }
}

function loginOf(session: Session, client: Client, code: string, { issuedAt, corpId, agreed }: StoredCode) {
  const { tenantId, user, authTime, method } = session
  return {
    tenantId,
    user,
    client,
    loginType: client.fullName,
    ...proofsOf(method),
    originId: `authorization:${sha256(code)}`,
    spent,
    authTime,
    provenSince: issuedAt,
    knownDevice: true,
    corpId,
    agreed,
    platform: 'web',
    steps: [],
  }
}

const spent = () => refuse('LOGIN_CODE_INVALID')

type CodeOwner = { readonly tenantId: TenantId; readonly clientId: ClientId }

function keyOf(code: string, { tenantId, clientId }: CodeOwner): string {
  return `authorization:{${sha256([tenantId, clientId, code].join('\0'))}}`
}
