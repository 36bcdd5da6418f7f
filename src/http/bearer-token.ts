import type { FastifyRequest } from 'fastify'

const form = /^Bearer ([A-Za-z0-9._~+/=-]{1,8192})$/i

/** The token of `Authorization: Bearer …`, or nothing. */
export function bearerToken(request: FastifyRequest): string | undefined {
  return form.exec(request.headers.authorization ?? '')?.[1]
}
