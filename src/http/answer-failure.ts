/** One place for what went wrong: each face has its own shape, and of a defect nothing but its name leaves. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DefectAnswer, PlainFailure } from '../wire/failure-bodies.ts'
import { sendRefusal } from './elements/envelope.ts'
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
  _services: HttpServices,
  error: unknown,
  { id: requestId }: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const fault = requestFaultOf(error)
  if (fault === undefined) {
    reply.code(500).send({ requestId } satisfies DefectAnswer)
    return false
  }
  const failure: PlainFailure = { error: fault === 'notFound' ? 'NOT_FOUND' : 'REQUEST_INVALID', requestId }
  reply.code(plainStatuses[fault]).send(failure)
  return true
}
