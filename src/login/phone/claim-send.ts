/** Counts a code message in all that it counts in, before it leaves (spec 2, rule 1; spec 4, rule 6). */
import { secondsUntil } from '../../base/clock.ts'
import { type Country, maskPhone, prefixOf } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import type { CallContext, Device } from '../../elements/caller.ts'
import type { SendDevice, SendSubject } from '../../limits/send-limits.ts'
import { type SenderTrust, strangers } from '../../limits/sender-trust.ts'
import type { CodeRequest } from './code-request.ts'
import type { PhoneServices } from './phone-services.ts'
import type { PhoneSettings } from './phone-settings.ts'

/** Whom and what a message is counted for. The interval is the larger of the login type's and the SMS service's own. */
export function subjectOf(
  { sms }: PhoneServices,
  { number, settings, call }: Pick<CodeRequest, 'number' | 'settings' | 'call'>,
): SendSubject {
  const service = settings.smsFullName
  return {
    tenantId: call.tenantId,
    phone: number.e164,
    country: number.country,
    defaultCountry: settings.defaultCountry as Country,
    intervalSeconds: Math.max(settings.resendInterval, sms.intervalSeconds(service, number.e164)),
    address: call.address,
    device: countedDevice(call.device),
    service,
    budget: sms.budget(service),
    vendorLimits: sms.limits(service, { phone: number.e164, options: settings.smsConfig }),
  }
}

/** Nobody has seen a key before that was made for this very call. */
function countedDevice({ key, issuedAt, isNew }: Device): SendDevice | undefined {
  return key === undefined || isNew ? undefined : { key, isIssued: issuedAt !== undefined }
}

/** Refusals: `SEND_TOO_FREQUENT`, `SEND_LIMIT_REACHED`, with `seconds`. */
export async function claimSend(
  services: PhoneServices,
  request: CodeRequest,
  subject: SendSubject,
): Promise<void> {
  const { number, settings, call } = request
  const { issuedAt } = call.device
  const claimed = await services.spend.claim({
    subject,
    limits: settings.limits,
    trust: trustWithoutLook(call),
    lookUp: () => lookUpTrust(services, request),
    prefix: prefixOf(number),
    codeTtlSeconds: settings.codeTtl,
    isOldDevice: issuedAt !== undefined && isOld(services, settings, issuedAt),
    proveWork: () => requireWork(call),
  })
  if (claimed.granted) return
  const result = claimed.isInterval ? 'SEND_TOO_FREQUENT' : 'SEND_LIMIT_REACHED'
  services.audit.note({ action: 'code.send', result, subject: maskPhone(number.e164) }, call)
  throw refuse(result, { seconds: secondsUntil(claimed.retryAfterMs, 0) })
}

/** In-process code has no device to show; it is trusted with a number's whole limit. */
function trustWithoutLook({ caller }: CallContext): SenderTrust {
  return caller.kind === 'system' ? { number: false, device: true } : strangers
}

/**
 * A user who is signed in counts as a known device of the own number. Of messages that answer alike for known and
 * unknown numbers, no number is known (spec 5, `sms/send`).
 */
async function lookUpTrust(
  services: PhoneServices,
  { number: { e164 }, settings, call, delivery }: CodeRequest,
): Promise<SenderTrust> {
  const standing = await services.bindings.findStanding(call.tenantId, e164, call.device.key)
  if (standing === undefined) return strangers
  const { userId, boundAt, knownDevice } = standing
  const isOwn = call.caller.kind === 'user' && call.caller.userId === userId
  const number = delivery === 'awaited' && isOld(services, settings, boundAt)
  return { number, device: knownDevice || isOwn }
}

function isOld({ clock }: PhoneServices, { limits }: PhoneSettings, since: number): boolean {
  return clock.now() - since >= limits.knownAfter * 1000
}

/** In-process code has no way to work. Refusals: `CAPTCHA_REQUIRED`, `CAPTCHA_ERROR`. */
async function requireWork({ caller, captcha }: CallContext): Promise<void> {
  if (caller.kind === 'system') return
  if (captcha === undefined || !captcha.isPresented) throw refuse('CAPTCHA_REQUIRED', { kind: 'pow' })
  if (!(await captcha.pass('pow'))) throw refuse('CAPTCHA_ERROR')
}
