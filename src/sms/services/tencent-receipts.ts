/** The status callback of Tencent Cloud: several receipts in one request. */
import type { ReceiptReader } from '../receipt-reader.ts'
import { endOf, readPushedList } from './pushed-list.ts'

export const readTencentReceipts: ReceiptReader = (_settings, { body }) => {
  const receipts = readPushedList(body, ({ sid, report_status, errmsg }) =>
    report_status === 'SUCCESS' || report_status === 'FAIL'
      ? endOf(sid, report_status === 'SUCCESS', errmsg)
      : undefined,
  )
  return receipts && { receipts, answer: { result: 0, errmsg: 'OK' } }
}
