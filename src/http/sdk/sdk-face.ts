/** `/api/v2`: the HTTP API that two vendors document with the same paths (spec 5). */
import type { FastifyInstance } from 'fastify'
import type { HttpServices } from '../http-services.ts'
import { changePassword, registerAccountCalls, resetPassword, updateMobile } from './account-calls.ts'
import { askCaptcha, registerCaptchaCalls, verifyCaptcha } from './captcha-calls.ts'
import type { SdkCall } from './define-call.ts'
import {
  factorByPassword,
  factorBySms,
  factorByTotp,
  mobileByToken,
  registerFlowCalls,
  skipUpdate,
  updatePassword,
} from './flow-calls.ts'
import { loginByMobile, loginByName, loginByNameOrMobile, registerLoginCalls } from './login-calls.ts'
import { registerMessageCalls, sendMessage } from './message-calls.ts'
import { registerByMobile, registerRegisterCalls } from './register-calls.ts'
import { logout, registerSessionCalls, renewIdToken } from './session-calls.ts'
import {
  accessToken,
  refreshSessionToken,
  registerTenantCalls,
  ssoTicket,
  verifySsoTicket,
} from './tenant-calls.ts'
import { confirmTotp, enrolTotp, registerTotpCalls, removeTotp } from './totp-calls.ts'

/** Every call, for the API document. */
export const sdkCalls: readonly SdkCall[] = [
  askCaptcha,
  verifyCaptcha,
  sendMessage,
  registerByMobile,
  loginByMobile,
  loginByName,
  loginByNameOrMobile,
  mobileByToken,
  factorBySms,
  factorByTotp,
  factorByPassword,
  enrolTotp,
  confirmTotp,
  removeTotp,
  updatePassword,
  skipUpdate,
  resetPassword,
  changePassword,
  updateMobile,
  renewIdToken,
  logout,
  accessToken,
  ssoTicket,
  verifySsoTicket,
  refreshSessionToken,
]

/** What all paths of the face begin with. */
export const sdkPrefix = '/api/v2'

export function registerSdkFace(server: FastifyInstance, services: HttpServices): void {
  server.register(
    async (face) => {
      registerCaptchaCalls(face, services)
      registerMessageCalls(face, services)
      registerRegisterCalls(face, services)
      registerLoginCalls(face, services)
      registerFlowCalls(face, services)
      registerTotpCalls(face, services)
      registerAccountCalls(face, services)
      registerSessionCalls(face, services)
      registerTenantCalls(face, services)
    },
    { prefix: sdkPrefix },
  )
}
