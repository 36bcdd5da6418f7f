/** `SMS.Twilio`: Programmable Messaging, through the vendor's library. */
import Type, { type Static } from 'typebox'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../../elements/setting-faults.ts'
import { checkVendorSettings } from '../check-vendor-settings.ts'
import { messageText } from '../message-text.ts'
import {
  acceptedAs,
  type FailureTable,
  notSent,
  readRefusal,
  readStatus,
  unreadable,
  type VendorAnswer,
} from '../vendor-answer.ts'
import { placeOf } from '../vendor-endpoint.ts'
import type { VendorLine } from '../vendor-line.ts'
import { beyondDeadlineMs, type VendorMessage, VendorService, vendorSettings } from '../vendor-service.ts'
import { readTwilioReceipts } from './twilio-receipts.ts'

const twilioSettings = Type.Object(
  {
    accountSid: Type.String({ pattern: '^AC', description: 'Account SID.' }),
    authToken: Type.String({ secret: true, description: 'Auth token of the account.' }),
    from: Type.Optional(Type.String({ description: 'Number or sender id that messages come from.' })),
    messagingServiceSid: Type.Optional(
      Type.String({
        pattern: '^MG',
        description: 'Messaging service that picks the sender, instead of `from`.',
      }),
    ),
    template: Type.Optional(
      Type.String({
        pattern: '\\{code\\}',
        description: 'Text of a code message, with `{code}`, `{minutes}`, `{app}`.',
      }),
    ),
    ...vendorSettings,
  },
  { additionalProperties: false },
)

const failures: FailureTable = {
  '20003': 'AUTH_FAILED',
  '20005': 'AUTH_FAILED',
  '20008': 'AUTH_FAILED',
  '20404': 'AUTH_FAILED',
  '14107': 'RATE_LIMITED',
  '20429': 'RATE_LIMITED',
  '21611': 'RATE_LIMITED',
  '63038': 'RATE_LIMITED',
  '21211': 'INVALID_NUMBER',
  '21214': 'INVALID_NUMBER',
  '21217': 'INVALID_NUMBER',
  '21612': 'INVALID_NUMBER',
  '21614': 'INVALID_NUMBER',
  '30002': 'INSUFFICIENT_FUNDS',
}

/** By status, for codes that the table does not name: these four say that the request was not taken. */
const refused: FailureTable = {
  '400': 'REJECTED',
  '401': 'AUTH_FAILED',
  '403': 'REJECTED',
  '404': 'AUTH_FAILED',
}

const checked = { sdk: 'twilio', needs: [], sendsText: true } as const

export class TwilioType extends VendorService<Static<typeof twilioSettings>> {
  static override readonly settings = twilioSettings
  static override readonly readReceipts = readTwilioReceipts

  static override checkSettings(element: ElementDefinition, elements: ElementLookup): SettingFault[] {
    const { from, messagingServiceSid } = element.settings as Static<typeof twilioSettings>
    const isOne = (from === undefined) !== (messagingServiceSid === undefined)
    const sender = isOne ? [] : [{ pointer: '/from', message: 'set either from or messagingServiceSid' }]
    return [...checkVendorSettings(checked, element, elements), ...sender]
  }

  protected override async transmit(
    { phone, params, options }: VendorMessage,
    line: VendorLine,
  ): Promise<VendorAnswer> {
    const { settings } = this.element
    const template = options.verifyTemplateCode ?? settings.template
    const body = messageText(params, this.services.appTitle(), template)
    const { from, messagingServiceSid } = settings
    const sender = from === undefined ? { messagingServiceSid: messagingServiceSid ?? '' } : { from }
    const client = await this.createClient(line)
    const statusCallback = this.services.receiptUrl(this.element.fullName)
    const { errorCode, status, sid } = await client.messages.create({
      to: phone,
      body,
      ...sender,
      ...(statusCallback === undefined ? {} : { statusCallback }),
    })
    if (status !== 'failed' && status !== 'undelivered') return acceptedAs(sid)
    return errorCode ? readRefusal(failures, String(errorCode), sid) : unreadable
  }

  private async createClient(line: VendorLine) {
    const { accountSid, authToken, endpoint } = this.element.settings
    const { default: sdk } = await import('twilio')
    const httpClient = new sdk.RequestClient({ timeout: beyondDeadlineMs, autoRetry: false })
    const agent = line.takeAgent()
    Object.assign(httpClient.axios.defaults, { httpAgent: agent, httpsAgent: agent })
    const request = httpClient.request.bind(httpClient)
    httpClient.request = (options) => {
      const { pathname, search, host } = new URL(options.uri)
      const { origin } = placeOf(endpoint, host)
      return request({ ...options, uri: `${origin}${pathname}${search}`, allowRedirects: false })
    }
    return sdk(accountSid, authToken, { httpClient, autoRetry: false })
  }

  protected override readError(error: unknown): VendorAnswer | undefined {
    const { code, status } = error as { code?: unknown; status?: unknown }
    if (typeof status !== 'number') return undefined
    if (typeof code !== 'number') return readStatus(status)
    if (status === 429) return notSent('RATE_LIMITED', String(code))
    const known = failures[code] ?? refused[status]
    return readRefusal(known === undefined ? {} : { [code]: known }, String(code))
  }
}
