/** The calls that log a user in. */
import type { FastifyInstance } from 'fastify'
import type { HttpServices } from '../http-services.ts'
import { defineCall } from './define-call.ts'
import { loginAnswer, toLoginAnswer } from './login-answer.ts'
import { phoneLoginOf } from './login-of-client.ts'
import { serveCall } from './serve-call.ts'

export const loginByMobile = defineCall({
  path: '/sdk/login/mobile-verify-code',
  summary: 'Logs in with a mobile number and the code that was sent to it.',
  fields: [
    { name: 'mobile', description: 'Mobile number in any form.', empty: 'mobileEmpty' },
    { name: 'verify_code', description: 'The code of the message.', empty: 'codeEmpty' },
  ],
  answer: loginAnswer,
  errors: [
    'mobileEmpty',
    'codeEmpty',
    'notConfigured',
    'mobileInvalid',
    'codeWrong',
    'locked',
    'userUnknown',
    'userDisabled',
    'numberTaken',
    'refused',
  ],
})

export function registerLoginCalls(face: FastifyInstance, services: HttpServices): void {
  serveCall(face, services, loginByMobile, async ({ client, call, fields }) => {
    const { mobile: phone, verify_code: code } = fields
    const login = { phone, code, purpose: 'LOGIN_SMS', client, autoRegister: client.autoRegister }
    return toLoginAnswer(await phoneLoginOf(services, client, call).loginByMessage(login))
  })
}
