/** Sends a verification code: claimed and counted before the SMS leaves (spec 2, rule 1; spec 4, rules 3 and 6). */
import { secondsUntil } from '../../base/clock.ts'
import { type Country, maskPhone, type PhoneNumber } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import type { CodeScope } from '../../codes/code-scope.ts'
import type { CallContext } from '../../elements/caller.ts'
import { intervalWindow, limitsOfSend, numberLimit, type SendSubject } from '../../limits/send-limits.ts'
import type { SmsResult } from '../../sms/sms-service.ts'
import { findTestNumber } from './accepted-number.ts'
import type { PhoneServices } from './phone-services.ts'
import type { PhoneSettings } from './phone-settings.ts'

export type CodeRequest = {
  readonly number: PhoneNumber
  readonly scope: CodeScope
  readonly settings: PhoneSettings
  readonly call: CallContext
  /**
   * `awaited`: the answer tells whether the service took the message. `queued`: the answer comes before that, and
   * a decoy, of which nothing is sent, answers the same (spec 5, `sms/send`).
   */
  readonly delivery: 'awaited' | 'queued' | 'decoy'
}

/** Refusals: `SEND_TOO_FREQUENT`, `SEND_LIMIT_REACHED`, `SMS_SEND_FAILED`, the first two with `seconds`. */
export async function sendCode(services: PhoneServices, request: CodeRequest): Promise<void> {
  const { number, scope, settings, delivery } = request
  const subject = subjectOf(services, request)
  const claimedAt = services.clock.now()
  await claim(services, request, subject)
  const test = findTestNumber(number.e164, settings, services.clock.now())
  const policy = {
    length: settings.codeLength,
    ttlSeconds: settings.codeTtl,
    maxAttempts: settings.maxAttempts,
  }
  if (delivery === 'decoy') {
    await services.codes.issueDecoy(scope, policy)
    return noteSend(services, request, 'code.decoy', 'success')
  }
  const code = await services.codes.issue(scope, policy, test?.code)
  if (test !== undefined) return noteSend(services, request, 'code.send-test', 'success')
  if (delivery === 'queued') services.background.run(() => sendMessage(services, request, code))
  else await deliver(services, request, { subject, claimedAt, code })
}

function noteSend(
  { audit }: PhoneServices,
  { number, scope, call }: CodeRequest,
  action: string,
  result: string,
  detail = scope.purpose,
): void {
  audit.note({ action, result, subject: maskPhone(number.e164), detail }, call)
}

/** The interval is the larger of the login type's and the SMS service's own. */
function subjectOf({ sms }: PhoneServices, { number, settings, call }: CodeRequest): SendSubject {
  return {
    tenantId: call.tenantId,
    phone: number.e164,
    country: number.country,
    defaultCountry: settings.defaultCountry as Country,
    intervalSeconds: Math.max(settings.resendInterval, sms.intervalSeconds(settings.smsFullName)),
    address: call.address,
    device: call.device.key,
  }
}

async function claim(
  { ephemeral, audit }: PhoneServices,
  { number, settings, call }: CodeRequest,
  subject: SendSubject,
): Promise<void> {
  const limits = limitsOfSend(subject, settings.limits)
  const reservation = await ephemeral.reserve(limits)
  if (reservation.granted) return
  const { index, window, retryAfterMs } = reservation
  const isInterval =
    limits[index]?.key === numberLimit(subject, settings.limits).key && window === intervalWindow
  const result = isInterval ? 'SEND_TOO_FREQUENT' : 'SEND_LIMIT_REACHED'
  audit.note({ action: 'code.send', result, subject: maskPhone(number.e164) }, call)
  throw refuse(result, { seconds: secondsUntil(retryAfterMs, 0) })
}

type Delivery = { readonly subject: SendSubject; readonly claimedAt: number; readonly code: string }

/**
 * What certainly did not leave may be asked for again at once; it still counts for the hour and the day.
 * An answer of a service that is neither yes nor no counts as perhaps sent.
 */
async function deliver(
  services: PhoneServices,
  request: CodeRequest,
  { subject, claimedAt, code }: Delivery,
): Promise<void> {
  const result = await sendMessage(services, request, code)
  if (result.accepted === true) return
  if (result.accepted !== false || result.perhapsSent === true) {
    const seconds = secondsUntil(claimedAt + subject.intervalSeconds * 1000, services.clock.now())
    throw refuse('SMS_SEND_FAILED', { seconds })
  }
  await services.codes.withdraw(request.scope)
  await services.ephemeral.release(numberLimit(subject, request.settings.limits), intervalWindow)
  throw refuse('SMS_SEND_FAILED')
}

async function sendMessage(services: PhoneServices, request: CodeRequest, code: string): Promise<SmsResult> {
  const { number, scope, settings, call } = request
  const params = {
    code,
    minutes: Math.ceil(settings.codeTtl / 60),
    purpose: scope.purpose,
    language: call.language,
  }
  const result = await services.sms.send(settings.smsFullName, number.e164, params, settings.smsConfig)
  if (result.accepted === true) noteSend(services, request, 'code.send', 'success')
  else noteSend(services, request, 'code.send', 'SMS_SEND_FAILED', causeOf(result))
  return result
}

function causeOf({ reason = 'UNAVAILABLE', detail }: SmsResult): string {
  return detail === undefined ? reason : `${reason} ${detail}`
}
