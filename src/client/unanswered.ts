/**
 * No answer, or none that is Latchkey's: the network, a time-out, a proxy, a defect of the server. Whether the call
 * did its work is not known, so a message may have been sent. What it is not: `Refused`, and a call that the caller
 * aborted, which rejects with the signal's own reason.
 */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined
  /** Names the request in the server's log. */
  readonly requestId: string | undefined

  constructor(status: number | undefined, requestId?: string, options?: ErrorOptions) {
    super(`no answer of Latchkey${status === undefined ? '' : `: status ${status}`}`, options)
    this.status = status
    this.requestId = requestId
  }
}
