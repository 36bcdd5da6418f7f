/** Several SMS services of an app's own Type, a route over them, and a phone login that sends through the route. */
import type { SmsOptions, SmsParams, SmsResult } from '../../src/sms/sms-service.ts'
import type { TestElement } from '../support/open-test-app.ts'

export type SentMessage = {
  readonly service: string
  readonly phone: string
  readonly params: SmsParams
  readonly options?: SmsOptions
}

type Answer = (message: SentMessage) => Partial<SmsResult> | Promise<Partial<SmsResult>>

const key = Symbol.for('latchkey.test.recording-services')
const recordings: Map<string, (message: SentMessage) => unknown> = new Map()
Object.assign(globalThis, { [key]: recordings })

const source = (statics: string) => `
import { SmsService, Type } from 'latchkey'
const recordings = Reflect.get(globalThis, Symbol.for('latchkey.test.recording-services'))
export class Recorder extends SmsService {
  static override readonly settings = Type.Object({
    id: Type.String(),
    verifySign: Type.Optional(Type.String()),
    countries: Type.Optional(Type.Array(Type.String())),
  })
  ${statics}
  override async sendMessage(phoneList, params, options) {
    const { fullName: service, settings } = this.element
    return Promise.all(phoneList.map((phone) => recordings.get(settings.id)({ service, phone, params, options })))
  }
}
`

export type RecordingServices = ReturnType<typeof recordingServices>

export type Recorded = {
  /** Static members of the Type, as TypeScript. */
  readonly statics?: string
  /** Their configurations, by fullName. */
  readonly services?: Readonly<Record<string, object>>
  readonly route?: object
  readonly login?: object
}

/** The services `SMS.a`, `SMS.b` and `SMS.c`, asked in this order unless `route` says otherwise. */
export function recordingServices({ statics = '', services, route, login }: Recorded = {}) {
  const id = `recording-${recordings.size}`
  const sent: SentMessage[] = []
  const answers = new Map<string, Answer>()
  recordings.set(id, async (message) => {
    sent.push(message)
    const accepted = { messageId: `${message.service}-${sent.length}`, accepted: true }
    const answer = await answers.get(message.service)?.(message)
    return { phone: message.phone, ...(answer ?? accepted) }
  })
  const instances = Object.entries(services ?? { 'SMS.a': {}, 'SMS.b': {}, 'SMS.c': {} })
  const elements: Record<string, TestElement> = {
    'SMS.Recorder': {
      type: 'SMS.Meta',
      manifest: { backendBundleEntry: './recorder.ts' },
      files: { 'recorder.ts': source(statics) },
    },
    ...Object.fromEntries(
      instances.map(([name, config]) => [name, { type: 'SMS.Recorder', config: { id, ...config } }]),
    ),
    'SMS.route': {
      type: 'SMS.Route',
      config: { ...(route ?? { fallback: instances.map(([name]) => name) }) },
    },
    'auths.loginTypes.phone': { config: { smsFullName: 'SMS.route', ...login } },
  }
  return {
    elements,
    sent,
    /** The services that were asked since the last look, in order. */
    asked: () => sent.splice(0).map(({ service }) => service),
    /** What a service answers from now on. */
    answer: (service: string, answer: Answer) => answers.set(service, answer),
    /** From now on the service accepts. */
    heal: (service: string) => answers.delete(service),
  }
}

export const unsent = (reason: SmsResult['reason'] = 'UNAVAILABLE') =>
  ({ messageId: '', accepted: false, reason, perhapsSent: false }) as Partial<SmsResult>

export const perhaps = (reason: SmsResult['reason'] = 'TIMEOUT') =>
  ({ messageId: '', accepted: false, reason, perhapsSent: true }) as Partial<SmsResult>
