/** TOTP of a user: enrol, confirm, remove (spec 5, `mfa/totp`). A user without any factor enrols within the login. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { HttpServices } from '../http-services.ts'
import { defineCall } from './define-call.ts'
import { flowCaller } from './flow-calls.ts'
import { loginAnswer, toLoginAnswer } from './login-answer.ts'
import { serveCall } from './serve-call.ts'
import { saysSignedIn, signedIn } from './signed-in.ts'

const recoveryCodes = Type.Array(Type.String(), {
  description: 'Ten codes, each good once in place of one of the app. They are shown here and never again.',
})

export const enrolTotp = defineCall({
  path: '/sdk/mfa/totp/enrol',
  summary: 'Begins to enrol an authenticator app; it counts once a code of it is confirmed.',
  fields: [],
  idToken: 'optional',
  state: 'optional',
  answer: Type.Object({
    secret: Type.String({ description: 'base32, for typing.' }),
    uri: Type.String({ description: '`otpauth://totp/…`, for a QR code.' }),
  }),
  errors: ['idTokenInvalid', 'stateInvalid', 'loginAgain', 'factorUnavailable', 'factorExists'],
})

export const confirmTotp = defineCall({
  path: '/sdk/mfa/totp/confirm',
  summary: 'Confirms the app with a code of it. Within a login, the login goes on.',
  fields: [{ name: 'code', description: 'Code of the app.', empty: 'codeEmpty' }],
  idToken: 'optional',
  state: 'optional',
  answer: Type.Object({ recovery_codes: recoveryCodes, ...Type.Partial(loginAnswer).properties }),
  errors: ['codeEmpty', 'idTokenInvalid', 'stateInvalid', 'loginAgain', 'factorUnavailable', 'codeWrong'],
})

export const removeTotp = defineCall({
  path: '/sdk/mfa/totp/remove',
  summary: 'Removes the app and the recovery codes; the other sessions end.',
  fields: [{ name: 'code', description: 'TOTP or recovery code.', empty: 'codeEmpty' }],
  idToken: 'required',
  errors: ['codeEmpty', 'idTokenInvalid', 'loginAgain', 'codeWrong', 'locked', 'factorMissing'],
})

export function registerTotpCalls(face: FastifyInstance, services: HttpServices): void {
  const { loginSteps, ownFactors, appTitle } = services

  serveCall(face, services, enrolTotp, async (asked) => {
    if (!saysSignedIn(asked.request)) return loginSteps.enrolTotp(flowCaller(asked), appTitle())
    return ownFactors.enrol((await signedIn(asked, services)).call, appTitle())
  })

  serveCall(face, services, confirmTotp, async (asked) => {
    const { code } = asked.fields
    if (saysSignedIn(asked.request)) {
      const { call } = await signedIn(asked, services)
      return { recovery_codes: [...(await ownFactors.confirm(call, code))] }
    }
    const { login, recoveryCodes } = await loginSteps.confirmTotp(flowCaller(asked), code)
    return { recovery_codes: [...recoveryCodes], ...toLoginAnswer(login) }
  })

  serveCall(face, services, removeTotp, async (asked) => {
    const { call } = await signedIn(asked, services)
    await ownFactors.remove(call, asked.fields.code)
  })
}
