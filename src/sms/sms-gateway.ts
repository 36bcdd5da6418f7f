/** How the login types of an app reach SMS services: by the service's fullName, with a deadline on every call. */
import type { E164 } from '../base/phone-number.ts'
import type { AppView } from '../elements/app-view.ts'
import type { SmsOptions, SmsParams, SmsResult } from './sms-service.ts'

export interface SmsGateway {
  /** Sends one message. A vendor's "no", a deadline and a fault of the service all come back as a result. */
  send(service: string, phone: E164, params: SmsParams, options: SmsOptions): Promise<SmsResult>
  /** Seconds that the service wants between two messages to one number. */
  intervalSeconds(service: string): number
  /** What the service was configured with; secrets masked unless `reveal`. */
  settings(service: string, reveal: boolean): Record<string, unknown>
}

export type GatewayDependencies = {
  /** The app seen by the system, as the login types see it. */
  readonly app: () => AppView
  readonly intervalSeconds: (service: string) => number
  readonly settings: (service: string, reveal: boolean) => Record<string, unknown>
  /** Told of what a service threw: a defect of it, not a vendor's answer. */
  readonly onError: (error: unknown, service: string) => void
}

/** Spec 4, rule 3. */
const deadlineMs = 5000

export function createSmsGateway({
  app,
  intervalSeconds,
  settings,
  onError,
}: GatewayDependencies): SmsGateway {
  return {
    intervalSeconds,
    settings,
    async send(service, phone, params, options) {
      const named = { phoneList: [phone], params, options }
      const sending = app().callFunction(service, 'sendMessage', named, false) as Promise<SmsResult[]>
      try {
        const results = await withinDeadline(sending)
        return results?.[0] ?? failed(phone, 'TIMEOUT')
      } catch (error) {
        onError(error, service)
        return failed(phone, 'UNAVAILABLE')
      }
    },
  }
}

/** Nobody knows whether the message left, so it counts as perhaps sent. */
function failed(phone: E164, reason: 'TIMEOUT' | 'UNAVAILABLE'): SmsResult {
  return { phone, messageId: '', accepted: false, reason, perhapsSent: true }
}

async function withinDeadline<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, deadlineMs, undefined)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
