/** One place for what went wrong: each face has its own shape, and of a defect nothing but its name leaves. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../base/refusal.ts'
import type { DefectAnswer, JsonRefusal, PlainFailure } from '../wire/failure-bodies.ts'
import { languageOf } from './call-context.ts'
import { sendRefusal } from './elements/envelope.ts'
import { elementAnswer } from './elements/errcodes.ts'
import { faceOfPath } from './face-of-path.ts'
import type { HttpServices } from './http-services.ts'
import { type RequestFault, requestFaultOf } from './request-fault.ts'
import { sendSdkFailure } from './sdk/sdk-failure.ts'

/** Answers a failed request in the shape of its face; a defect is also reported. */
export function answerFailure(
  services: HttpServices,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const isExpected = senders[faceOfPath(request.url)](services, error, request, reply)
  if (!isExpected) services.reportDefect(error, request.id)
}

const senders = { sdk: sendSdkFailure, elements: sendRefusal, plain: sendPlainFailure }

const plainStatuses: Readonly<Record<RequestFault, number>> = {
  notFound: 404,
  unreadablePath: 400,
  contentTypeWrong: 400,
  unreadableBody: 400,
  bodyTooLarge: 413,
}

function sendPlainFailure(
  services: HttpServices,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const { id: requestId } = request
  if (error instanceof Refusal) {
    sendJsonRefusal(services, error, request, reply)
    return true
  }
  const fault = requestFaultOf(error)
  if (fault === undefined) {
    reply.code(500).send({ requestId } satisfies DefectAnswer)
    return false
  }
  const failure: PlainFailure = { error: fault === 'notFound' ? 'NOT_FOUND' : 'REQUEST_INVALID', requestId }
  reply.code(plainStatuses[fault]).send(failure)
  return true
}

/** The status is the one of the element face. */
function sendJsonRefusal(
  { explain }: HttpServices,
  refusal: Refusal,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { seconds, arguments: faults } = refusal.details
  const { status } = elementAnswer(refusal.code)
  if (seconds !== undefined && (status === 429 || status === 503)) reply.header('retry-after', seconds)
  const body: JsonRefusal = {
    error: refusal.code,
    message: explain(refusal, languageOf(request, 'x-l', 'accept-language')),
    requestId: request.id,
    ...(seconds === undefined ? {} : { seconds }),
    ...(faults === undefined ? {} : { arguments: faults as JsonRefusal['arguments'] & {} }),
  }
  reply.code(status).send(body)
}
