/** The call that makes a user of a number, with whatever else the user tells. */
import type { FastifyInstance } from 'fastify'
import type { PrepareLogin } from '../../login/added-login.ts'
import type { HttpServices } from '../http-services.ts'
import { defineCall } from './define-call.ts'
import { loginAnswer, toLoginAnswer } from './login-answer.ts'
import { passwordLoginOf, phoneLoginOf } from './login-of-client.ts'
import { captchaAgainstSprays, presentedCaptcha } from './presented-captcha.ts'
import { readProfile } from './read-profile.ts'
import { SdkFailure } from './sdk-failure.ts'
import type { SdkRequest } from './sdk-request.ts'
import { serveCall } from './serve-call.ts'

export const registerByMobile = defineCall({
  path: '/sdk/register/mobile-verify-code',
  summary: 'Makes a user of a mobile number and the code that was sent to it, and logs in.',
  fields: [
    { name: 'mobile', description: 'Mobile number in any form.', empty: 'mobileEmpty' },
    { name: 'verify_code', description: 'The code of the message.', empty: 'codeEmpty' },
    captchaAgainstSprays,
    { name: 'user_name', description: 'User name to log in with; goes with `pwd`.' },
    { name: 'name', description: 'Full name.' },
    { name: 'email', description: 'Mail address; it is not checked whose it is.' },
    { name: 'pwd', description: 'Password; goes with `user_name`.' },
    { name: 'head_img', description: 'Address of a picture.' },
    { name: 'attr_gender', description: 'Gender.' },
    { name: 'attr_birthday', description: 'Birthday, `yyyy-MM-dd`.' },
    { name: 'attr_nick_name', description: 'What the user is called; the masked number without it.' },
    { name: 'mailing_address', description: 'Postal address.' },
    { name: 'zip_code', description: 'Postal code.' },
    { name: 'first_name', description: 'First name.' },
    { name: 'middle_name', description: 'Middle name.' },
    { name: 'last_name', description: 'Last name.' },
    { name: 'industry', description: 'Line of business.' },
    { name: 'extension', description: 'Fields of the app, texts by name.', object: true },
  ],
  answer: loginAnswer,
  errors: [
    'mobileEmpty',
    'codeEmpty',
    'profileInvalid',
    'userNameEmpty',
    'passwordEmpty',
    'userNameInvalid',
    'passwordWeak',
    'notConfigured',
    'registrationClosed',
    'mobileInvalid',
    'codeWrong',
    'captchaRequired',
    'captchaFailed',
    'limitReached',
    'locked',
    'numberTaken',
    'userNameTaken',
    'agreementNeeded',
    'refused',
  ],
})

export function registerRegisterCalls(face: FastifyInstance, services: HttpServices): void {
  serveCall(face, services, registerByMobile, async (asked) => {
    const { client, fields } = asked
    const { mobile: phone, verify_code: code, user_name: username, pwd: password, extension } = fields
    const captcha = presentedCaptcha(services, asked, phone, fields.captcha_token)
    const call = { ...asked.call, captcha }
    const phoneLogin = phoneLoginOf(services, client, call)
    if (!phoneLogin.allowRegister) throw new SdkFailure('registrationClosed')
    const profile = readProfile(client.profileFields, fields, extension)
    const added = await passwordOf(services, { client, call }, username, password)
    const purpose = 'REGISTER_SMS'
    return toLoginAnswer(
      await phoneLogin.registerByMessage({ phone, code, purpose, client, added, ...profile }),
    )
  })
}

/** A name is of no use without a password, nor a password without a name. */
async function passwordOf(
  services: HttpServices,
  { client, call }: SdkRequest,
  username: string | undefined,
  password: string | undefined,
): Promise<PrepareLogin | undefined> {
  if (username === undefined && password === undefined) return undefined
  if (username === undefined) throw new SdkFailure('userNameEmpty')
  if (password === undefined) throw new SdkFailure('passwordEmpty')
  return passwordLoginOf(services, client, call).prepareBinding(username, password)
}
