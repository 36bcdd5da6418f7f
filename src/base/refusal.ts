import type { RefusalCode } from '../wire/refusal-codes.ts'

/** Facts that go with a refusal: shown to the caller, so never a secret. `seconds` is a whole number to wait. */
export type RefusalDetails = {
  readonly seconds?: number
  readonly [name: string]: unknown
}

/**
 * The one error class for "no, and here is why". It says nothing of HTTP and holds no text for people:
 * `message` starts as the bare code, the faces put the localised text behind it.
 * Everything that is not a Refusal is a defect or trouble of a store.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string
  readonly details: RefusalDetails

  constructor(code: string, details: RefusalDetails = {}, options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.details = details
  }
}

/** A refusal with a code of the program's own closed list. */
export function refuse(code: RefusalCode, details: RefusalDetails = {}, cause?: unknown): Refusal {
  return new Refusal(code, details, cause === undefined ? undefined : { cause })
}
