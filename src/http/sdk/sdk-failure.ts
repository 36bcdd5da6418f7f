/** A "no" of the SDK API: always `{ error_code, error_msg }`, in the language of `X-L`. */
import type { FastifyReply } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import type { Client } from '../../clients/client.ts'
import { pickLanguage } from '../../i18n/explain-refusal.ts'
import { type SdkErrorName, sdkErrorOfRefusal, sdkErrors } from './error-codes.ts'

/** Thrown by this face for what it checks itself. */
export class SdkFailure extends Error {
  readonly error: SdkErrorName

  constructor(error: SdkErrorName) {
    super(sdkErrors[error].code)
    this.error = error
  }
}

/** Sends the answer of a failed call; answers false when `error` is a defect, told to the client as busy. */
export function sendSdkFailure(
  reply: FastifyReply,
  error: unknown,
  language: string | undefined,
  limitStatus: Client['limitStatus'] = 429,
): boolean {
  const name = nameOf(error)
  const { status, code, en, zh } = sdkErrors[name ?? 'busy']
  const seconds = error instanceof Refusal ? error.details.seconds : undefined
  if (seconds !== undefined) reply.header('retry-after', seconds)
  reply
    .code(status === 429 ? limitStatus : status)
    .type('application/json; charset=utf-8')
    .send({ error_code: code, error_msg: pickLanguage(language) === 'zh' ? zh : en })
  return name !== undefined
}

function nameOf(error: unknown): SdkErrorName | undefined {
  if (error instanceof SdkFailure) return error.error
  if (error instanceof Refusal) return sdkErrorOfRefusal[error.code]
  return requestFault(error)
}

/** What the HTTP server itself could not read. */
function requestFault(error: unknown): SdkErrorName | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'bodyTooLarge'
  if (typeof code === 'string' && code.startsWith('FST_ERR_CTP')) return 'bodyInvalid'
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? 'bodyInvalid' : undefined
}
