/** Serves a declared JSON call: what comes in is checked before its handler, what goes out is shaped behind it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { Convert } from 'typebox/value'
import { refuse } from '../../base/refusal.ts'
import { schemaFaults } from '../../elements/schema-faults.ts'
import { shapeResult } from '../shape-result.ts'
import type { AnswerOf, BodyOf, JsonCall, ParamsOf, QueryOf } from './define-json-call.ts'

export type JsonRequest<C extends JsonCall> = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly params: ParamsOf<C['path']>
  readonly query: QueryOf<C>
  readonly body: BodyOf<C>
}

const mostFaults = 8

/**
 * The handler's answer may hold more than the declaration lists: the rest stays here. `admit` comes before anything is
 * looked at, and throws to refuse; what it gives goes to the handler.
 */
export function serveJsonCall<const C extends JsonCall, Admitted = undefined>(
  server: FastifyInstance,
  call: C,
  handle: (asked: JsonRequest<C>, admitted: Admitted) => Promise<AnswerOf<C>>,
  admit?: (request: FastifyRequest) => Promise<Admitted>,
): void {
  const { method, path: url, query, body, answer } = call
  server.route({
    method,
    url,
    exposeHeadRoute: false,
    async handler(request, reply) {
      const admitted = (await admit?.(request)) as Admitted
      const asked = {
        request,
        reply,
        params: request.params,
        query: query && checked('query', query, Convert(query, { ...Object(request.query) })),
        body: body && checked('body', body, request.body ?? {}),
      } as JsonRequest<C>
      const result = await handle(asked, admitted)
      if (reply.sent) return reply
      if (answer === undefined) return reply.code(204).send()
      return reply.send(shapeResult(answer, result, `${method} ${url}`))
    },
  })
}

/** Refused as `API_PARAMS_ERROR`, each fault with its place. */
function checked(place: string, schema: TSchema, value: unknown): unknown {
  const faults = schemaFaults(schema, value, mostFaults)
  if (faults.length === 0) return value
  const named = faults.map(({ pointer, message }) => [pointer.slice(1) || place, message])
  throw refuse('API_PARAMS_ERROR', { arguments: Object.fromEntries(named) })
}
