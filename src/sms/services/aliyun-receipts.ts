/** `SmsReport` of Alibaba Cloud, pushed over HTTP: several receipts in one request. */
import type { ReceiptReader } from '../receipt-reader.ts'
import { endOf, readPushedList } from './pushed-list.ts'

export const readAliyunReceipts: ReceiptReader = (_settings, { body }) => {
  const receipts = readPushedList(body, ({ biz_id, success, err_code }) =>
    typeof success === 'boolean' ? endOf(biz_id, success, err_code) : undefined,
  )
  return receipts && { receipts, answer: { code: 0, msg: 'OK' } }
}
