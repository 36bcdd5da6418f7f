/**
 * SSO tickets: how one application of a tenant learns who is logged in at another. One use, five minutes, for one
 * client, from the device that logged in (spec 5, "Tokens"); kept by their digest.
 */
import { sha256 } from '../base/digest.ts'
import type { ClientId, SessionId, TenantId, UserId } from '../base/ids.ts'
import { randomToken } from '../base/random-id.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { Session } from './session.ts'
import type { SessionStore } from './session-store.ts'

/** Who may show a ticket, and from which device. */
export type TicketHolder = {
  readonly tenantId: TenantId
  readonly clientId: ClientId
  readonly device: string
}

export interface SsoTickets {
  /** A ticket for the session, which `clientId` may show. */
  issue(session: Session, clientId: ClientId): Promise<string>
  /**
   * Spends the ticket and gives its session, when that is still alive. Nothing for a ticket that is wrong, used,
   * expired, or another client's or tenant's. Shown from another device it is spent all the same.
   */
  verify(ticket: string, holder: TicketHolder): Promise<Session | undefined>
}

export const ssoTicketTtlSeconds = 300

type StoredTicket = {
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly device: string | null
}

type TicketDependencies = {
  readonly ephemeral: Pick<EphemeralStore, 'put' | 'spend'>
  readonly sessions: Pick<SessionStore, 'findById'>
}

export function createSsoTickets({ ephemeral, sessions }: TicketDependencies): SsoTickets {
  return {
    async issue({ tenantId, userId, id, device }, clientId) {
      const ticket = `ssoTicket-${randomToken()}`
      const stored: StoredTicket = { userId, sessionId: id, device }
      const key = keyOf(ticket, { tenantId, clientId })
      await ephemeral.put(key, JSON.stringify(stored), ssoTicketTtlSeconds * 1000)
      return ticket
    },
    async verify(ticket, holder) {
      const value = await ephemeral.spend(keyOf(ticket, holder))
      if (value === undefined) return undefined
      const { userId, sessionId, device } = JSON.parse(value) as StoredTicket
      if (device !== holder.device) return undefined
      return sessions.findById(holder.tenantId, userId, sessionId)
    },
  }
}

function keyOf(ticket: string, { tenantId, clientId }: Pick<TicketHolder, 'tenantId' | 'clientId'>): string {
  return `sso-ticket:{${sha256([tenantId, clientId, ticket].join('\0'))}}`
}
