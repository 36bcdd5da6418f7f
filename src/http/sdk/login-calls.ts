/** The calls that log a user in. */
import type { FastifyInstance } from 'fastify'
import type { HttpServices } from '../http-services.ts'
import { defineCall, type SdkField } from './define-call.ts'
import { loginAnswer, toLoginAnswer } from './login-answer.ts'
import { passwordLoginOf, phoneLoginOf } from './login-of-client.ts'
import { captchaAgainstSprays, presentedCaptcha } from './presented-captcha.ts'
import { serveCall } from './serve-call.ts'

export const loginByMobile = defineCall({
  path: '/sdk/login/mobile-verify-code',
  summary: 'Logs in with a mobile number and the code that was sent to it.',
  fields: [
    { name: 'mobile', description: 'Mobile number in any form.', empty: 'mobileEmpty' },
    { name: 'verify_code', description: 'The code of the message.', empty: 'codeEmpty' },
    captchaAgainstSprays,
  ],
  answer: loginAnswer,
  errors: [
    'mobileEmpty',
    'codeEmpty',
    'notConfigured',
    'mobileInvalid',
    'captchaRequired',
    'captchaFailed',
    'limitReached',
    'codeWrong',
    'locked',
    'userUnknown',
    'userDisabled',
    'numberTaken',
    'agreementNeeded',
    'refused',
  ],
})

const passwordFields = [
  { name: 'password', description: 'The password itself.', empty: 'passwordEmpty' },
  { name: 'captcha_token', description: 'Proof of a solved captcha, asked for after 3 failures.' },
] as const satisfies readonly SdkField[]

const passwordErrors = [
  'userNameEmpty',
  'passwordEmpty',
  'notConfigured',
  'captchaRequired',
  'captchaFailed',
  'limitReached',
  'locked',
  'passwordWrong',
  'userUnknown',
  'userDisabled',
  'agreementNeeded',
  'refused',
] as const

export const loginByName = defineCall({
  path: '/sdk/login',
  summary: 'Logs in with a user name and a password.',
  fields: [{ name: 'user_name', description: 'User name.', empty: 'userNameEmpty' }, ...passwordFields],
  answer: loginAnswer,
  errors: passwordErrors,
})

export const loginByNameOrMobile = defineCall({
  path: '/sdk/login/auth',
  summary: 'Logs in with a user name or a mobile number, and a password.',
  fields: [
    { name: 'user_name', description: 'User name or mobile number.', empty: 'userNameEmpty' },
    ...passwordFields,
  ],
  answer: loginAnswer,
  errors: passwordErrors,
})

export function registerLoginCalls(face: FastifyInstance, services: HttpServices): void {
  serveCall(face, services, loginByMobile, async (asked) => {
    const { client, fields } = asked
    const { mobile: phone, verify_code: code } = fields
    const captcha = presentedCaptcha(services, asked, phone, fields.captcha_token)
    const call = { ...asked.call, captcha }
    const login = { phone, code, purpose: 'LOGIN_SMS', client, autoRegister: client.autoRegister }
    return toLoginAnswer(await phoneLoginOf(services, client, call).loginByMessage(login))
  })

  for (const declaration of [loginByName, loginByNameOrMobile])
    serveCall(face, services, declaration, async (asked) => {
      const { client, fields } = asked
      const { user_name: username, password } = fields
      const captcha = presentedCaptcha(services, asked, username, fields.captcha_token)
      const call = client.captcha === 'off' ? asked.call : { ...asked.call, captcha }
      const numberAllowed = declaration === loginByNameOrMobile
      const login = { username, password, client, numberAllowed }
      return toLoginAnswer(await passwordLoginOf(services, client, call).loginByPassword(login))
    })
}
