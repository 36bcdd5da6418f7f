/** One real message, to see that a service is set up. Its code opens nothing. */
import { type E164, maskPhone } from '../base/phone-number.ts'
import { refuse } from '../base/refusal.ts'
import type { CallContext, Language } from '../elements/caller.ts'
import type { SmsResult } from '../sms/sms-service.ts'
import type { OpenedApp } from './open-app.ts'
import { smsSeenFrom } from './sms-seen-from.ts'

/** Refused as `ELEMENT_NOT_FOUND` where the element is no SMS service. What it says is recorded. */
export type TrySms = (
  fullName: string,
  phone: E164,
  language: Language,
  call: CallContext,
) => Promise<SmsResult>

const code = '123456'

export function createTrySms(opened: Pick<OpenedApp, 'app' | 'rooms' | 'views' | 'elements'>): TrySms {
  const { app, rooms, views, elements } = opened
  const { registry } = elements
  const gateway = smsSeenFrom({ ...rooms, appId: app.appId, registry, app: views.seenFrom })

  return async (fullName, phone, language, call) => {
    const services = registry().list({ family: 'SMS.Meta', tier: 'instance' })
    if (services.every((one) => one.fullName !== fullName)) throw refuse('ELEMENT_NOT_FOUND', { fullName })
    // With template and signature of the phone login that sends through it, as its own codes would have them.
    const login = elements.phoneLogins().find(({ settings }) => settings.smsFullName === fullName)
    const minutes = Math.ceil((login?.settings.codeTtl ?? 300) / 60)
    const result = await gateway.send(fullName, {
      tenantId: call.tenantId,
      phone,
      params: { code, minutes, purpose: 'try', language },
      options: login?.settings.smsConfig ?? {},
    })
    await rooms.database.commit([rooms.audit.step(eventOf(fullName, result), call)])
    return result
  }
}

function eventOf(element: string, { phone, accepted, reason, detail }: SmsResult) {
  return {
    action: 'sms.try',
    result: accepted ? 'success' : 'SMS_SEND_FAILED',
    subject: maskPhone(phone as E164),
    detail: [element, reason, detail].filter((part) => part !== undefined).join(' '),
  }
}
