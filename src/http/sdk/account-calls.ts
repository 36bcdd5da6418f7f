/** What users change of their account: passwords and the number (spec 5, "Calls"). */
import type { FastifyInstance } from 'fastify'
import type { HttpServices } from '../http-services.ts'
import { defineCall, type SdkField } from './define-call.ts'
import { passwordLoginOf, phoneLoginOf } from './login-of-client.ts'
import { captchaAgainstSprays, presentedCaptcha } from './presented-captcha.ts'
import { serveCall } from './serve-call.ts'
import { saysSignedIn, signedIn } from './signed-in.ts'

const newPassword = {
  name: 'password',
  description: 'The new password.',
  empty: 'passwordEmpty',
} as const satisfies SdkField

export const changePassword = defineCall({
  path: '/sdk/pwd/change',
  summary: 'A signed-in user changes the password; the other sessions end.',
  fields: [
    { name: 'old_password', description: 'The password so far.', empty: 'passwordEmpty' },
    { name: 'new_password', description: 'The new one.', empty: 'passwordEmpty' },
  ],
  idToken: 'required',
  errors: [
    'passwordEmpty',
    'idTokenInvalid',
    'notConfigured',
    'loginAgain',
    'limitReached',
    'locked',
    'passwordWrong',
    'passwordWeak',
    'refused',
  ],
})

export const resetPassword = defineCall({
  path: '/sdk/pwd/update-by-mobile',
  summary: 'Sets a password by a code: a forgotten one (`FORGET_PWD_SMS`), or signed in (`UPDATE_PWD_SMS`).',
  fields: [
    {
      name: 'mobile',
      description: 'The number of the account; signed in it is not needed.',
      emptyUnlessSignedIn: 'mobileEmpty',
    },
    { name: 'verify_code', description: 'The code of the message.', empty: 'codeEmpty' },
    newPassword,
    { name: 'code', description: 'TOTP or recovery code of a user who has one.' },
    captchaAgainstSprays,
  ],
  idToken: 'optional',
  errors: [
    'mobileEmpty',
    'codeEmpty',
    'passwordEmpty',
    'idTokenInvalid',
    'notConfigured',
    'mobileInvalid',
    'codeWrong',
    'captchaRequired',
    'captchaFailed',
    'locked',
    'loginAgain',
    'limitReached',
    'secondFactorNeeded',
    'passwordWeak',
    'refused',
  ],
})

export const updateMobile = defineCall({
  path: '/sdk/profile/update-mobile',
  summary: 'Gives a signed-in user a new number; the other sessions end.',
  fields: [
    { name: 'mobile', description: 'The new number.', empty: 'mobileEmpty' },
    {
      name: 'verify_code',
      description: 'Code of type `UPDATE_MOBILE_SMS` or `BIND_MOBILE_SMS`.',
      empty: 'codeEmpty',
    },
  ],
  idToken: 'required',
  errors: [
    'mobileEmpty',
    'codeEmpty',
    'idTokenInvalid',
    'notConfigured',
    'mobileInvalid',
    'loginAgain',
    'codeWrong',
    'locked',
    'numberTaken',
    'refused',
  ],
})

/** Purposes of codes that prove a new number. */
const numberPurposes = ['UPDATE_MOBILE_SMS', 'BIND_MOBILE_SMS']

export function registerAccountCalls(face: FastifyInstance, services: HttpServices): void {
  const { passwordResets } = services

  serveCall(face, services, changePassword, async (asked) => {
    const { userId, call } = await signedIn(asked, services)
    const { old_password: oldPassword, new_password: password } = asked.fields
    const login = passwordLoginOf(services, asked.client, call)
    await login.replaceOwnPassword({ userId, oldPassword, newPassword: password })
  })

  serveCall(face, services, resetPassword, async (asked) => {
    const { client, fields } = asked
    const user = saysSignedIn(asked.request) ? await signedIn(asked, services) : undefined
    const { mobile = '', captcha_token: token } = fields
    const call = user?.call ?? { ...asked.call, captcha: presentedCaptcha(services, asked, mobile, token) }
    const reset = {
      client,
      call,
      phoneLogin: phoneLoginOf(services, client, call),
      passwordLogin: passwordLoginOf(services, client, call),
      code: fields.verify_code,
      password: fields.password,
      factorCode: fields.code,
    }
    if (user === undefined) await passwordResets.forgotten(mobile, reset)
    else await passwordResets.own(user.userId, reset)
  })

  serveCall(face, services, updateMobile, async (asked) => {
    const { userId, call } = await signedIn(asked, services)
    const { mobile, verify_code: code } = asked.fields
    await phoneLoginOf(services, asked.client, call).setNumber(userId, mobile, code, numberPurposes)
  })
}
