/** `/api/v2/sdk`: the HTTP API that two vendors document with the same paths (spec 5). */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Client } from '../../clients/client.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { CompletedLogin } from '../../sessions/complete-login.ts'
import { header } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { SdkFailure, sendSdkFailure } from './sdk-failure.ts'
import { readSdkRequest, type SdkRequest, textField } from './sdk-request.ts'

/** Message types that may be asked for; each is a purpose of its own (spec 5). */
const messageTypes = new Set(['LOGIN_SMS'])

export function registerSdkFace(server: FastifyInstance, services: HttpServices): void {
  server.register(
    async (face) => {
      face.setErrorHandler((error, request, reply) => {
        const client = services.clients().find(header(request, 'x-client-id') ?? '')
        const expected = sendSdkFailure(reply, error, header(request, 'x-l'), client?.limitStatus)
        if (!expected) services.reportDefect(error, request.id)
      })
      face.setNotFoundHandler((request, reply) => {
        sendSdkFailure(reply, new SdkFailure('pathUnknown'), header(request, 'x-l'))
      })
      registerCalls(face, services)
    },
    { prefix: '/api/v2' },
  )
}

function registerCalls(face: FastifyInstance, services: HttpServices): void {
  face.post('/sdk/sms/send', async (request, reply) => {
    const { client, call } = readSdkRequest(request, services)
    const mobile = textField(request.body, 'mobile', 'mobileEmpty')
    const type = textField(request.body, 'type', 'typeInvalid')
    if (!messageTypes.has(type)) throw new SdkFailure('typeInvalid')
    if (client.captcha !== 'off') throw new SdkFailure('captchaFailed')
    await phoneLoginOf(services, client, call).sendCode(mobile, { purpose: type, userId: undefined })
    return reply.code(200).send()
  })

  face.post('/sdk/login/mobile-verify-code', async (request) => {
    const { client, call } = readSdkRequest(request, services)
    const phone = textField(request.body, 'mobile', 'mobileEmpty')
    const code = textField(request.body, 'verify_code', 'codeEmpty')
    const login = { phone, code, purpose: 'LOGIN_SMS', client, autoRegister: client.autoRegister }
    return toAnswer(await phoneLoginOf(services, client, call).loginByMessage(login))
  })

  face.post('/sdk/sso/session-token/id-token', async (request) => {
    const { token, session } = await sessionOf(request, services)
    const expire = Math.floor((session.expiresAt - services.clock.now()) / 1000)
    return { session_token: token, expire, id_token: await services.renewIdToken(session) }
  })

  face.post('/sdk/logout', async (request, reply) => {
    const { session } = await sessionOf(request, services)
    await services.sessions.end(session)
    return reply.code(200).send()
  })
}

function phoneLoginOf(services: HttpServices, client: Client, call: CallContext) {
  if (client.phoneLogin === undefined) throw new SdkFailure('notConfigured')
  return services.phoneLogin(client.phoneLogin, call)
}

async function sessionOf(request: FastifyRequest, services: HttpServices) {
  const { client }: SdkRequest = readSdkRequest(request, services)
  const token = header(request, 'session-token')
  const session = token === undefined ? undefined : await services.sessions.findByToken(token)
  if (token === undefined || session === undefined || session.tenantId !== client.tenantId)
    throw new SdkFailure('sessionTokenInvalid')
  return { token, session }
}

function toAnswer(login: CompletedLogin): Record<string, unknown> {
  if (login.status !== 'SUCCESS') return { status: login.status, state_token: login.stateToken, data: login.data }
  const { status, sessionToken, expire, idToken } = login
  return { status, session_token: sessionToken, expire, id_token: idToken }
}
