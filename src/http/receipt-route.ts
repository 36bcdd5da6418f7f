/** Where vendors tell what became of messages. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { HttpServices } from './http-services.ts'
import { NotFound } from './request-fault.ts'
import { readForms } from './sdk/form-body.ts'

type Params = { readonly element: string; readonly secret: string }

/** Forms are read here too: no page of another site knows the secret of the path. */
export function registerReceipts(server: FastifyInstance, services: HttpServices): void {
  server.register(async (face) => {
    readForms(face)
    face.post<{ Params: Params }>('/api/sms/receipts/:element/:secret', (request, reply) =>
      serve(request, reply, services),
    )
  })
}

/** What is not the vendor's is not found, whatever is wrong with it. */
async function serve(
  { params, headers, body }: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
  { receipts }: HttpServices,
): Promise<FastifyReply> {
  const taken = await receipts.take({ ...params, headers, body })
  if (taken === undefined) throw new NotFound()
  return reply.code(200).send(taken.answer)
}
