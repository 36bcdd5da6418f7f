/** Status callbacks of Twilio: a form, signed with the account's auth token. */
import type { ReceiptReader, VendorReceipt } from '../receipt-reader.ts'
import { isSignedByTwilio } from './twilio-signature.ts'

/** `queued`, `sending` and the like tell nothing that is not known. */
const states: Readonly<Record<string, VendorReceipt['state']>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'undelivered',
  canceled: 'undelivered',
}

export const readTwilioReceipts: ReceiptReader = (settings, { url, headers, body }) => {
  const { authToken } = settings as { readonly authToken: string }
  if (!isForm(body) || !isSignedByTwilio({ authToken, url, form: body }, headers['x-twilio-signature']))
    return undefined
  const { MessageSid: vendorId, MessageStatus: status = '', ErrorCode: code } = body
  const state = Object.hasOwn(states, status) ? states[status] : undefined
  if (vendorId === undefined || state === undefined) return { receipts: [], answer: undefined }
  const reason = state === 'undelivered' && code !== undefined ? { reason: code.slice(0, 64) } : {}
  return { receipts: [{ vendorId, state, ...reason }], answer: undefined }
}

function isForm(body: unknown): body is Readonly<Record<string, string>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false
  return Object.values(body).every((value) => typeof value === 'string')
}
