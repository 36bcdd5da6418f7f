import type { RefusalCode } from '../wire/refusal-codes.ts'
import type { SdkErrorCode } from '../wire/sdk-error-codes.ts'

/** Of the element face, of the SDK API, or one that a Type of the app declares. */
export type RefusedCode = RefusalCode | SdkErrorCode | (string & Record<never, never>)

/**
 * The server understood and said no; `message` is a text for people, in the client's language. What it is not: the
 * server was not reached, or broke down, which is `Unanswered`.
 */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: RefusedCode
  /** HTTP status. */
  readonly status: number
  /** How long to wait, in whole seconds, where the answer says so. */
  readonly seconds: number | undefined

  constructor(code: RefusedCode, message: string, status: number, seconds: number | undefined) {
    super(message)
    this.code = code
    this.status = status
    this.seconds = seconds
  }
}
