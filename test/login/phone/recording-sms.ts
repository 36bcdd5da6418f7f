/** An SMS service of an app's own: a TypeScript module in the app's folder that asks the test what to answer. */
import type { SmsOptions, SmsParams, SmsResult } from '../../../src/sms/sms-service.ts'
import type { TestElement } from '../../support/open-test-app.ts'

export type SentMessage = {
  readonly phone: string
  readonly params: SmsParams
  readonly options?: SmsOptions
}

type Answer = (message: SentMessage) => unknown

export type RecordingSms = {
  /** For `openTestApp`: the Type, an instance of it, and the phone login that sends through it. */
  readonly elements: Readonly<Record<string, TestElement>>
  /** Every message that was handed to the service, oldest first. */
  readonly sent: readonly SentMessage[]
  /** What the service answers from now on, for each number; it may throw. */
  answer(answer: Answer): void
}

const key = Symbol.for('latchkey.test.recording-sms')
const services: Map<string, Answer> = new Map()
Object.assign(globalThis, { [key]: services })

const source = (intervalSeconds: number) => `
import { SmsService, Type } from 'latchkey'

type Answer = (message: object) => unknown
const services: Map<string, Answer> = Reflect.get(globalThis, Symbol.for('latchkey.test.recording-sms'))

export class Recorder extends SmsService<{ id: string }> {
  static override readonly settings = Type.Object({
    id: Type.String(),
    accessSecret: Type.Optional(Type.String({ secret: true })),
  })
  static override readonly intervalSeconds = ${intervalSeconds}

  override async sendMessage(phoneList, params, options) {
    const answer = services.get(this.element.settings.id)
    return Promise.all(phoneList.map((phone) => answer({ phone, params, options })))
  }
}
`

export const accepted = ({ phone }: SentMessage): SmsResult => ({ phone, messageId: 'm1', accepted: true })
export const notSent = ({ phone }: SentMessage): SmsResult => ({
  phone,
  messageId: '',
  accepted: false,
  reason: 'UNAVAILABLE',
})
export const perhapsSent = ({ phone }: SentMessage): SmsResult => ({
  phone,
  messageId: '',
  accepted: false,
  reason: 'TIMEOUT',
  perhapsSent: true,
})

export function recordingSms(
  parts: { intervalSeconds?: number; config?: object; login?: object } = {},
): RecordingSms {
  const id = `service-${services.size}`
  const sent: SentMessage[] = []
  let current: Answer = accepted
  services.set(id, (message) => {
    sent.push(message)
    return current(message)
  })
  return {
    elements: {
      'SMS.Recorder': {
        type: 'SMS.Meta',
        manifest: { backendBundleEntry: './recorder.ts' },
        files: { 'recorder.ts': source(parts.intervalSeconds ?? 0) },
      },
      'SMS.recorder1': { type: 'SMS.Recorder', config: { id, ...parts.config } },
      'auths.loginTypes.phone': { config: { smsFullName: 'SMS.recorder1', ...parts.login } },
    },
    sent,
    answer(answer) {
      current = answer
    },
  }
}

/** The code of the newest message. */
export function newestSent({ sent }: RecordingSms): string {
  return sent.at(-1)?.params.code ?? ''
}
