/** An SMS service of our own: one JSON request to an HTTP gateway for each number. */
import { randomUUID } from 'node:crypto'
import {
  type ElementDefinition,
  type SmsOptions,
  type SmsParams,
  type SmsResult,
  SmsService,
  Type,
} from 'latchkey'
import { type GatewayAnswer, readAnswer, readTrouble } from './read-answer.ts'

// The program waits for five seconds. Ours is shorter, so that the answer is ours and says what is known.
const settings = Type.Object(
  {
    endpoint: Type.String({
      destination: true,
      description: 'Address that messages are posted to; https unless on this machine.',
    }),
    secret: Type.String({
      minLength: 16,
      secret: true,
      description: 'The bearer token that the gateway knows us by.',
    }),
    verifySign: Type.String({ description: 'Who the message is from; a login type may give another.' }),
    verifyTemplateCode: Type.String({
      default: '{code} ({minutes} min)',
      description: 'The text of a code message.',
    }),
    timeoutMs: Type.Integer({ minimum: 50, maximum: 4_500, default: 4_000 }),
  },
  { additionalProperties: false },
)

type Settings = Type.Static<typeof settings>

/** In both languages: nobody knows whose number it is now. */
const asked =
  '有人申请更换您账号的手机号，如非本人操作，请用本手机号登录以取消。\nSomebody asked to replace the phone number of your account. If it was not you, log in with this number: that stops it.'
/** Messages without a code, by their purpose. */
const notices: Readonly<Record<string, Readonly<Record<'en' | 'zh', string>>>> = {
  'phone-changed': { en: 'The phone number of your account was changed.', zh: '您账号绑定的手机号已更换。' },
  'recovery-asked': { en: asked, zh: asked },
}

const unknownNotice = { messageId: '', accepted: false, reason: 'REJECTED', detail: 'NO_TEMPLATE' } as const

export class HttpGateway extends SmsService<Settings> {
  static override readonly settings = settings

  static override checkSettings({ settings: { endpoint } }: ElementDefinition<Settings>) {
    return isPrivate(endpoint) ? [] : [{ pointer: '/endpoint', message: 'must be an https address' }]
  }

  override async sendMessage(
    phoneList: readonly string[],
    params: SmsParams,
    options: SmsOptions = {},
  ): Promise<SmsResult[]> {
    const text = this.textOf(params, options)
    // Better nothing than the wrong news.
    if (text === undefined) return phoneList.map((phone) => ({ ...unknownNotice, phone }))
    const from = options.verifySign ?? this.element.settings.verifySign
    return Promise.all(phoneList.map((phone) => this.sendOne({ to: phone, from, text })))
  }

  private async sendOne(message: { to: string; from: string; text: string }): Promise<SmsResult> {
    const { accepted, messageId, reason, perhapsSent } = await this.post(message)
    if (accepted) return { phone: message.to, messageId, accepted }
    return { phone: message.to, messageId: '', accepted, reason, perhapsSent }
  }

  private async post(message: object): Promise<GatewayAnswer> {
    const { endpoint, secret, timeoutMs } = this.element.settings
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${secret}`,
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify(message),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      return readAnswer(response.status, await response.text())
    } catch (error) {
      return readTrouble(error)
    }
  }

  private textOf(
    { code, minutes = 5, language = 'zh', purpose = '' }: SmsParams,
    { verifyTemplateCode }: SmsOptions,
  ): string | undefined {
    if (code === undefined) return notices[purpose]?.[language]
    const template = verifyTemplateCode ?? this.element.settings.verifyTemplateCode
    return template.replaceAll('{code}', code).replaceAll('{minutes}', String(minutes))
  }
}

/** A code and our secret go to it, so nobody on the way may read along. */
function isPrivate(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false
  const { protocol, hostname } = new URL(endpoint)
  return (
    protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
  )
}
