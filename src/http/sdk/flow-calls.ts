/** The calls that carry a login on from one status to the next (spec 5, "Statuses of a login"). */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { FlowCaller } from '../../login/login-steps.ts'
import { vendorMobile } from '../../sessions/api-claim.ts'
import { header } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { defineCall } from './define-call.ts'
import type { SdkErrorName } from './error-codes.ts'
import { loginAnswer, toLoginAnswer } from './login-answer.ts'
import { passwordLoginOf, phoneLoginOf } from './login-of-client.ts'
import { SdkFailure } from './sdk-failure.ts'
import type { SdkRequest } from './sdk-request.ts'
import { serveCall } from './serve-call.ts'

const flowErrors: readonly SdkErrorName[] = ['stateInvalid', 'userDisabled', 'agreementNeeded', 'refused']
const factorErrors: readonly SdkErrorName[] = [...flowErrors, 'factorUnavailable', 'locked']

export const mobileByToken = defineCall({
  path: '/sdk/mobile-by-token',
  method: 'GET',
  summary: "Tells the user's own number to who waits in a step of a login.",
  fields: [],
  state: 'required',
  answer: Type.Object({ mobile: Type.String({ description: 'As `+86-13800138000`.' }) }),
  errors: [...flowErrors, 'notConfigured', 'factorUnavailable'],
})

export const factorBySms = defineCall({
  path: '/sdk/mfa/sms',
  summary: 'Second factor: a code of type `MFA_AUTH_SMS` that went to the number on file.',
  fields: [
    { name: 'mobile', description: 'The number; the one on file counts.', empty: 'mobileEmpty' },
    { name: 'verify_code', description: 'The code of the message.', empty: 'codeEmpty' },
  ],
  state: 'required',
  answer: loginAnswer,
  errors: [...factorErrors, 'mobileEmpty', 'codeEmpty', 'notConfigured', 'codeWrong'],
})

export const factorByTotp = defineCall({
  path: '/sdk/mfa/totp',
  summary: 'Second factor: a code of the authenticator app, or a recovery code.',
  fields: [{ name: 'code', description: 'TOTP or recovery code.', empty: 'codeEmpty' }],
  state: 'required',
  answer: loginAnswer,
  errors: [...factorErrors, 'codeEmpty', 'codeWrong'],
})

export const factorByPassword = defineCall({
  path: '/sdk/mfa/password',
  summary: 'Second factor: the password.',
  fields: [{ name: 'password', description: 'The password itself.', empty: 'passwordEmpty' }],
  state: 'required',
  answer: loginAnswer,
  errors: [...factorErrors, 'passwordEmpty', 'notConfigured', 'passwordWrong', 'busy'],
})

export const updatePassword = defineCall({
  path: '/sdk/pwd/update',
  summary: 'A new password in place of one that has expired or will soon; then the login goes on.',
  fields: [
    { name: 'old_password', description: 'The password so far.', empty: 'passwordEmpty' },
    { name: 'new_password', description: 'The new one.', empty: 'passwordEmpty' },
  ],
  state: 'required',
  answer: loginAnswer,
  errors: [...flowErrors, 'passwordEmpty', 'notConfigured', 'passwordWrong', 'passwordWeak', 'locked'],
})

export const skipUpdate = defineCall({
  path: '/sdk/pwd/skip-update',
  method: 'GET',
  summary: 'Leaves a password that will expire soon as it is; then the login goes on.',
  fields: [],
  state: 'required',
  answer: loginAnswer,
  errors: flowErrors,
})

type Asked = SdkRequest & { readonly request: FastifyRequest }

/** Refused as `stateInvalid` without a state token. */
export function flowCaller({ request, client, call }: Asked): FlowCaller {
  const stateToken = header(request, 'x-state-token')
  if (stateToken === undefined) throw new SdkFailure('stateInvalid')
  return { stateToken, client, call }
}

export function registerFlowCalls(face: FastifyInstance, services: HttpServices): void {
  const { loginSteps } = services

  serveCall(face, services, mobileByToken, async (asked) => {
    const { client, call } = asked
    const phone = await loginSteps.numberOf(flowCaller(asked), phoneLoginOf(services, client, call))
    if (phone === undefined) throw new SdkFailure('factorUnavailable')
    return { mobile: vendorMobile(phone) }
  })

  serveCall(face, services, factorBySms, async (asked) => {
    const caller = flowCaller(asked)
    const login = phoneLoginOf(services, asked.client, asked.call)
    return toLoginAnswer(await loginSteps.bySms(caller, asked.fields.verify_code, login))
  })

  serveCall(face, services, factorByTotp, async (asked) =>
    toLoginAnswer(await loginSteps.byTotp(flowCaller(asked), asked.fields.code)),
  )

  serveCall(face, services, factorByPassword, async (asked) => {
    const caller = flowCaller(asked)
    const login = passwordLoginOf(services, asked.client, asked.call)
    return toLoginAnswer(await loginSteps.byPassword(caller, asked.fields.password, login))
  })

  serveCall(face, services, updatePassword, async (asked) => {
    const { old_password: oldPassword, new_password: newPassword } = asked.fields
    const login = (fullName: string) => services.passwordLogin(fullName, asked.call)
    const passwords = { oldPassword, newPassword }
    return toLoginAnswer(await loginSteps.replacePassword(flowCaller(asked), passwords, login))
  })

  serveCall(face, services, skipUpdate, async (asked) =>
    toLoginAnswer(await loginSteps.skipWarning(flowCaller(asked))),
  )
}
