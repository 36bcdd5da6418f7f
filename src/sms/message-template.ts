/** Templates that lie at the vendor: what names them, and what fills their places. */
import Type, { type Static } from 'typebox'
import { isRecoveryNotice, type SmsOptions, type SmsParams } from './sms-service.ts'
import { notSent } from './vendor-answer.ts'

export const templateSettings = {
  verifySign: Type.Optional(
    Type.String({ description: 'The approved signature; a login type may set its own in smsConfig.' }),
  ),
  verifyTemplateCode: Type.Optional(
    Type.String({
      description: 'The approved template of codes; a login type may set its own in smsConfig.',
    }),
  ),
  noticeTemplateCode: Type.Optional(
    Type.String({
      description:
        'The template, without places, that tells a number that it was replaced; unset: nothing is sent.',
    }),
  ),
  recoveryTemplateCode: Type.Optional(
    Type.String({
      description:
        'The template, without places, that tells a number that somebody asked to replace it, and that a login with it stops that; unset: nothing is sent.',
    }),
  ),
  templateParams: Type.Array(Type.Union([Type.Literal('code'), Type.Literal('minutes')]), {
    minItems: 1,
    default: ['code'],
    description: 'The places of the template of codes, in their order.',
  }),
}

const settings = Type.Object(templateSettings)

type TemplateSettings = Static<typeof settings>

export const noTemplate = notSent('REJECTED', 'NO_TEMPLATE')

export function templateOf(
  { verifyTemplateCode, noticeTemplateCode, recoveryTemplateCode }: TemplateSettings,
  params: SmsParams,
  options: SmsOptions,
): string | undefined {
  if (isRecoveryNotice(params)) return recoveryTemplateCode
  return params.code === undefined ? noticeTemplateCode : (options.verifyTemplateCode ?? verifyTemplateCode)
}

/** By name, in the order of the template. */
export function templateValues(
  { templateParams }: TemplateSettings,
  { code, minutes = 5 }: SmsParams,
): Record<string, string> {
  if (code === undefined) return {}
  const values = { code, minutes: String(minutes) }
  return Object.fromEntries(templateParams.map((name) => [name, values[name]]))
}
