/** The envelope of the element face: the same keys for success and refusal (spec 1, "Elements over HTTP"). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal, refuse } from '../../base/refusal.ts'
import { pickLanguage } from '../../i18n/explain-refusal.ts'
import { header } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { elementAnswers, ownTypeAnswer } from './errcodes.ts'

export function sendSuccess(
  reply: FastifyReply,
  request: FastifyRequest,
  { clock }: HttpServices,
  data: unknown,
): FastifyReply {
  return reply.send({ errcode: 0, errmsg: null, ...facts(request, reply, clock.now()), data })
}

/** Sends a refusal; answers false when `error` is a defect, of which nothing but a request id leaves. */
export function sendRefusal(
  reply: FastifyReply,
  error: unknown,
  request: FastifyRequest,
  services: HttpServices,
): boolean {
  const refusal = error instanceof Refusal ? forOutside(error) : requestFault(error)
  const facts_ = facts(request, reply, services.clock.now())
  if (refusal === undefined) {
    reply.code(500).send({ errcode: 500, errmsg: null, ...facts_, data: {}, errHandler: 'promptError' })
    return false
  }
  const { errcode, status } = Object.hasOwn(elementAnswers, refusal.code)
    ? elementAnswers[refusal.code as keyof typeof elementAnswers]
    : ownTypeAnswer
  const language = pickLanguage(header(request, 'x-l') ?? header(request, 'accept-language'))
  const errmsg = `${refusal.code}: ${services.explain(refusal, language)}`
  if (refusal.details.seconds !== undefined && (status === 429 || status === 503))
    reply.header('retry-after', refusal.details.seconds)
  reply.code(status).send({ errcode, errmsg, ...facts_, data: {}, errHandler: 'promptError' })
  return true
}

/** Names of elements that exist are told in-process only. */
function forOutside(refusal: Refusal): Refusal {
  return refusal.code === 'ELEMENT_NOT_FOUND' || refusal.code === 'FUNCTION_NOT_FOUND'
    ? new Refusal(refusal.code)
    : refusal
}

/** What the HTTP server itself could not read. */
function requestFault(error: unknown): Refusal | undefined {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 500
    ? refuse('API_PARAMS_ERROR', { arguments: { body: 'is not a JSON object of at most 64 KiB' } })
    : undefined
}

function facts(request: FastifyRequest, reply: FastifyReply, now: number) {
  return { requestId: request.id, sysTime: now, duration: Math.round(reply.elapsedTime) }
}
