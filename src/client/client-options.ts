/** What a client is made with. */
export type ClientOptions = {
  /** 32 letters and digits: the `clientId` of a `clients.NormalType` element. */
  readonly clientId: string
  /** Where Latchkey is, `https://login.example`; the page's own origin without it. */
  readonly baseUrl?: string | undefined
  /** What texts for people are in: `en`, `zh`, or a list as in Accept-Language; the page's language without it. */
  readonly language?: string | undefined
  /** Only for clients of many tenants (`isv`). */
  readonly tenantId?: string | undefined
  /** Texts that the user agrees to by now, where the client lists `agreements`: `terms@3`. Asked at every call. */
  readonly agreements?: (() => readonly string[]) | undefined
  /** Milliseconds until a call is given up; 30,000 without it. */
  readonly timeoutMs?: number | undefined
}

/** What a single call is made with. */
export type CallOptions = {
  /** Ends the call; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}
