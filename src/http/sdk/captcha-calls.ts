/** The calls that give a captcha and take its answer. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import type { CaptchaQuestion } from '../../captcha/client-captchas.ts'
import type { HttpServices } from '../http-services.ts'
import { defineCall } from './define-call.ts'
import { captchaSender } from './presented-captcha.ts'
import { SdkFailure } from './sdk-failure.ts'
import type { SdkRequest } from './sdk-request.ts'
import { serveCall } from './serve-call.ts'

const nothing = Type.Null()
const png = (description: string) => Type.String({ description: `Base64 of a PNG: ${description}` })

/** What the vendors' clients read; most of it is always null. */
const picture = Type.Object({
  captchaId: nothing,
  projectCode: nothing,
  captchaOriginalPath: nothing,
  captchaFontType: nothing,
  captchaFontSize: nothing,
  secretKey: nothing,
  originalImageBase64: png('a slider’s background, or the characters of an image.'),
  point: nothing,
  jigsawImageBase64: Type.Union([png('the piece of a slider.'), Type.Null()]),
  wordList: nothing,
  pointList: nothing,
  pointJson: nothing,
  token: Type.String({ pattern: '^[0-9a-f]{32}$', description: 'Names the captcha.' }),
  result: Type.Literal(false),
  captchaVerification: nothing,
})

/** What the widget `altcha` reads. */
const work = Type.Object({
  algorithm: Type.Literal('SHA-256'),
  challenge: Type.String(),
  maxnumber: Type.Integer({ description: 'The number that is looked for is not above this one.' }),
  salt: Type.String(),
  signature: Type.String(),
})

const question = Type.Union([picture, work])

export const askCaptcha = defineCall({
  path: '/sdk/captcha',
  method: 'GET',
  summary: 'Gives a captcha: a picture, or for `pow` a proof-of-work challenge.',
  captchaType: true,
  fields: [],
  answer: question,
  errors: ['captchaKindInvalid', 'limitReached'],
})

export const verifyCaptcha = defineCall({
  path: '/sdk/captcha/verify',
  summary:
    'Takes the answer to a captcha, which it spends, right or wrong, and gives a proof for one sender.',
  fields: [
    { name: 'point_json', description: 'Of a slider: where the piece was dropped, `{"x":237.0,"y":5.0}`.' },
    {
      name: 'token',
      description: '`token` of the captcha, or the solution of a `pow`.',
      empty: 'captchaFailed',
    },
    { name: 'sender', description: 'Number or user name that the proof is for.', empty: 'mobileEmpty' },
    { name: 'code', description: 'Of an `image`: its characters.' },
  ],
  answer: Type.Object({
    captcha_token: Type.String({ description: 'Good for 180 seconds and one use, for this sender.' }),
  }),
  errors: ['captchaFailed', 'mobileEmpty', 'captchaKindInvalid', 'limitReached'],
})

export function registerCaptchaCalls(face: FastifyInstance, services: HttpServices): void {
  const { clientCaptchas } = services
  const countAnswer = ({ call }: SdkRequest) =>
    clientCaptchas.count('answer', { tenantId: call.tenantId, address: call.address })

  serveCall(face, services, askCaptcha, async ({ client, call, request }) => {
    await clientCaptchas.count('ask', { tenantId: call.tenantId, address: call.address })
    return toAnswer(await clientCaptchas.ask(client, kindOf(request)))
  })

  serveCall(
    face,
    services,
    verifyCaptcha,
    async (asked) => {
      await countAnswer(asked)
      const { client, fields } = asked
      const { point_json: point, token, sender, code } = fields
      const proof = captchaSender(services, client, sender)
      return { captcha_token: await clientCaptchas.answer(client, { token, point, code }, proof) }
    },
    async (asked, fault) => {
      if (fault instanceof SdkFailure) await countAnswer(asked)
    },
  )
}

/** A repeated `type` is none of any client. */
function kindOf(request: FastifyRequest): string | undefined {
  const { type } = request.query as { readonly type?: unknown }
  return type === undefined || type === '' ? undefined : String(type)
}

function toAnswer(asked: CaptchaQuestion): Static<typeof question> {
  if (asked.kind === 'pow') return { ...asked, algorithm: 'SHA-256' }
  const isSlider = asked.kind === 'slider'
  return {
    captchaId: null,
    projectCode: null,
    captchaOriginalPath: null,
    captchaFontType: null,
    captchaFontSize: null,
    secretKey: null,
    originalImageBase64: isSlider ? asked.background.toString('base64') : asked.img,
    point: null,
    jigsawImageBase64: isSlider ? asked.piece.toString('base64') : null,
    wordList: null,
    pointList: null,
    pointJson: null,
    token: asked.token,
    result: false,
    captchaVerification: null,
  }
}
