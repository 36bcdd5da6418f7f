/** For operators: is it alive, can it serve, what has it done. */
import type { FastifyInstance } from 'fastify'
import type { HttpServices } from './http-services.ts'
import { isLocalRequest } from './local-request.ts'

type HealthOptions = {
  /** Does the world reach this listener? Then metrics, which tell how much is used, are for this machine only. */
  readonly isPublic: boolean
}

export function registerHealth(
  server: FastifyInstance,
  services: HttpServices,
  { isPublic }: HealthOptions,
): void {
  server.get('/healthz', () => ({ status: 'ok' }))

  server.get('/readyz', async (request, reply) => {
    try {
      await services.ready()
      return { status: 'ready' }
    } catch (error) {
      services.reportDefect(error, request.id)
      return reply.code(503).send({ status: 'not ready' })
    }
  })

  server.get('/metrics', async (request, reply) => {
    if (isPublic && !isLocalRequest(request)) return reply.callNotFound()
    const { contentType, body } = await services.metrics()
    return reply.type(contentType).send(body)
  })
}
