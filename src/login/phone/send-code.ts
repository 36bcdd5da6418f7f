/** Sends a verification code: claimed and counted before the SMS leaves (spec 2, rule 1; spec 4, rules 3 and 6). */
import { secondsUntil } from '../../base/clock.ts'
import { type Country, maskPhone, type PhoneNumber } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import type { CodeScope } from '../../codes/code-scope.ts'
import type { CallContext } from '../../elements/caller.ts'
import { intervalKey, limitsOfSend } from '../../limits/send-limits.ts'
import { findTestNumber } from './accepted-number.ts'
import type { PhoneServices } from './phone-services.ts'
import type { PhoneSettings } from './phone-settings.ts'

export type CodeRequest = {
  readonly number: PhoneNumber
  readonly scope: CodeScope
  readonly settings: PhoneSettings
  readonly call: CallContext
}

/** Refusals: `SEND_TOO_FREQUENT`, `SEND_LIMIT_REACHED`, `SMS_SEND_FAILED`, the first two with `seconds`. */
export async function sendCode(services: PhoneServices, request: CodeRequest): Promise<void> {
  const { number, scope, settings, call } = request
  const intervalSeconds = Math.max(
    settings.resendInterval,
    services.sms.intervalSeconds(settings.smsFullName),
  )
  await claim(services, request, intervalSeconds)
  const test = findTestNumber(number.e164, settings, services.clock.now())
  const policy = {
    length: settings.codeLength,
    ttlSeconds: settings.codeTtl,
    maxAttempts: settings.maxAttempts,
  }
  const code = await services.codes.issue(scope, policy, test?.code)
  if (test === undefined) await deliver(services, request, code, intervalSeconds)
  const event = { action: test === undefined ? 'code.send' : 'code.send-test', result: 'success' }
  services.audit.note({ ...event, subject: maskPhone(number.e164), detail: scope.purpose }, call)
}

async function claim(services: PhoneServices, request: CodeRequest, intervalSeconds: number): Promise<void> {
  const { number, settings, call } = request
  const limits = limitsOfSend(
    {
      tenantId: call.tenantId,
      phone: number.e164,
      country: number.country,
      defaultCountry: settings.defaultCountry as Country,
      intervalSeconds,
      address: call.address,
      device: call.device.key,
    },
    settings.limits,
  )
  const reservation = await services.ephemeral.reserve(limits)
  if (reservation.granted) return
  const result = reservation.index === 0 ? 'SEND_TOO_FREQUENT' : 'SEND_LIMIT_REACHED'
  services.audit.note({ action: 'code.send', result, subject: maskPhone(number.e164) }, call)
  throw refuse(result, { seconds: secondsUntil(reservation.retryAfterMs, 0) })
}

async function deliver(
  services: PhoneServices,
  { number, scope, settings, call }: CodeRequest,
  code: string,
  intervalSeconds: number,
): Promise<void> {
  const params = {
    code,
    minutes: Math.ceil(settings.codeTtl / 60),
    purpose: scope.purpose,
    language: call.language,
  }
  const result = await services.sms.send(settings.smsFullName, number.e164, params, settings.smsConfig)
  if (result.accepted) return
  const detail = result.reason ?? 'UNAVAILABLE'
  const subject = maskPhone(number.e164)
  services.audit.note({ action: 'code.send', result: 'SMS_SEND_FAILED', subject, detail }, call)
  if (result.perhapsSent === true) throw refuse('SMS_SEND_FAILED', { seconds: intervalSeconds })
  await services.codes.withdraw(scope)
  await services.ephemeral.drop(intervalKey({ tenantId: call.tenantId, phone: number.e164 }))
  throw refuse('SMS_SEND_FAILED')
}
