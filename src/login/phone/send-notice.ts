/** Messages that tell a number of something and hold no code. */
import { type E164, maskPhone } from '../../base/phone-number.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { NoticePurpose } from '../../notices/notice-store.ts'
import { recoveryNotice, type SmsResult } from '../../sms/sms-service.ts'
import { findTestNumber } from './accepted-number.ts'
import type { PhoneServices } from './phone-services.ts'
import type { PhoneSettings } from './phone-settings.ts'

type NoticeToSend = {
  readonly phone: E164
  readonly purpose: NoticePurpose
  readonly settings: PhoneSettings
}

export type NoticeOutcome =
  | { readonly is: 'sent' }
  /** A limit of notices or of the vendor is full, or the budget of the day. */
  | { readonly is: 'later'; readonly retryAfterMs: number }
  /** Nobody knows that it left. `isFinal`: a second try would go the same way, or be a second message. */
  | { readonly is: 'failed'; readonly isFinal: boolean }

/** Of a vendor who does not say when. */
const vendorPauseMs = 60_000

/** Tries once; what comes of it is on record. Numbers of tests hear nothing and count as told. */
export async function sendNotice(
  { sms, spend, audit, clock }: Pick<PhoneServices, 'sms' | 'spend' | 'audit' | 'clock'>,
  { phone, purpose, settings }: NoticeToSend,
  call: CallContext,
): Promise<NoticeOutcome> {
  if (findTestNumber(phone, settings, clock.now()) !== undefined) return { is: 'sent' }
  const { smsFullName: service, smsConfig: options } = settings
  const { tenantId, language } = call
  const subject = maskPhone(phone)
  const action = noticeAction(purpose)
  const claimed = await spend.claimNotice({ tenantId, phone, purpose, service }, sms.budget(service))
  if (!claimed.granted) {
    audit.note({ action, result: 'SEND_LIMIT_REACHED', subject }, call)
    return { is: 'later', retryAfterMs: claimed.retryAfterMs }
  }
  const sent = await sms.send(service, { tenantId, phone, params: { purpose, language }, options })
  const { accepted, reason } = sent
  const result = accepted ? 'success' : 'SMS_SEND_FAILED'
  const detail = reason === undefined ? {} : { detail: reason }
  audit.note({ action, result, subject, ...detail }, call)
  return outcomeOf(sent)
}

/** Of the audit record. */
export function noticeAction(purpose: NoticePurpose): string {
  return purpose === recoveryNotice ? 'recovery.notify' : 'phone.notify'
}

function outcomeOf({ accepted, reason, detail, perhapsSent, retryAfterSeconds }: SmsResult): NoticeOutcome {
  if (accepted) return { is: 'sent' }
  if (reason !== 'RATE_LIMITED') {
    const isRefused = reason === 'INVALID_NUMBER' || detail === 'NO_TEMPLATE'
    return { is: 'failed', isFinal: isRefused || perhapsSent === true }
  }
  const retryAfterMs = retryAfterSeconds === undefined ? vendorPauseMs : retryAfterSeconds * 1000
  return { is: 'later', retryAfterMs }
}
