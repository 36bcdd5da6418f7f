/** `sms/send`: a verification code for a number. */
import type { FastifyInstance } from 'fastify'
import { requireAgreed } from '../../clients/require-agreed.ts'
import type { HttpServices } from '../http-services.ts'
import { requireCaptcha, requireRoomFirst } from './before-sending.ts'
import { defineCall } from './define-call.ts'
import { isFirstMessage, messageTypes, senderOf } from './message-types.ts'
import { SdkFailure } from './sdk-failure.ts'
import { serveCall } from './serve-call.ts'

export const sendMessage = defineCall({
  path: '/sdk/sms/send',
  summary: 'Sends a verification code.',
  fields: [
    { name: 'mobile', description: 'Mobile number in any form.', empty: 'mobileEmpty' },
    { name: 'type', description: `What the code is for: ${messageTypes.join(', ')}.`, empty: 'typeInvalid' },
    { name: 'captcha_token', description: 'Proof of a solved captcha, where the client asks for one.' },
  ],
  idToken: 'optional',
  state: 'optional',
  errors: [
    'mobileEmpty',
    'typeInvalid',
    'captchaFailed',
    'notConfigured',
    'registrationClosed',
    'idTokenInvalid',
    'stateInvalid',
    'agreementNeeded',
    'userDisabled',
    'mobileInvalid',
    'limitReached',
    'sendFailed',
    'refused',
  ],
})

export function registerMessageCalls(face: FastifyInstance, services: HttpServices): void {
  serveCall(
    face,
    services,
    sendMessage,
    async (asked) => {
      const { mobile, type, captcha_token: captchaToken } = asked.fields
      const send = senderOf(type)
      if (send === undefined) throw new SdkFailure('typeInvalid')
      if (isFirstMessage(type)) requireAgreed(asked.client, asked.call)
      const captcha = await requireCaptcha(services, asked, mobile, captchaToken)
      await send({ ...asked, call: { ...asked.call, captcha } }, services, mobile, type)
    },
    (asked, fault) => requireRoomFirst(services, asked, fault),
  )
}
