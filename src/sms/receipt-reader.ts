/** How a Type of SMS services reads what its vendor tells later: an optional power of it (`SmsService.readReceipts`). */
import type { MessageState } from './message-records.ts'

/** A request of the vendor, at an address that only he was told. */
export type ReceiptRequest = {
  /** What he was given: `PUBLIC_URL` and the path. */
  readonly url: string
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** JSON, or the fields of a form. */
  readonly body: unknown
}

/** What became of one message. */
export type VendorReceipt = {
  readonly vendorId: string
  readonly state: Exclude<MessageState, 'queued'>
  /** The vendor's code. */
  readonly reason?: string
}

export type ReadReceipts = {
  readonly receipts: readonly VendorReceipt[]
  /** What the vendor wants to hear, as JSON; nothing for an empty answer. */
  readonly answer: unknown
}

/** Reads a request by the element's settings; nothing where it is not the vendor's. */
export type ReceiptReader = (settings: unknown, request: ReceiptRequest) => ReadReceipts | undefined
