/**
 * Tickets of `checkMyMessage`: proof that the signed-in user holds the bound number. Single use, five minutes,
 * bound to user and session, kept by their digest (spec 2, rule 7).
 */
import { sha256 } from '../base/digest.ts'
import type { SessionId, TenantId, UserId } from '../base/ids.ts'
import { randomToken } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'

export type TicketHolder = {
  readonly tenantId: TenantId
  readonly userId: UserId
  /** The session that asked for it. In-process code with every right presents none, and none is asked of it. */
  readonly sessionId: SessionId | undefined
}

export type PresentedTicket = {
  readonly key: string
  readonly value: string
  readonly id: string
  /** Epoch milliseconds. */
  readonly issuedAt: number
}

export interface Tickets {
  issue(holder: TicketHolder): Promise<string>
  /** Checks without spending; `TICKET_INVALID` when it is wrong, spent, expired or another's. */
  look(ticket: string, holder: TicketHolder): Promise<PresentedTicket>
  /** Takes it away for good; exactly one caller gets through, the others `TICKET_INVALID`. */
  spend(ticket: PresentedTicket): Promise<void>
  /** Gives a spent ticket back because what it was spent for failed. */
  giveBack(ticket: PresentedTicket): Promise<void>
}

const ttlMs = 300_000

type StoredTicket = {
  readonly tenantId: string
  readonly userId: string
  readonly sessionId: string
  readonly until: number
}

type TicketDependencies = { readonly ephemeral: EphemeralStore; readonly now: () => number }

export function createTickets({ ephemeral, now }: TicketDependencies): Tickets {
  return {
    async issue({ tenantId, userId, sessionId }) {
      const ticket = randomToken()
      const value: StoredTicket = { tenantId, userId, sessionId: sessionId ?? '', until: now() + ttlMs }
      await ephemeral.put(keyOf(ticket), JSON.stringify(value), ttlMs)
      return ticket
    },

    async look(ticket, holder) {
      const key = keyOf(ticket)
      const value = await ephemeral.get(key)
      const stored = value === undefined ? undefined : (JSON.parse(value) as StoredTicket)
      if (value === undefined || stored === undefined || !belongsTo(stored, holder))
        throw refuse('TICKET_INVALID')
      return { key, value, id: key, issuedAt: stored.until - ttlMs }
    },

    async spend({ key }) {
      if ((await ephemeral.spend(key)) === undefined) throw refuse('TICKET_INVALID')
    },

    async giveBack({ key, value }) {
      const leftMs = (JSON.parse(value) as StoredTicket).until - now()
      if (leftMs > 0) await ephemeral.put(key, value, leftMs)
    },
  }
}

function keyOf(ticket: string): string {
  return `ticket:${sha256(ticket)}`
}

function belongsTo(stored: StoredTicket, { tenantId, userId, sessionId }: TicketHolder): boolean {
  const sameSession = sessionId === undefined || stored.sessionId === sessionId
  return stored.tenantId === tenantId && stored.userId === userId && sameSession
}
