/** The envelope of the element face: the same keys for success and refusal (spec 1, "Elements over HTTP"). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal, refuse } from '../../base/refusal.ts'
import type { RefusalEnvelope, SuccessEnvelope } from '../../wire/envelope.ts'
import type { DefectAnswer } from '../../wire/failure-bodies.ts'
import { languageOf } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { type RequestFault, requestFaultOf } from '../request-fault.ts'
import { elementAnswer } from './errcodes.ts'

export function sendSuccess(
  reply: FastifyReply,
  request: FastifyRequest,
  { clock }: HttpServices,
  data: unknown,
): FastifyReply {
  const envelope: SuccessEnvelope = {
    errcode: 0,
    errmsg: null,
    ...factsOf(request, reply, clock.now()),
    data: data ?? null,
  }
  return reply.send(envelope)
}

/** Sends a refusal; answers false when `error` is a defect, of which nothing but a request id leaves. */
export function sendRefusal(
  services: HttpServices,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const refusal = error instanceof Refusal ? forOutside(error) : requestFault(error)
  if (refusal === undefined) {
    reply.code(500).send({ requestId: request.id } satisfies DefectAnswer)
    return false
  }
  const { errcode, status } = elementAnswer(refusal.code)
  const language = languageOf(request, 'x-l', 'accept-language')
  const { seconds } = refusal.details
  if (seconds !== undefined && (status === 429 || status === 503)) reply.header('retry-after', seconds)
  const envelope: RefusalEnvelope = {
    errcode,
    errmsg: `${refusal.code}: ${services.explain(refusal, language)}`,
    ...factsOf(request, reply, services.clock.now()),
    data: {},
    errHandler: 'promptError',
  }
  reply.code(status).send(envelope)
  return true
}

/** Which elements exist is told in-process only. */
function forOutside(refusal: Refusal): Refusal {
  return refusal.code === 'ELEMENT_NOT_FOUND' || refusal.code === 'FUNCTION_NOT_FOUND'
    ? refuse('ELEMENT_NOT_FOUND')
    : refusal
}

const refusalOfFault: Readonly<Record<RequestFault, () => Refusal>> = {
  notFound: () => refuse('ELEMENT_NOT_FOUND'),
  unreadablePath: () => refuse('API_PARAMS_ERROR', { arguments: { path: 'cannot be read' } }),
  contentTypeWrong: () =>
    refuse('API_PARAMS_ERROR', { arguments: { 'Content-Type': 'has to be application/json in UTF-8' } }),
  unreadableBody: () => refuse('API_PARAMS_ERROR', { arguments: { body: 'is not a JSON object' } }),
  bodyTooLarge: () => refuse('API_PARAMS_ERROR', { arguments: { body: 'is larger than 64 KiB' } }),
}

function requestFault(error: unknown): Refusal | undefined {
  const fault = requestFaultOf(error)
  return fault === undefined ? undefined : refusalOfFault[fault]()
}

function factsOf(request: FastifyRequest, reply: FastifyReply, now: number) {
  return { requestId: request.id, sysTime: now, duration: Math.round(reply.elapsedTime) }
}
