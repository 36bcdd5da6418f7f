/** Sends a verification code: claimed and counted before the SMS leaves (spec 2, rule 1; spec 4, rules 3 and 6). */
import { secondsUntil } from '../../base/clock.ts'
import { maskPhone, prefixOf } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import { clientOfCall } from '../../clients/client-of-call.ts'
import type { CallContext } from '../../elements/caller.ts'
import { intervalWindow, limitsOfSend, numberLimit, type SendSubject } from '../../limits/send-limits.ts'
import type { TakenRoom } from '../../sms/send-attempt.ts'
import type { SmsResult } from '../../sms/sms-service.ts'
import { releaseLimits } from '../../sms/vendor-limits.ts'
import { findTestNumber } from './accepted-number.ts'
import { claimSend, subjectOf } from './claim-send.ts'
import type { CodeRequest } from './code-request.ts'
import type { PhoneServices } from './phone-services.ts'

/** Refusals: `SEND_TOO_FREQUENT`, `SEND_LIMIT_REACHED`, `SMS_SEND_FAILED`, the first two with `seconds`. */
export async function sendCode(services: PhoneServices, request: CodeRequest): Promise<void> {
  const { number, scope, settings, delivery } = request
  const subject = subjectOf(services, request)
  const claimedAt = services.clock.now()
  await claimSend(services, request, subject)
  const taken = await takeRoom(services, request, subject)
  const test = findTestNumber(number.e164, settings, services.clock.now())
  const policy = {
    length: settings.codeLength,
    ttlSeconds: settings.codeTtl,
    maxAttempts: settings.maxAttempts,
    service: test === undefined ? settings.smsFullName : undefined,
  }
  if (delivery === 'decoy') {
    await services.codes.issueDecoy(scope, policy)
    return noteSend(services, request, 'code.decoy', 'success')
  }
  const code = await services.codes.issue(scope, policy, test?.code)
  if (test !== undefined) return noteSend(services, request, 'code.send-test', 'success')
  if (delivery === 'queued') services.background.run(() => sendMessage(services, request, { code, taken }))
  else await deliver(services, request, { subject, claimedAt, code, taken })
}

/**
 * Where no service of a route takes the message, the code before it stays. At its vendor's limits it costs nothing
 * either (spec 4, rule 5): no limit has counted it. Where all have failed too often, only the interval is given back.
 */
async function takeRoom(
  services: PhoneServices,
  request: CodeRequest,
  subject: SendSubject,
): Promise<TakenRoom | undefined> {
  const { number, settings } = request
  const target = { phone: number.e164, options: settings.smsConfig }
  const room = await services.sms.takeRoom(settings.smsFullName, target)
  if (room.granted) return room.taken
  if (room.retryAfterMs === undefined) {
    await services.ephemeral.release(numberLimit(subject, settings.limits), intervalWindow)
    await releaseLimits(services.ephemeral, subject.vendorLimits)
    noteSend(services, request, 'code.send', 'SMS_SEND_FAILED', 'UNAVAILABLE NO_SERVICE')
    throw refuse('SMS_SEND_FAILED')
  }
  await releaseLimits(services.ephemeral, limitsOfSend(subject, settings.limits))
  noteSend(services, request, 'code.send', 'SEND_LIMIT_REACHED')
  throw refuse('SEND_LIMIT_REACHED', { seconds: secondsUntil(room.retryAfterMs, 0) })
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

/** A code, and the service of a route that takes its message. */
type Outgoing = { readonly code: string; readonly taken: TakenRoom | undefined }

type Delivery = Outgoing & { readonly subject: SendSubject; readonly claimedAt: number }

/**
 * What certainly did not leave may be asked for again at once; it still counts for the hour and the day.
 * An answer of a service that is neither yes nor no counts as perhaps sent.
 */
async function deliver(
  services: PhoneServices,
  request: CodeRequest,
  { subject, claimedAt, ...outgoing }: Delivery,
): Promise<void> {
  const result = await sendMessage(services, request, outgoing)
  if (result.accepted === true) return
  if (result.accepted !== false || result.perhapsSent === true) {
    const seconds = secondsUntil(claimedAt + subject.intervalSeconds * 1000, services.clock.now())
    throw refuse('SMS_SEND_FAILED', { seconds })
  }
  await services.codes.withdraw(request.scope)
  await services.ephemeral.release(numberLimit(subject, request.settings.limits), intervalWindow)
  await releaseLimits(services.ephemeral, subject.vendorLimits)
  const { retryAfterSeconds: seconds } = result
  throw seconds === undefined ? refuse('SMS_SEND_FAILED') : refuse('SEND_LIMIT_REACHED', { seconds })
}

async function sendMessage(
  services: PhoneServices,
  request: CodeRequest,
  { code, taken }: Outgoing,
): Promise<SmsResult> {
  const { number, scope, settings, call } = request
  const params = {
    code,
    minutes: Math.ceil(settings.codeTtl / 60),
    purpose: scope.purpose,
    language: call.language,
    ...textOfClient(services, call),
  }
  const { smsFullName, smsConfig: options } = settings
  const { e164: phone } = number
  const message = { tenantId: call.tenantId, phone, params, options, isCounted: true, taken }
  const sentAt = services.clock.now()
  const result = await services.sms.send(smsFullName, message)
  if (result.accepted !== false || result.perhapsSent === true) countMessage(services, request, sentAt)
  if (result.accepted === true) noteSend(services, request, 'code.send', 'success')
  else noteSend(services, request, 'code.send', 'SMS_SEND_FAILED', causeOf(result))
  return result
}

function textOfClient(services: PhoneServices, call: CallContext) {
  const client = clientOfCall(services, call)
  const { domain, [call.language]: text } = client?.messages ?? {}
  return { ...(text === undefined ? {} : { text }), ...(domain === undefined ? {} : { domain }) }
}

/** What may have left is counted: it may have cost something. */
function countMessage({ counts }: PhoneServices, { number, settings, call }: CodeRequest, at: number): void {
  const { tenantId } = call
  const group = { tenantId, prefix: prefixOf(number), country: number.country, service: settings.smsFullName }
  counts.count(group, at, 'sent')
}

function causeOf({ reason = 'UNAVAILABLE', detail }: SmsResult): string {
  return detail === undefined ? reason : `${reason} ${detail}`
}
