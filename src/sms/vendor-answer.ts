/**
 * What came of one call to a vendor. Wrong is costly on one side only: a message that may have left and is called
 * unsent would be sent, and paid for, twice (spec 4, rule 3).
 */
import type { SmsFailure } from './sms-service.ts'

export type VendorAnswer =
  | { readonly accepted: true; readonly messageId: string }
  | {
      readonly accepted: false
      readonly reason: SmsFailure
      readonly perhapsSent: boolean
      /** The vendor's code and request id. */
      readonly detail?: string
    }

/** What a vendor's codes mean. The part before a dot stands for all that begin with it. */
export type FailureTable = Readonly<Record<string, SmsFailure>>

/** A "no" of the vendor: only what the table names is clearly not sent. */
export function readRefusal(table: FailureTable, code: string, requestId?: string): VendorAnswer {
  const known = reasonOf(table, code)
  const detail = [code, requestId]
    .filter((part) => part !== undefined)
    .map(plain)
    .join(' ')
  return { accepted: false, reason: known ?? 'UNAVAILABLE', perhapsSent: known === undefined, detail }
}

/** Nothing of the message left this machine. */
export function notSent(reason: SmsFailure, detail?: string): VendorAnswer {
  return { accepted: false, reason, perhapsSent: false, ...(detail === undefined ? {} : { detail }) }
}

export const unreadable: VendorAnswer = { accepted: false, reason: 'UNAVAILABLE', perhapsSent: true }

/** An answer that says yes counts only with the id of the message. */
export function acceptedAs(messageId: unknown): VendorAnswer {
  return typeof messageId === 'string' && messageId !== '' ? { accepted: true, messageId } : unreadable
}

/** An answer without a readable body: of all statuses 429 alone says that nothing was done (RFC 6585). */
export function readStatus(status: number | undefined): VendorAnswer {
  return status === 429 ? notSent('RATE_LIMITED', '429') : unreadable
}

const neverLeft =
  /^(?:ENOTFOUND|EAI_|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

/** TLS that did not come about has the code of any trouble with TLS. */
const noHandshake = /wrong version number|unsupported protocol|handshake failure/

/** Does a network error say that it was before the first byte of the request? */
export function isBeforeRequest({
  code,
  message,
}: {
  readonly code?: unknown
  readonly message?: unknown
}): boolean {
  if (code === 'EPROTO') return noHandshake.test(String(message))
  return typeof code === 'string' && neverLeft.test(code)
}

function reasonOf(table: FailureTable, code: string): SmsFailure | undefined {
  if (Object.hasOwn(table, code)) return table[code]
  const dot = code.lastIndexOf('.')
  return dot === -1 ? undefined : reasonOf(table, code.slice(0, dot))
}

/** It goes into the audit log, and a vendor's answer may hold anything. */
function plain(text: string): string {
  return text.replaceAll(/[^\w.:-]/g, '').slice(0, 64)
}
