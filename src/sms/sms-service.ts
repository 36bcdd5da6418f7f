/** The port of SMS services: an element that sends a code to numbers. Each Type is one vendor. */
import Type, { type Static } from 'typebox'
import type { E164 } from '../base/phone-number.ts'
import { defineFunctions, optionalParam, param } from '../elements/define-type.ts'
import { ElementType } from '../elements/element-type.ts'

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
}

/** What fills a template. A message without `code` is a notice: the number of an account was changed. */
export const smsParams = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 16 })),
  minutes: Type.Optional(Type.Integer({ minimum: 1 })),
  purpose: Type.Optional(Type.String({ maxLength: 32 })),
  language: Type.Optional(Type.Union([Type.Literal('en'), Type.Literal('zh')])),
})

export type SmsParams = Static<typeof smsParams>

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

  /** Sends to every number of `phoneList` (E.164). Never throws for a vendor's "no": that is a result. */
  abstract sendMessage(
    phoneList: readonly E164[],
    params: SmsParams,
    options?: SmsOptions,
  ): Promise<SmsResult[]>
}
