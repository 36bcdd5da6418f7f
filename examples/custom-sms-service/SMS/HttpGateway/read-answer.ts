/**
 * What the gateway's answer means. Wrong is costly on one side only: a message that may have left and is called
 * unsent would be sent, and paid for, twice.
 */
import type { SmsFailure } from 'latchkey'

export type GatewayAnswer =
  | {
      readonly accepted: true
      readonly messageId: string
      readonly reason?: never
      readonly perhapsSent?: never
    }
  | {
      readonly accepted: false
      readonly messageId?: never
      readonly reason: SmsFailure
      /** Can the message be on its way all the same? */
      readonly perhapsSent: boolean
    }

/** Where the gateway says clearly that it did not take the message. */
const clear: Readonly<Record<number, SmsFailure>> = {
  400: 'INVALID_NUMBER',
  401: 'AUTH_FAILED',
  402: 'INSUFFICIENT_FUNDS',
  403: 'AUTH_FAILED',
  404: 'UNAVAILABLE',
  422: 'REJECTED',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
}

/** Failures from before the first byte of the request left. */
const neverLeft =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

export function readAnswer(status: number, body: string): GatewayAnswer {
  const reason = clear[status]
  if (reason !== undefined) return { accepted: false, reason, perhapsSent: false }
  const messageId = status === 200 ? messageIdOf(body) : undefined
  if (messageId === undefined) return { accepted: false, reason: 'UNAVAILABLE', perhapsSent: true }
  return { accepted: true, messageId }
}

/** `error` is what `fetch` threw. */
export function readTrouble(error: unknown): GatewayAnswer {
  if (error instanceof Error && error.name === 'TimeoutError')
    return { accepted: false, reason: 'TIMEOUT', perhapsSent: true }
  return { accepted: false, reason: 'UNAVAILABLE', perhapsSent: !neverLeft.test(codeOf(error)) }
}

function messageIdOf(body: string): string | undefined {
  try {
    const { id } = JSON.parse(body)
    return typeof id === 'string' && id !== '' ? id : undefined
  } catch {
    return undefined
  }
}

/** `fetch` tells the cause of the network one level below. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
