import type { FastifyRequest } from 'fastify'
import type { HttpServices } from './http-services.ts'

/** Is the request from a page of this server itself? */
export function isFromOwnPage({ headers }: FastifyRequest, { publicUrl }: HttpServices): boolean {
  return headers.origin !== undefined && headers.origin === new URL(publicUrl()).origin
}
