/**
 * `SMS.Console`: for development. The message goes into the development inbox; what is printed is the masked
 * number and where the inbox is, never the code.
 */
import Type, { type Static } from 'typebox'
import { type E164, maskPhone } from '../../base/phone-number.ts'
import { randomHex } from '../../base/random-id.ts'
import type { ElementContext } from '../../elements/element-type.ts'
import { sendBudget } from '../../limits/send-budget.ts'
import type { DevInbox } from '../dev-inbox.ts'
import { messageText } from '../message-text.ts'
import { type SmsParams, type SmsResult, SmsService } from '../sms-service.ts'

export const consoleSettings = Type.Object(
  {
    print: Type.Boolean({ default: true, description: 'Print a line for each message.' }),
    budget: sendBudget,
  },
  { additionalProperties: false },
)

export type ConsoleServices = {
  readonly inbox: DevInbox
  readonly now: () => number
  readonly appTitle: () => string
  /** Where a line for the developer goes. */
  readonly print: (line: string) => void
  /** Address of the inbox page; nothing while no server listens. */
  readonly inboxUrl: () => string | undefined
}

export class ConsoleType extends SmsService<Static<typeof consoleSettings>> {
  static override readonly settings = consoleSettings
  static override readonly isFree = true
  private readonly services: ConsoleServices

  constructor(context: ElementContext<Static<typeof consoleSettings>>, services: ConsoleServices) {
    super(context)
    this.services = services
  }

  override async sendMessage(phoneList: readonly E164[], params: SmsParams): Promise<SmsResult[]> {
    return Promise.all(phoneList.map((phone) => this.deliver(phone, params)))
  }

  private async deliver(phone: E164, params: SmsParams): Promise<SmsResult> {
    const { inbox, now, appTitle, print, inboxUrl } = this.services
    const text = messageText(params, appTitle())
    const ttlMs = (params.minutes ?? 5) * 60_000
    await inbox.add({ code: params.code ?? '', phone, purpose: params.purpose ?? '', text, at: now() }, ttlMs)
    if (this.element.settings.print)
      print(`SMS to ${maskPhone(phone)}: ${inboxUrl() ?? 'read it with app.inbox()'}`)
    return { phone, messageId: randomHex(16), accepted: true }
  }
}
