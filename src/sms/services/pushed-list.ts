/** A list of receipts that a vendor pushes as JSON. The address alone says that it is his. */
import type { VendorReceipt } from '../receipt-reader.ts'

/** The fields of one receipt, of which nothing is known. */
export type PushedReceipt = Readonly<Record<string, unknown>>

/** What can be read of it; nothing where the body is no list. */
export function readPushedList(
  body: unknown,
  read: (pushed: PushedReceipt) => VendorReceipt | undefined,
): VendorReceipt[] | undefined {
  if (!Array.isArray(body)) return undefined
  return body.flatMap((pushed: unknown) => {
    const receipt = typeof pushed === 'object' && pushed !== null ? read(pushed as PushedReceipt) : undefined
    return receipt ?? []
  })
}

/** The end that a vendor tells of; nothing without an id. `code` is his word for it, which counts for a failure. */
export function endOf(vendorId: unknown, isDelivered: boolean, code: unknown): VendorReceipt | undefined {
  if (typeof vendorId !== 'string' || vendorId === '') return undefined
  if (isDelivered) return { vendorId, state: 'delivered' }
  const reason = typeof code === 'string' ? code.replaceAll(/[^\w.:-]/g, '').slice(0, 64) : ''
  return { vendorId, state: 'undelivered', ...(reason === '' ? {} : { reason }) }
}
