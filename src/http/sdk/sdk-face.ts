/** `/api/v2`: the HTTP API that two vendors document with the same paths (spec 5). */
import type { FastifyInstance } from 'fastify'
import type { HttpServices } from '../http-services.ts'
import type { SdkCall } from './define-call.ts'
import { loginByMobile, loginByName, loginByNameOrMobile, registerLoginCalls } from './login-calls.ts'
import { registerMessageCalls, sendMessage } from './message-calls.ts'
import { logout, registerSessionCalls, renewIdToken } from './session-calls.ts'

/** Every call, for the API document. */
export const sdkCalls: readonly SdkCall[] = [
  sendMessage,
  loginByMobile,
  loginByName,
  loginByNameOrMobile,
  renewIdToken,
  logout,
]

/** What all paths of the face begin with. */
export const sdkPrefix = '/api/v2'

export function registerSdkFace(server: FastifyInstance, services: HttpServices): void {
  server.register(
    async (face) => {
      registerMessageCalls(face, services)
      registerLoginCalls(face, services)
      registerSessionCalls(face, services)
    },
    { prefix: sdkPrefix },
  )
}
