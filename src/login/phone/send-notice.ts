/** Messages that tell a number of something and hold no code. */
import { type Country, type E164, maskPhone, prefixOf, readPhoneNumber } from '../../base/phone-number.ts'
import type { CallContext } from '../../elements/caller.ts'
import { recoveryNotice, type SmsResult } from '../../sms/sms-service.ts'
import { findTestNumber } from './accepted-number.ts'
import { subjectOf } from './claim-send.ts'
import type { PhoneServices } from './phone-services.ts'
import type { PhoneSettings } from './phone-settings.ts'

type Notice = {
  readonly phone: E164
  readonly purpose: string
  /** Of the audit record, which holds a failure. */
  readonly action: string
  readonly settings: PhoneSettings
}

/** A failure comes back as a result. */
export async function sendNotice(
  { sms, audit }: PhoneServices,
  { phone, purpose, action, settings }: Notice,
  call: CallContext,
): Promise<SmsResult> {
  const params = { purpose, language: call.language }
  const message = { tenantId: call.tenantId, phone, params, options: settings.smsConfig }
  const sent = await sms.send(settings.smsFullName, message)
  const { accepted, reason } = sent
  const result = accepted ? 'success' : 'SMS_SEND_FAILED'
  const detail = reason === undefined ? {} : { detail: reason }
  audit.note({ action, result, subject: maskPhone(phone), ...detail }, call)
  return sent
}

export type NoticeOutcome =
  | { readonly is: 'sent' }
  /** A limit of the number or the budget of the day is full. */
  | { readonly is: 'later'; readonly retryAfterMs: number }
  | { readonly is: 'failed' }

/** The number is its user's own, and no stranger may use up what it is told by. */
const trusted = { number: true, device: true }

/**
 * Tells a number that somebody asked to replace it, and how to object. It counts in the number's limits and the budget
 * as a message to somebody known: who asked has no part in that, so that the address is not counted.
 */
export async function tellAsked(
  services: PhoneServices,
  phone: E164,
  settings: PhoneSettings,
  call: CallContext,
): Promise<NoticeOutcome> {
  const number = readPhoneNumber(phone, settings.defaultCountry as Country)
  if (number === undefined) return { is: 'failed' }
  if (findTestNumber(phone, settings, services.clock.now()) !== undefined) return { is: 'sent' }
  const { device: _device, address: _address, ...subject } = subjectOf(services, { number, settings, call })
  const claimed = await services.spend.claim({
    // The gateway counts what the vendor limits.
    subject: { ...subject, device: undefined, address: undefined, vendorLimits: [] },
    limits: settings.limits,
    trust: trusted,
    lookUp: async () => trusted,
    prefix: prefixOf(number),
    codeTtlSeconds: settings.codeTtl,
    isOldDevice: false,
    proveWork: async () => {},
  })
  if (!claimed.granted) return { is: 'later', retryAfterMs: claimed.retryAfterMs }
  const notice = { phone, purpose: recoveryNotice, action: 'recovery.notify', settings }
  const { accepted, perhapsSent } = await sendNotice(services, notice, call)
  return { is: accepted || perhapsSent === true ? 'sent' : 'failed' }
}
