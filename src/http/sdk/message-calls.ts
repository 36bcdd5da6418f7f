/** `sms/send`: a verification code for a number. */
import type { FastifyInstance } from 'fastify'
import type { HttpServices } from '../http-services.ts'
import { defineCall } from './define-call.ts'
import { phoneLoginOf } from './login-of-client.ts'
import { SdkFailure } from './sdk-failure.ts'
import { serveCall } from './serve-call.ts'

/** Message types that may be asked for; each is a purpose of its own (spec 5). */
const messageTypes: ReadonlySet<string> = new Set(['LOGIN_SMS'])

export const sendMessage = defineCall({
  path: '/sdk/sms/send',
  summary: 'Sends a verification code.',
  fields: [
    { name: 'mobile', description: 'Mobile number in any form.', empty: 'mobileEmpty' },
    { name: 'type', description: 'What the code is for: `LOGIN_SMS`.', empty: 'typeInvalid' },
    { name: 'captcha_token', description: 'Proof of a solved captcha, where the client asks for one.' },
  ],
  errors: [
    'mobileEmpty',
    'typeInvalid',
    'captchaFailed',
    'notConfigured',
    'mobileInvalid',
    'limitReached',
    'sendFailed',
    'refused',
  ],
})

export function registerMessageCalls(face: FastifyInstance, services: HttpServices): void {
  serveCall(face, services, sendMessage, async ({ client, call, fields: { mobile, type } }) => {
    if (!messageTypes.has(type)) throw new SdkFailure('typeInvalid')
    if (client.captcha !== 'off') throw new SdkFailure('captchaFailed')
    await phoneLoginOf(services, client, call).sendCode(mobile, { purpose: type, userId: undefined })
  })
}
