/** What may answer ahead of a message, before checks that come between (spec 5, "Headers"). */
import { secondsUntil } from '../../base/clock.ts'
import { type PhoneNumber, prefixOf } from '../../base/phone-number.ts'
import { refuse } from '../../base/refusal.ts'
import type { CallContext } from '../../elements/caller.ts'
import { subjectOf } from './claim-send.ts'
import type { PhoneServices } from './phone-services.ts'
import type { PhoneSettings } from './phone-settings.ts'

/**
 * May the caller's address send one more message? Refused as `SEND_LIMIT_REACHED` with seconds. Nothing stays counted:
 * the message itself will be.
 */
export async function requireSendRoom(
  { spend, audit }: PhoneServices,
  call: CallContext,
  { limits }: PhoneSettings,
): Promise<void> {
  const asked = await spend.askAddress({ tenantId: call.tenantId, address: call.address }, limits)
  if (asked.granted) return
  const result = 'SEND_LIMIT_REACHED'
  audit.note({ action: 'code.send', result }, call)
  throw refuse(result, { seconds: secondsUntil(asked.retryAfterMs, 0) })
}

/** Is a proof of work asked for, in place of a captcha of another kind? */
export function needsWork(
  services: PhoneServices,
  number: PhoneNumber,
  settings: PhoneSettings,
  call: CallContext,
): Promise<boolean> {
  const subject = subjectOf(services, { number, settings, call })
  const { limits, codeTtl } = settings
  return services.spend.needsWork({ subject, limits, prefix: prefixOf(number), codeTtlSeconds: codeTtl })
}
