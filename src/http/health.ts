/** For operators: is it alive, can it serve, what has it done. */
import type { FastifyInstance } from 'fastify'
import type { HttpServices } from './http-services.ts'

export function registerHealth(server: FastifyInstance, services: HttpServices): void {
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

  server.get('/metrics', async (_request, reply) => {
    const { contentType, body } = await services.metrics()
    return reply.type(contentType).send(body)
  })
}
