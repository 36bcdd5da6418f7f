/** Serves a declared call: headers, then the fields of the body, then the call itself. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { HttpServices } from '../http-services.ts'
import { shapeResult } from '../shape-result.ts'
import { readAccessToken, readClientSecret } from './backend-request.ts'
import type { AnswerOf, FieldsOf, SdkCall, SdkField } from './define-call.ts'
import { SdkFailure } from './sdk-failure.ts'
import { readSdkRequest, type SdkRequest } from './sdk-request.ts'
import { saysSignedIn } from './signed-in.ts'

/** A call whose headers and fields are right. */
export type ReadCall<C extends SdkCall> = SdkRequest & {
  readonly fields: FieldsOf<C>
  readonly request: FastifyRequest
}

const longestField = 1024

const readersOfBackends = { secret: readClientSecret, token: readAccessToken }

/**
 * Registers `declaration` on the face. The headers are checked before the body is read. `beforeFault` may answer in
 * place of what went wrong.
 */
export function serveCall<C extends SdkCall>(
  face: FastifyInstance,
  services: HttpServices,
  declaration: C,
  run: (call: ReadCall<C>) => Promise<AnswerOf<C>>,
  beforeFault?: (asked: SdkRequest, fault: unknown) => Promise<void>,
): void {
  const { path, method = 'POST', backend, answer } = declaration
  const readHeaders = backend === undefined ? readSdkRequest : readersOfBackends[backend]
  const requests = new WeakMap<FastifyRequest, SdkRequest>()

  async function answerOf(headers: SdkRequest, request: FastifyRequest): Promise<AnswerOf<C>> {
    try {
      return await run({ ...headers, fields: readFields(declaration, request) as FieldsOf<C>, request })
    } catch (fault) {
      await beforeFault?.(headers, fault)
      throw fault
    }
  }

  face.route({
    method,
    url: path,
    exposeHeadRoute: false,
    async onRequest(request) {
      const headers = await readHeaders(request, services)
      if (headers !== undefined) requests.set(request, headers)
    },
    async handler(request, reply) {
      const headers = requests.get(request) ?? (await readHeaders(request, services))
      if (headers === undefined) throw new SdkFailure('clientSecretWrong')
      const result = await answerOf(headers, request)
      return reply.code(200).send(answer === undefined ? undefined : shapeResult(answer, result, path))
    },
  })
}

/** A body is needed where a field is; what is not declared is not looked at. */
function readFields({ fields, query }: SdkCall, request: FastifyRequest): Record<string, unknown> {
  if (fields.length === 0) return {}
  const body = request.body === undefined && query === true ? request.query : request.body
  const isSignedIn = saysSignedIn(request)
  if (!isObject(body)) throw new SdkFailure('bodyInvalid')
  return Object.fromEntries(
    fields.map((field) => [field.name, readField(field, body[field.name], isSignedIn)]),
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readField(field: SdkField, value: unknown, isSignedIn: boolean): unknown {
  const { object, emptyUnlessSignedIn } = field
  const empty = field.empty ?? (isSignedIn ? undefined : emptyUnlessSignedIn)
  const isAbsent = value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  if (isAbsent && empty === undefined) return undefined
  if (isAbsent && empty !== undefined) throw new SdkFailure(empty)
  if (object === true ? !isObject(value) : typeof value !== 'string' || value.length > longestField)
    throw new SdkFailure('bodyInvalid')
  return value
}
