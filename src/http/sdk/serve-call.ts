/** Serves a declared call: headers, then the fields of the body, then the call itself. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { HttpServices } from '../http-services.ts'
import { shapeResult } from '../shape-result.ts'
import type { AnswerOf, FieldsOf, SdkCall, SdkField } from './define-call.ts'
import { SdkFailure } from './sdk-failure.ts'
import { readSdkRequest, type SdkRequest } from './sdk-request.ts'

/** A call whose headers and fields are right. */
export type ReadCall<C extends SdkCall> = SdkRequest & {
  readonly fields: FieldsOf<C>
  readonly request: FastifyRequest
}

const longestField = 1024

/** Registers `declaration` on the face. The headers are checked before the body is read. */
export function serveCall<C extends SdkCall>(
  face: FastifyInstance,
  services: HttpServices,
  declaration: C,
  run: (call: ReadCall<C>) => Promise<AnswerOf<C>>,
): void {
  const { path, fields, answer } = declaration
  const requests = new WeakMap<FastifyRequest, SdkRequest>()
  face.post(path, {
    onRequest(request, _reply, done) {
      requests.set(request, readSdkRequest(request, services))
      done()
    },
    async handler(request, reply) {
      const headers = requests.get(request) ?? readSdkRequest(request, services)
      const read = { ...headers, fields: readFields(fields, request.body) as FieldsOf<C>, request }
      const result = await run(read)
      return reply.code(200).send(answer === undefined ? undefined : shapeResult(answer, result, path))
    },
  })
}

/** A body is needed where a field is; what is not declared is not looked at. */
function readFields(fields: readonly SdkField[], body: unknown): Record<string, string | undefined> {
  if (fields.length === 0) return {}
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new SdkFailure('bodyInvalid')
  const values = body as Readonly<Record<string, unknown>>
  return Object.fromEntries(fields.map((field) => [field.name, readField(field, values[field.name])]))
}

function readField({ empty }: SdkField, value: unknown): string | undefined {
  const isAbsent = value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  if (isAbsent && empty === undefined) return undefined
  if (isAbsent && empty !== undefined) throw new SdkFailure(empty)
  if (typeof value !== 'string' || value.length > longestField) throw new SdkFailure('bodyInvalid')
  return value
}
