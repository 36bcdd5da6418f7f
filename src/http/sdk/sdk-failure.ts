/** A "no" of the SDK API: always `{ error_code, error_msg }`, in the language of `X-L`. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import type { Language } from '../../elements/caller.ts'
import type { SdkFailureAnswer } from '../../wire/failure-bodies.ts'
import { basicCredentials } from '../basic-credentials.ts'
import { header, languageOf } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { type RequestFault, requestFaultOf } from '../request-fault.ts'
import { eiamCode, eiamPasswordText } from './eiam-codes.ts'
import { type SdkErrorName, sdkErrors } from './error-codes.ts'
import { sdkErrorOfRefusal } from './error-of-refusal.ts'

/** Thrown by this face for what it checks itself. */
export class SdkFailure extends Error {
  readonly error: SdkErrorName
  /** The field at fault, where the text names it. */
  readonly field: string | undefined

  constructor(error: SdkErrorName, field?: string) {
    super(sdkErrors[error].code)
    this.error = error
    this.field = field
  }
}

const errorOfFault: Readonly<Record<RequestFault, SdkErrorName>> = {
  notFound: 'pathUnknown',
  unreadablePath: 'requestInvalid',
  contentTypeWrong: 'contentTypeWrong',
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
  const known = nameOf(error)
  const name = known ?? 'busy'
  const { status, code } = sdkErrors[name]
  const client = services.clients().find(clientIdOf(request))
  const isEiam = client?.errorCodes === 'EIAM'
  const seconds = error instanceof Refusal ? error.details.seconds : undefined
  if (seconds !== undefined) reply.header('retry-after', seconds)
  const body: SdkFailureAnswer = {
    error_code: isEiam ? eiamCode(name) : code,
    error_msg: textOf(services, error, { name, language: languageOf(request, 'x-l'), isEiam }),
  }
  reply.code(status === 429 ? (client?.limitStatus ?? 429) : status).send(body)
  return known !== undefined
}

/** Errors whose text says more than one thing. */
const explained: ReadonlySet<SdkErrorName> = new Set(['refused', 'passwordWeak', 'userNameInvalid'])

type Telling = { readonly name: SdkErrorName; readonly language: Language; readonly isEiam: boolean }

function textOf(
  { explain }: Pick<HttpServices, 'explain'>,
  error: unknown,
  { name, language, isEiam }: Telling,
): string {
  if (error instanceof Refusal) {
    const { seconds, triesLeft } = error.details
    if (explained.has(name)) return explain(error, language)
    if (isEiam && name === 'passwordWrong' && typeof triesLeft === 'number')
      return eiamPasswordText(triesLeft, language)
    return sdkFailureBody(name, language, seconds).error_msg
  }
  const field = error instanceof SdkFailure ? error.field : undefined
  const { error_msg } = sdkFailureBody(name, language)
  return field === undefined ? error_msg : `${error_msg}: ${field}`
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

function clientIdOf(request: FastifyRequest): string {
  return header(request, 'x-client-id') ?? basicCredentials(request)?.clientId ?? ''
}

function nameOf(error: unknown): SdkErrorName | undefined {
  if (error instanceof SdkFailure) return error.error
  if (error instanceof Refusal) return sdkErrorOfRefusal(error.code)
  const fault = requestFaultOf(error)
  return fault === undefined ? undefined : errorOfFault[fault]
}
