/** A "no" of the SDK API: always `{ error_code, error_msg }`, in the language of `X-L`. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import type { Language } from '../../elements/caller.ts'
import type { SdkFailureAnswer } from '../../wire/failure-bodies.ts'
import { header, languageOf } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { type RequestFault, requestFaultOf } from '../request-fault.ts'
import { type SdkErrorName, sdkErrorOfRefusal, sdkErrors } from './error-codes.ts'

/** Thrown by this face for what it checks itself. */
export class SdkFailure extends Error {
  readonly error: SdkErrorName

  constructor(error: SdkErrorName) {
    super(sdkErrors[error].code)
    this.error = error
  }
}

const errorOfFault: Readonly<Record<RequestFault, SdkErrorName>> = {
  notFound: 'pathUnknown',
  unreadablePath: 'requestInvalid',
  unreadableBody: 'bodyInvalid',
  bodyTooLarge: 'bodyTooLarge',
}

/** Sends the answer of a failed call; answers false when `error` is a defect, told to the client as busy. */
export function sendSdkFailure(
  services: HttpServices,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const name = nameOf(error)
  const { status } = sdkErrors[name ?? 'busy']
  const refusal = error instanceof Refusal ? error : undefined
  const seconds = refusal?.details.seconds
  if (seconds !== undefined) reply.header('retry-after', seconds)
  const language = languageOf(request, 'x-l')
  const body =
    name === 'refused' && refusal !== undefined
      ? { error_code: sdkErrors.refused.code, error_msg: services.explain(refusal, language) }
      : sdkFailureBody(name ?? 'busy', language, seconds)
  reply.code(status === 429 ? limitStatusOf(request, services) : status).send(body)
  return name !== undefined
}

/** `seconds` are told in the text where the error is a limit of ours. */
export function sdkFailureBody(name: SdkErrorName, language: Language, seconds?: number): SdkFailureAnswer {
  const { status, code, [language]: text } = sdkErrors[name]
  if (status !== 429 || seconds === undefined) return { error_code: code, error_msg: text }
  return {
    error_code: code,
    error_msg: language === 'zh' ? `${text}（${seconds} 秒）` : `${text} (${seconds} s)`,
  }
}

function nameOf(error: unknown): SdkErrorName | undefined {
  if (error instanceof SdkFailure) return error.error
  if (error instanceof Refusal) return sdkErrorOfRefusal(error.code)
  const fault = requestFaultOf(error)
  return fault === undefined ? undefined : errorOfFault[fault]
}

function limitStatusOf(request: FastifyRequest, { clients }: HttpServices): number {
  return clients().find(header(request, 'x-client-id') ?? '')?.limitStatus ?? 429
}
