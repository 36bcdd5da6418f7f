/** The port of SMS services: an element that sends a code to numbers. Each Type is one vendor. */
import Type, { type Static } from 'typebox'
import type { E164 } from '../base/phone-number.ts'
import { defineFunctions, optionalParam, param } from '../elements/define-type.ts'
import { ElementType } from '../elements/element-type.ts'
import type { ReceiptReader } from './receipt-reader.ts'

/** Why a vendor did not take a message (spec 4, rule 2). */
export const smsFailures = [
  'INVALID_NUMBER',
  'RATE_LIMITED',
  'REJECTED',
  'AUTH_FAILED',
  'INSUFFICIENT_FUNDS',
  'UNAVAILABLE',
  'TIMEOUT',
] as const

export type SmsFailure = (typeof smsFailures)[number]

/** What becomes of one number of a call. */
export type SmsResult = {
  readonly phone: string
  readonly messageId: string
  readonly accepted: boolean
  readonly reason?: SmsFailure
  /** After a failure: can the message have left all the same? Then no second one may be sent. */
  readonly perhapsSent?: boolean
  /** The vendor's code and request id of a failure: for the audit log, never for the client. */
  readonly detail?: string
  /** Of a message that a limit of the vendor forbids, which was not handed over: when it will be taken. */
  readonly retryAfterSeconds?: number
}

/** At most `max` messages in any `seconds` to one number with one signature. */
export type VendorLimit = {
  /** Countries of numbers that it holds for, ISO 3166; nothing for all. */
  readonly countries?: readonly string[]
  readonly windows: readonly { readonly seconds: number; readonly max: number }[]
}

/**
 * What fills a template. A message without `code` is a notice: the number of an account was changed, or, with the
 * purpose `recovery-asked`, somebody asked for that.
 */
export const smsParams = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 16 })),
  minutes: Type.Optional(Type.Integer({ minimum: 1 })),
  purpose: Type.Optional(Type.String({ maxLength: 32 })),
  language: Type.Optional(Type.Union([Type.Literal('en'), Type.Literal('zh')])),
  /** The client's own text, with places as in a template; only for services whose texts are ours. */
  text: Type.Optional(Type.String({ maxLength: 512 })),
  /** The web site that the code is typed on. */
  domain: Type.Optional(Type.String({ maxLength: 253 })),
})

export type SmsParams = Static<typeof smsParams>

/** The purpose of the message that tells a number that somebody asked to replace it. */
export const recoveryNotice = 'recovery-asked'

/** Does the message tell that somebody asked to replace the number, and how to object? */
export function isRecoveryNotice({ code, purpose }: SmsParams): boolean {
  return code === undefined && purpose === recoveryNotice
}

export const smsOptions = Type.Object({
  verifyTemplateCode: Type.Optional(Type.String({ maxLength: 2048 })),
  verifySign: Type.Optional(Type.String({ maxLength: 64 })),
})

export type SmsOptions = Static<typeof smsOptions>

const result = Type.Array(
  Type.Object({
    phone: Type.String(),
    messageId: Type.String(),
    accepted: Type.Boolean(),
    reason: Type.Optional(Type.Union(smsFailures.map((reason) => Type.Literal(reason)))),
    perhapsSent: Type.Optional(Type.Boolean()),
    detail: Type.Optional(Type.String()),
    retryAfterSeconds: Type.Optional(Type.Integer()),
  }),
)

const smsFunctions = defineFunctions({
  sendMessage: {
    params: [
      param('phoneList', Type.Array(Type.String({ maxLength: 20 }), { minItems: 1, maxItems: 100 })),
      param('params', smsParams),
      optionalParam('options', smsOptions),
    ],
    result,
    callers: ['system'],
    exposed: false,
    summary: 'Sends one message to each number; answers with one result per number.',
  },
})

/** The base class of every SMS service, an app's own included. */
export abstract class SmsService<Settings = unknown> extends ElementType<Settings> {
  static override readonly functions = smsFunctions
  /** Seconds that this vendor wants between two messages to one number; 0 for none. */
  static readonly intervalSeconds: number = 0
  /** What the vendor takes. A message that it would refuse is refused before it is asked. */
  static readonly limits: readonly VendorLimit[] = []
  /** Countries that it serves, ISO 3166; nothing for all. A setting `countries` of the element goes before it. */
  static readonly countries: readonly string[] | undefined = undefined
  /** Does a message cost nothing? Then it is on record after it was sent, and not before. */
  static readonly isFree: boolean = false
  /** Reads what the vendor tells later; nothing where he tells nothing over HTTP. */
  static readonly readReceipts: ReceiptReader | undefined = undefined

  /**
   * Of a service that hands on: fullNames of the services that a message to this country goes to, the first one
   * first. Nothing where it sends itself.
   */
  static servicesFor(_settings: unknown, _country: string): readonly string[] | undefined {
    return undefined
  }

  /** Sends to every number of `phoneList` (E.164). Never throws for a vendor's "no": that is a result. */
  abstract sendMessage(
    phoneList: readonly E164[],
    params: SmsParams,
    options?: SmsOptions,
  ): Promise<SmsResult[]>
}
