/** What a failed request answers where no face has a shape of its own. */
export type PlainFailure = {
  readonly error: 'NOT_FOUND' | 'REQUEST_INVALID' | 'SESSION_INVALID'
  readonly requestId: string
}

/** A refusal where no face has a shape of its own: `/api/v1`, `/api/admin`. */
export type JsonRefusal = {
  readonly error: string
  /** In the language of `X-L`, else of `Accept-Language`. */
  readonly message: string
  readonly requestId: string
  /** How long to wait, where waiting helps. */
  readonly seconds?: number
  /** What is wrong with the request, by its place. */
  readonly arguments?: Readonly<Record<string, string>>
}

/** Something went wrong here: all that leaves is the name of the request in the server's log. */
export type DefectAnswer = { readonly requestId: string }

/** Every failure of the SDK API (spec 5). */
export type SdkFailureAnswer = { readonly error_code: string; readonly error_msg: string }
