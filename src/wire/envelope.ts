/** What the element face answers: the same keys for success and refusal (spec 1, "Elements over HTTP"). */
export type SuccessEnvelope = {
  readonly errcode: 0
  readonly errmsg: null
  /** 32 hexadecimal digits that name the request in the server's log. */
  readonly requestId: string
  /** Epoch milliseconds. */
  readonly sysTime: number
  /** Milliseconds. */
  readonly duration: number
  readonly data: unknown
}

export type RefusalEnvelope = {
  /** The number of the refusal's code. */
  readonly errcode: number
  /** The code, a colon, and the text in the caller's language. */
  readonly errmsg: string
  readonly requestId: string
  readonly sysTime: number
  readonly duration: number
  readonly data: Record<string, never>
  readonly errHandler: 'promptError'
}
